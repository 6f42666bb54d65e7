"""A CSV file that Excel opens as it is in the reader's language, and in which no cell starts a formula."""

import codecs
import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
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


def is_german() -> bool:
    """Whether the reader reads German, as it matters for files: semicolons, days first."""
    return (get_language() or "").startswith("de")


def csv_parts(chunks: Iterable[Iterable[Iterable[str]]]) -> Iterator[bytes]:
    """Chunks of rows of text that is harmless already, as parts of a file.

    UTF-8 with a byte order mark; German Excel expects semicolons and would tear a comma apart.
    """
    yield codecs.BOM_UTF8
    for rows in chunks:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";" if is_german() else ",").writerows(rows)
        yield text.getvalue().encode()


def csv_file(heading: Iterable[Any], rows: Iterable[Iterable[Any]]) -> IO[bytes]:
    """The rows as a file, written one by one, whatever their number; whoever answers with it closes it."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    file.writelines(csv_parts([[harmless(cell) for cell in row]] for row in chain([heading], rows)))
    file.seek(0)
    return file


def csv_answer(name: str, heading: Iterable[Any], rows: Iterable[Iterable[Any]]) -> FileResponse:
    """The rows as a file for the browser to keep, written at once: behind the request the walls would show none."""
    named = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    file = csv_file(heading, rows)
    return FileResponse(file, as_attachment=True, filename=named, content_type="text/csv; charset=utf-8")
