"""The lines that are wrong, as a file: the columns as they came, and the reasons behind them."""

import csv
import io
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imports.adapters import adapter_of
from imports.models import ImportRun, RowAction

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def wrong_lines(run: ImportRun) -> BinaryIO:
    """A CSV file that Excel opens as it is in the reader's language. Built row by row, whatever its length."""
    file = TemporaryFile()  # noqa: SIM115 (whoever answers with it closes it)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";" if (get_language() or "").startswith("de") else ",")
    labels = {column.key: str(column.label) for column in adapter_of(run.kind).columns}
    writer.writerow([_safe(each) for each in (*run.headers, _("Line"), _("Why it is wrong"))])
    for row in run.rows.filter(action=RowAction.WRONG).order_by("line").iterator(chunk_size=500):
        reasons = "; ".join(_reason(labels.get(each["field"], ""), each["reason"]) for each in row.problems)
        cells = [row.values.get(header, "") for header in run.headers]
        writer.writerow([_safe(cell) for cell in (*cells, row.line, reasons)])
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _reason(label: str, reason: str) -> str:
    return f"{label}: {reason}" if label else reason


def _safe(value) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
