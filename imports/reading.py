"""Reads a table out of a file as people have it: CSV in any of the usual encodings and separators, or XLSX.

Everything comes out as text. A file that is no table is refused early, with the reason in words.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from core.errors import DomainError

MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_ZIP_MEMBERS = 500
SEPARATORS = ";,\t|"
HEADER_WITHIN = 10

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the number of its line in the file (for XLSX: of its row), as a person would count."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers, each different, and the rows below; blank rows are left out."""

    headers: list[str]
    lines: list[Line]


def read_table(file: BinaryIO, *, size: int) -> Table:
    """Read the table. Raises DomainError on field `file` when it is too large, no table, or empty."""
    if size > settings.MAX_UPLOAD_BYTES:
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
        raise _refused("file_too_large", _("The file is larger than %(limit)s.") % {"limit": limit})
    content = file.read(settings.MAX_UPLOAD_BYTES + 1)
    if not content.strip():
        raise _refused("file_empty", _("The file is empty."))
    return _table(_sheet_lines(content) if content.startswith(b"PK\x03\x04") else _text_lines(decoded(content)))


def decoded(content: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused("file_old_excel", _("This is an old Excel file (.xls). Save it as .xlsx or CSV first."))
    text = _decoded(content)
    if _CONTROL.search(text):
        raise _refused("file_not_text", _("This is not a table: the file is neither CSV nor XLSX."))
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _by(content, [encoding])
    return _by(content, [*_utf16_without_mark(content), "utf-8", "cp1252"])


def _utf16_without_mark(content: bytes) -> list[str]:
    """Mostly-Latin text in UTF-16 has a zero in every other byte."""
    sample = content[:2000]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > half * 0.6:
        return ["utf-16-le"]
    return ["utf-16-be"] if sample[0::2].count(0) > half * 0.6 else []


def _by(content: bytes, encodings: list[str]) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("file_not_text", _("This is not a table: the file is neither CSV nor XLSX."))


def _text_lines(text: str) -> Iterator[Line]:
    text, offset, separator = text.replace("\r\n", "\n").replace("\r", "\n"), 0, ""
    first, _newline, rest = text.partition("\n")
    if re.fullmatch(r"sep=.", first.strip("\ufeff"), re.IGNORECASE):
        separator, text, offset = first[-1], rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or separator_of(text), strict=True)
    number = offset + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            words = _("From line %(line)d on the quotation marks do not match.") % {"line": number}
            raise _refused("file_quotes", words) from error
        yield Line(number, cells)
        number = offset + reader.line_num + 1


def separator_of(text: str) -> str:
    """The separator that splits the first lines most evenly into the most columns."""
    return max(SEPARATORS, key=lambda separator: _fits(text, separator))


def _fits(text: str, separator: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
    counts: list[int] = []
    try:
        for cells in reader:
            if any(cells):
                counts.append(len(cells))
            if len(counts) == HEADER_WITHIN:
                break
    except csv.Error:
        return (0, 0)
    widest = max(counts, default=1)
    return (counts.count(widest) if widest > 1 else 0, widest)


def _sheet_lines(content: bytes) -> Iterator[Line]:
    _check_unpacked(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
            if number > MAX_ROWS * 4:
                raise _too_many_rows()
            yield Line(number, [_in_words(value) for value in row])
    except DomainError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do: KeyError, ValueError, ParseError …
        raise _refused("file_broken", _("The Excel file cannot be read. Save it again, or as CSV.")) from error


def _check_unpacked(content: bytes) -> None:
    """Refuse what would unpack to more than a spreadsheet ever is; the reader trusts these sizes too."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise _refused("file_broken", _("The Excel file cannot be read. Save it again, or as CSV.")) from error
    if len(members) > MAX_ZIP_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise _refused("file_too_large", _("The Excel file unpacks to more than Handover reads."))
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise _refused("file_not_text", _("This is not a table: the file is neither CSV nor XLSX."))


def _in_words(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _table(lines: Iterable[Line]) -> Table:
    found = []
    for line in lines:
        cells = [_clean(cell) for cell in line.cells]
        if any(cells):
            found.append(Line(line.number, cells))
        if len(found) > MAX_ROWS + HEADER_WITHIN:
            raise _too_many_rows()
    if not found:
        raise _refused("file_empty", _("The file is empty."))
    top = _top(found)
    headers, below = _headers(found[top].cells), found[top + 1 :]
    if not below:
        raise _refused("file_no_rows", _("The file needs a line with headers and at least one row below it."))
    if len(below) > MAX_ROWS:
        raise _too_many_rows()
    return Table(headers, [Line(line.number, _fitted(line.cells, len(headers), line.number)) for line in below])


def _top(lines: list[Line]) -> int:
    """Where the headers stand: a report may have a title above its table. A table of one column begins at once."""
    several = (at for at, line in enumerate(lines[:HEADER_WITHIN]) if sum(map(bool, line.cells)) > 1)
    return next(several, 0)


def _headers(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise _refused("file_too_wide", _("The file has more than %(count)d columns.") % {"count": MAX_COLUMNS})
    headers: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = base = cell[:100] or f"#{position}"
        again = 2
        while name in headers:
            name, again = f"{base} ({again})", again + 1
        headers.append(name)
    return headers


def _fitted(cells: list[str], width: int, number: int) -> list[str]:
    if any(cells[width:]):
        words = _("Line %(line)d has more cells than there are headers.") % {"line": number}
        raise _refused("file_ragged", words)
    return [*cells[:width], *[""] * (width - len(cells))]


def _clean(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.replace("\ufeff", "").replace("\x00", "")).strip()[:MAX_CELL]


def _too_many_rows() -> DomainError:
    words = _("The file has more than %(count)s rows. Split it and import the parts one after the other.")
    return _refused("file_too_many_rows", words % {"count": f"{MAX_ROWS:,}"})


def _refused(code: str, message) -> DomainError:
    return DomainError(code, message, field="file")
