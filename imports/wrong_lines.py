"""The lines that are wrong, as a file: the columns as they came, and the reasons behind them."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from core.csvfiles import csv_file
from imports.adapters import adapter_of
from imports.models import ImportRun, RowAction


def wrong_lines(run: ImportRun) -> IO[bytes]:
    """A CSV file that Excel opens as it is in the reader's language. Built row by row, whatever its length."""
    return csv_file((*run.headers, _("Line"), _("Why it is wrong")), _lines(run))


def _lines(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    labels = {column.key: str(column.label) for column in adapter_of(run.kind).columns}
    for row in run.rows.filter(action=RowAction.WRONG).order_by("line").iterator(chunk_size=500):
        reasons = "; ".join(_reason(labels.get(each["field"], ""), each["reason"]) for each in row.problems)
        yield (*(row.values.get(header, "") for header in run.headers), row.line, reasons)


def _reason(label: str, reason: str) -> str:
    return f"{label}: {reason}" if label else reason
