"""A list as a file: exactly what is shown, on all pages, for Excel as people have it.

The file is built inside the request's transaction: behind it the walls would show no row.
"""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from core import csvfiles
from core.csvfiles import FORMULA, harmless, is_german
from core.grids.paging import AFTER, Place

if TYPE_CHECKING:
    from core.grids.grid import Grid

EXPORT_CAP = 50_000
"""Rows of one file; whoever needs more narrows the list."""
CHUNK = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def is_too_long(grid: "Grid") -> bool:
    """Whether the list has more rows than one file takes."""
    return grid.found.order_by()[: EXPORT_CAP + 1].count() > EXPORT_CAP


def export(grid: "Grid", kind: str) -> HttpResponse:
    """The file for the browser to keep."""
    write, content_type = KINDS[kind]
    file = io.BytesIO()
    write(grid, file)
    response = HttpResponse(file.getvalue(), content_type=content_type)
    name = f"{slugify(str(grid.caption)) or grid.key}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def write_csv(grid: "Grid", file: IO[bytes]) -> None:
    """Every value in words, as the reader writes it."""
    heading = [harmless(column.label) for column in grid.chosen_columns]
    csvfiles.write_csv(file, chain([heading], ([_in_words(value) for value in values] for values in _values(grid))))


def write_xlsx(grid: "Grid", file: IO[bytes]) -> None:
    """One sheet with a heading that stays; days, moments and numbers as what they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(str(grid.caption)))
    sheet.freeze_panes = "A2"
    for number, _column in enumerate(grid.chosen_columns, start=1):
        sheet.column_dimensions[_letters(number)].width = 22
    heading = [_text_cell(sheet, str(column.label)) for column in grid.chosen_columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for values in _values(grid):
        sheet.append([_cell(sheet, value) for value in values])
    book.save(file)


def _values(grid: "Grid") -> Iterator[list[Any]]:
    """The values of every row that fits, fetched by key, some at a time, so that memory does not grow."""
    exported = [column.exported for column in grid.chosen_columns]
    rows, place, left = grid.prepare(grid.found), Place(), EXPORT_CAP
    while left > 0:
        found = grid.order.slice(rows, place, min(CHUNK, left))
        for row in grid.complete(found.objects):
            yield [value_of(row) for value_of in exported]
        left -= len(found.objects)
        if not found.has_next:
            return
        segment = found.segments[1]
        place = grid.order.place(AFTER, grid.order.token(segment, found.objects[-1]))


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return _local(value).strftime("%d.%m.%Y %H:%M" if is_german() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y" if is_german() else "%Y-%m-%d")
    return str(value) if isinstance(value, int) else harmless(value)


def _cell(sheet, value: Any) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return _local(value).replace(tzinfo=None)
    return value if value is None or isinstance(value, int | date) else _text_cell(sheet, str(value))


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with, and stays text when somebody edits it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    cell = WriteOnlyCell(sheet, value=text)
    if text.startswith(FORMULA):
        cell.data_type, cell.quotePrefix = "s", True
    return cell


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _sheet_name(caption: str) -> str:
    return "".join(char for char in caption if char not in "[]:*?/\\")[:31]


def _letters(number: int) -> str:
    return chr(64 + number) if number <= 26 else chr(64 + (number - 1) // 26) + chr(65 + (number - 1) % 26)


KINDS: dict[str, tuple[Callable[["Grid", IO[bytes]], None], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, XLSX),
}
