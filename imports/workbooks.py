"""XLSX as people have it, read as a stream. What it unpacks to is bounded before anything is unpacked."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from core.errors import DomainError
from imports.refusals import broken, not_a_table, refused
from imports.text_tables import Line

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_SHARED_BYTES = 80 * 1024 * 1024
"""Texts that cells share are the one part that has to stay in memory."""
MAX_ZIP_MEMBERS = 500
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_ZEROS = re.compile(r"0{2,}")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What the archive's reader raises for one that is damaged, cut off, protected or packed in an unknown way."""
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


def sheet_lines(file: BinaryIO, *, max_columns: int) -> Iterator[Line]:
    """The rows of the first visible sheet, as their cells are shown."""
    check_workbook(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), book.worksheets[0])
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=max_columns + 1), start=1):
            yield Line(number, [_shown(cell) for cell in row])
    except (DomainError, GeneratorExit):
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do: KeyError, ValueError, ParseError …
        raise broken() from error


def check_workbook(file: BinaryIO) -> None:
    """Refuse what would unpack to more than a spreadsheet ever is, other archives, and files that define entities.

    A member is never read beyond the size that the archive names for it, so that these sizes are the bound.
    """
    with _opened(file) as archive:
        members = archive.infolist()
        shared = sum(each.file_size for each in members if each.filename.lower() == "xl/sharedstrings.xml")
        total = sum(each.file_size for each in members)
        if len(members) > MAX_ZIP_MEMBERS or total > MAX_UNPACKED_BYTES or shared > MAX_SHARED_BYTES:
            raise refused(
                "file_too_large", _("The Excel file is too large once unpacked. Split it, or save it as CSV.")
            )
        if not any(each.filename == "xl/workbook.xml" for each in members):
            raise not_a_table()
        for each in members:
            if each.filename.lower().endswith((".xml", ".rels")):
                _check_without_entities(archive, each)


def check_old_excel(file: BinaryIO) -> DomainError:
    """Why a file of the old compound format is refused: protected by a password, or .xls."""
    file.seek(0)
    tail = b""
    while chunk := file.read(1 << 20):
        if _PROTECTED in tail + chunk:
            return refused("file_protected", _("This Excel file is protected by a password. Save it without one."))
        tail = chunk[-len(_PROTECTED) :]
    return refused("file_old_excel", _("This is an old Excel file (.xls). Save it as .xlsx or CSV first."))


def estimated_rows(file: BinaryIO) -> int:
    """How many rows the largest sheet has, counted without parsing it. Raises DomainError for a damaged file."""
    with _opened(file) as archive:
        sheets = [each for each in archive.infolist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", each.filename)]
        largest = max(sheets, key=lambda each: each.file_size, default=None)
        if largest is None:
            return 0
        found, tail = 0, b""
        with archive.open(largest) as sheet:
            while chunk := sheet.read(1 << 20):
                cut = chunk.rfind(b">") + 1
                found += len(_ROW.findall(tail + chunk[:cut]))
                tail = chunk[cut:]
    return found


@contextmanager
def _opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive, while it is read: what cannot be read of it is refused in words."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except _UNREADABLE as error:
        raise broken() from error


def _check_without_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.StartElementHandler = _at_root
    try:
        with archive.open(member) as content:
            while chunk := content.read(1 << 16):
                parser.Parse(chunk)
    except (_Clean, expat.ExpatError):
        return  # what is no XML is the reader's to refuse


class _Clean(Exception):
    """The root element has begun: a document type would have stood before it."""


def _at_root(_name, _attributes) -> None:
    raise _Clean


def _refuse_entities(*_declaration) -> None:
    raise refused("file_entities", _("This Excel file refers to other files. Save it again in Excel, or as CSV."))


def _shown(cell) -> str:
    """As the cell is shown: whole numbers without a point, zeros in front where its format writes them, plain dates."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)
