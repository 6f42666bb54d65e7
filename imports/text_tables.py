"""CSV as people have it: in any of the usual encodings and separators. Read as a stream, whatever its size."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from imports.refusals import empty, not_a_table, refused

SEPARATORS = ";,\t|"
SAMPLE = 64 * 1024
LINES_TO_JUDGE = 10

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.) *(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the number of its line in the file (for XLSX: of its row), as a person would count."""

    number: int
    cells: list[str]


def text_lines(file: BinaryIO) -> Iterator[Line]:
    """The rows of a CSV file. Raises DomainError for what is no text, for cells too long, and where quotation
    marks do not match.
    """
    text = io.TextIOWrapper(_Uncloseable(file), encoding=encoding_of(file), newline="")  # type: ignore[type-var]
    sample = text.read(SAMPLE)
    text.seek(0)
    told = _SEPARATOR_LINE.match(sample)
    if told:
        text.readline()
    separator = told[1] if told else separator_of(sample)
    reader = csv.reader(text, delimiter=separator, strict=True)
    offset = 1 if told else 0
    number = offset + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(error, number) from error
        yield Line(number, cells)
        number = offset + reader.line_num + 1


def estimated_lines(file: BinaryIO) -> int:
    """How many lines there may be, counted fast; a quoted line break counts as one too."""
    file.seek(0)
    both = [0, 0]
    while chunk := file.read(1 << 20):
        both[0] += chunk.count(b"\n")
        both[1] += chunk.count(b"\r")
    file.seek(0)
    return max(both) + 1


def encoding_of(file: BinaryIO) -> str:
    """By its byte order mark, as UTF-8, as UTF-16 without a mark, else Windows-1252: the first that fits all of it."""
    file.seek(0)
    start = file.read(SAMPLE)
    if not start.strip():
        raise empty()
    marked = [encoding for mark, encoding in _BOMS if start.startswith(mark)][:1]
    for encoding in marked or [*_utf16_without_mark(start), "utf-8", "cp1252"]:
        if _fits(file, encoding):
            file.seek(0)
            return encoding
    raise not_a_table()


def separator_of(text: str) -> str:
    """The separator that splits the first lines most evenly into the most columns."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _unreadable(error: csv.Error, line: int) -> DomainError:
    """Why the reader gave up: the library tells its reasons apart by their words only."""
    if "field limit" in str(error):
        words = _("In line %(line)d a cell is too long, or the quotation mark that ends it is missing.")
        return refused("file_cell_too_long", words % {"line": line})
    return refused("file_quotes", _("From line %(line)d on the quotation marks do not match.") % {"line": line})


def _utf16_without_mark(start: bytes) -> list[str]:
    """Mostly-Latin text in UTF-16 has a zero in every other byte."""
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > half * 0.6:
        return ["utf-16-le"]
    return ["utf-16-be"] if start[0::2].count(0) > half * 0.6 else []


def _fits(file: BinaryIO, encoding: str) -> bool:
    """Whether all of the file is text in this encoding. Text that no table has ends the search."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            if _CONTROL.search(decoder.decode(chunk)):
                raise not_a_table()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _evenness(text: str, separator: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
    counts: list[int] = []
    try:
        for cells in reader:
            if any(cells):
                counts.append(len(cells))
            if len(counts) == LINES_TO_JUDGE:
                break
    except csv.Error:
        return (0, 0)
    widest = max(counts, default=1)
    return (counts.count(widest) if widest > 1 else 0, widest)


class _Uncloseable(io.BufferedIOBase):
    """The file without its end: whoever opened it closes it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
