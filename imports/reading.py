"""Reads a table out of a file as people have it, as a stream: CSV, or XLSX. Everything comes out as text.

A file that is no table is refused early, with the reason in words (`refusals.py`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import normalise
from imports.headers import plain
from imports.refusals import empty, refused, too_large, too_many_rows
from imports.text_tables import Line, estimated_lines, text_lines
from imports.workbooks import OLE, ZIP, check_old_excel, check_workbook, estimated_rows, sheet_lines

MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
HEADER_WITHIN = 10
MAX_BLANK_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row, as wide as the headers. `is_ragged`: it had more cells, which no header names."""

    number: int
    cells: list[str]
    is_ragged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The headers, each different, and the rows below, one after the other; blank rows are left out."""

    headers: list[str]
    lines: Iterator[TableLine]


def open_table(file: BinaryIO, *, known: Collection[str] = ()) -> Table:
    """Read headers and, when asked for them, the rows. `known`: headers by which their line is recognised, plain.

    Raises DomainError on field `file` when it is no table or empty, and while reading when it is too long or broken.
    """
    found = _not_blank(_lines(file))
    first = list(islice(found, HEADER_WITHIN))
    if not first:
        raise empty()
    top = _top(first, known)
    headers = _headers(first[top].cells)
    return Table(headers, _rows(chain(first[top + 1 :], found), len(headers)))


def check_file(file: BinaryIO, *, size: int, known: Collection[str] = ()) -> list[str]:
    """Refuse early what cannot be read. Returns the headers; there is at least one row below them."""
    if size > settings.MAX_IMPORT_BYTES:
        raise too_large()
    table = open_table(file, known=known)
    if next(table.lines, None) is None:
        raise refused("file_no_rows", _("The file needs a line with headers and at least one row below it."))
    return table.headers


def estimated_length(file: BinaryIO) -> int:
    """About how many rows there are, for a progress bar."""
    return estimated_rows(file) if _starts_with(file, ZIP) else estimated_lines(file)


def _lines(file: BinaryIO) -> Iterator[Line]:
    if _starts_with(file, OLE):
        raise check_old_excel(file)
    if _starts_with(file, ZIP):
        check_workbook(file)
        return sheet_lines(file, max_columns=MAX_COLUMNS)
    return text_lines(file)


def _starts_with(file: BinaryIO, mark: bytes) -> bool:
    file.seek(0)
    start = file.read(len(mark))
    file.seek(0)
    return start == mark


def _not_blank(lines: Iterator[Line]) -> Iterator[Line]:
    """Spreadsheets often go on for a million empty rows; long before that the table has ended."""
    blank = 0
    for line in lines:
        cells = [_clean(cell) for cell in line.cells]
        if any(cells):
            blank = 0
            yield Line(line.number, cells)
        elif (blank := blank + 1) > MAX_BLANK_ROWS:
            return


def _top(lines: list[Line], known: Collection[str]) -> int:
    """Where the headers stand: a report may have a title and notes above its table.

    The line with the most names that are known; where none has two of them, the first with several cells. A table
    of one column begins at once.
    """
    hits = [sum(plain(cell) in known for cell in line.cells) for line in lines]
    if max(hits) > 1:
        return hits.index(max(hits))
    return next((at for at, line in enumerate(lines) if sum(map(bool, line.cells)) > 1), 0)


def _headers(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise refused("file_too_wide", _("The file has more than %(count)d columns.") % {"count": MAX_COLUMNS})
    headers: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = base = cell[:100] or f"#{position}"
        again = 2
        while name in headers:
            name, again = f"{base} ({again})", again + 1
        headers.append(name)
    return headers


def _rows(lines: Iterator[Line], width: int) -> Iterator[TableLine]:
    for count, line in enumerate(lines, start=1):
        if count > MAX_ROWS:
            raise too_many_rows(MAX_ROWS)
        cells = [*line.cells[:width], *[""] * (width - len(line.cells))]
        yield TableLine(line.number, cells, is_ragged=any(line.cells[width:]))


def _clean(cell: str) -> str:
    """One line as it should be stored. Most cells need no look at each of their characters."""
    text = cell if cell.isascii() and cell.isprintable() and "  " not in cell else normalise(cell.replace("\x00", ""))
    return text.strip()[:MAX_CELL]
