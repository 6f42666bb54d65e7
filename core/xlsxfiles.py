"""A workbook that is sent while it is made, whatever its length.

Its frame - styles, widths, the heading that stays - is made by openpyxl once; the rows are written into the frame's
sheet as they come. A workbook made whole would wait for its last row before the reader gets the first.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.styles.numbers import FORMAT_DATE_XLSX14, FORMAT_DATE_XLSX22
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from core.csvfiles import FORMULA

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
OURS = re.compile("<dimension[^>]*>|<sheetData>.*</sheetData>")
"""What the frame says about rows: nobody knows yet how many come."""
WIDTH = 22
"""Of a column, in characters."""
LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
LOOKS: dict[str, dict[str, Any]] = {
    "heading": {"font": Font(bold=True)}, "text": {"quotePrefix": True},
    "day": {"number_format": FORMAT_DATE_XLSX14}, "moment": {"number_format": FORMAT_DATE_XLSX22},
}  # fmt: skip
"""Days and moments in the way of the reader's country; `text` stays text when somebody edits the cell."""


def xlsx_parts(caption: str, heading: Sequence[str], chunks: Iterable[Iterable[Sequence[Any]]]) -> Iterator[bytes]:
    """One sheet: the heading, then the chunks of rows; days, moments and numbers as what they are."""
    frame, looks = _frame(caption, len(heading))
    sink = _Sink()
    with ZipFile(frame) as made, ZipFile(sink, "w", ZIP_DEFLATED) as book:
        for name in made.namelist():
            if name != SHEET:
                book.writestr(name, made.read(name))
        before, views, after = OURS.split(made.read(SHEET).decode())
        with book.open(SHEET, "w", force_zip64=True) as sheet:
            row = "".join(_text(label, looks["heading"]) for label in heading)
            sheet.write(f"{before}{views}<sheetData><row>{row}</row>".encode())
            for chunk in chunks:
                rows = "".join(f"<row>{''.join(_cell(value, looks) for value in row)}</row>" for row in chunk)
                sheet.write(rows.encode())
                yield sink.taken()
            sheet.write(f"</sheetData>{after}".encode())
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What the archive writes, until it is taken away."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def _frame(caption: str, columns: int) -> tuple[io.BytesIO, dict[str, int]]:
    """A workbook without rows, and the number of each look in it."""
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "".join(char for char in caption if char not in "[]:*?/\\")[:31]
    sheet.freeze_panes = "A2"
    for number in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
    looks = {}
    for number, (name, look) in enumerate(LOOKS.items(), start=1):
        cell = sheet.cell(1, number)
        for key, value in look.items():
            setattr(cell, key, value)
        looks[name] = cell.style_id
    book.save(file)
    return file, looks


def _cell(value: Any, looks: dict[str, int]) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return _text(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return f'<c s="{looks["moment"]}"><v>{to_excel(timezone.localtime(value).replace(tzinfo=None))}</v></c>'
    if isinstance(value, date):
        return f'<c s="{looks["day"]}"><v>{to_excel(value)}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = str(value)
    return _text(text, looks["text"] if text.startswith(FORMULA) else 0)


def _text(text: str, look: int = 0) -> str:
    """A cell that is text whatever it begins with: no spreadsheet takes it for a formula."""
    clean = escape(ILLEGAL_CHARACTERS_RE.sub("", str(text))[:LONGEST])
    return f'<c s="{look}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'
