"""A list as a file: exactly what is shown, on all pages, for Excel as people have it.

It is sent while it is read, by key and a thousand rows at a time: a list of 200,000 takes no more memory than a page.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.csvfiles import csv_parts, harmless, is_german
from core.grids.paging import AFTER, Place
from core.streaming import streamed_file
from core.xlsxfiles import XLSX, xlsx_parts

if TYPE_CHECKING:
    from core.grids.grid import Grid

EXPORT_CAP = 1_000_000
"""Rows of one file: a sheet of Excel has few more."""
CHUNK = 1_000


def is_too_long(grid: "Grid") -> bool:
    """Whether the list has more rows than one file takes."""
    return grid.found.order_by()[: EXPORT_CAP + 1].count() > EXPORT_CAP


def export(grid: "Grid", kind: str) -> StreamingHttpResponse:
    """The file for the browser to keep."""
    parts_of, content_type = KINDS[kind]
    name = f"{slugify(str(grid.caption)) or grid.key}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return streamed_file(grid.request, parts_of(grid), filename=name, content_type=content_type)


def _csv(grid: "Grid") -> Iterator[bytes]:
    """Every value in words, as the reader writes it."""
    heading = [harmless(column.label) for column in grid.chosen_columns]
    return csv_parts(
        chain([[heading]], ([[_in_words(value) for value in row] for row in rows] for rows in _chunks(grid)))
    )


def _xlsx(grid: "Grid") -> Iterator[bytes]:
    return xlsx_parts(str(grid.caption), [str(column.label) for column in grid.chosen_columns], _chunks(grid))


def _chunks(grid: "Grid") -> Iterator[list[list[Any]]]:
    """The values of every row that fits, some at a time, each time from where the last ones ended."""
    exported = [column.exported for column in grid.chosen_columns]
    place, left = Place(), EXPORT_CAP
    while left > 0:
        found = grid.sliced(place, min(CHUNK, left))
        yield [[value_of(row) for value_of in exported] for row in grid.complete(found.objects)]
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
        return timezone.localtime(value).strftime("%d.%m.%Y %H:%M" if is_german() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y" if is_german() else "%Y-%m-%d")
    return str(value) if isinstance(value, int) else harmless(value)


KINDS: dict[str, tuple[Callable[["Grid"], Iterator[bytes]], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, XLSX),
}
