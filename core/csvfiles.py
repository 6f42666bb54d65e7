"""A CSV file that Excel opens as it is in the reader's language, and in which no cell starts a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import get_language

FORMULA = ("=", "+", "-", "@", "\t", "\r")
IN_MEMORY = 5_000_000


def harmless(value: Any) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_answer(name: str, heading: Iterable[Any], rows: Iterable[Iterable[Any]]) -> FileResponse:
    """The rows as a file for the browser to keep, written at once: behind the request the walls would show none.

    UTF-8 with a byte order mark; German Excel expects semicolons and would tear a comma apart.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)  # type: ignore[type-var]
    writer = csv.writer(text, delimiter=";" if (get_language() or "").startswith("de") else ",")
    writer.writerow([harmless(cell) for cell in heading])
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    text.detach()
    file.seek(0)
    named = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return FileResponse(file, as_attachment=True, filename=named, content_type="text/csv; charset=utf-8")
