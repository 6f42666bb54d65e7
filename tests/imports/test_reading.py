import csv
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.errors import DomainError
from imports import reading, workbooks
from imports.reading import check_file, estimated_length, open_table
from imports.text_tables import separator_of

TEXT = "Name;Betriebssystem\nBüro-PC;Windows 11\nGrößter;Ubuntu\n"
ROWS = [["Büro-PC", "Windows 11"], ["Größter", "Ubuntu"]]


@dataclass
class Read:
    headers: list[str]
    lines: list


def table_of(content: bytes, known=()) -> Read:
    check_file(io.BytesIO(content), size=len(content), known=known)
    table = open_table(io.BytesIO(content), known=known)
    return Read(table.headers, list(table.lines))


def refusal_of(content: bytes) -> DomainError:
    with pytest.raises(DomainError) as caught:
        table_of(content)
    assert caught.value.field == "file"
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_usual_encoding_is_read(encoding):
    table = table_of(TEXT.encode(encoding))
    assert table.headers == ["Name", "Betriebssystem"]
    assert [line.cells for line in table.lines] == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_each_usual_separator_is_found(separator):
    assert [line.cells for line in table_of(TEXT.replace(";", separator).encode()).lines] == ROWS


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_each_end_of_line_is_read(newline):
    assert len(table_of(TEXT.replace("\n", newline).encode()).lines) == 2


def test_a_decimal_comma_does_not_make_the_comma_the_separator():
    assert separator_of("Name;RAM\nA;7,5\nB;15,9\n") == ";"


def test_quotes_hold_separators_and_lines_together():
    table = table_of(b'Name,Note\n"PC ""one""","a,\nb"\nPC2,c\n')
    assert table.lines[0].cells == ['PC "one"', "a, b"]
    assert [line.number for line in table.lines] == [2, 4]


def test_excel_s_separator_line_is_obeyed():
    table = table_of(b"sep=,\r\nName,OS\r\nPC;1,Linux\r\n")
    assert table.headers == ["Name", "OS"]
    assert (table.lines[0].number, table.lines[0].cells) == (3, ["PC;1", "Linux"])


def test_a_title_above_the_table_and_blank_lines_are_passed_over():
    table = table_of(b"Device report\n\nName,OS\n\nPC1,Linux\n,\n")
    assert table.headers == ["Name", "OS"]
    assert [(line.number, line.cells) for line in table.lines] == [(5, ["PC1", "Linux"])]


def test_headers_are_made_different():
    assert table_of(b"Name,Name,,x\n1,2,3,4\n").headers == ["Name", "Name (2)", "#3", "x"]


def test_short_rows_are_filled_and_long_ones_marked():
    assert table_of(b"a,b,c\n1\n").lines[0].cells == ["1", "", ""]
    assert [line.is_ragged for line in table_of(b"a,b\n1,2,3\n1,2,,,\n").lines] == [True, False]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"  \n ", "file_empty"),
        (b"Name,OS\n", "file_no_rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "file_not_text"),
        (b"%PDF-1.7\n\x01\x02\x03", "file_not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file_old_excel"),
        (b"PK\x03\x04 and nothing else", "file_broken"),
        (b'Name,OS\n"PC,Linux\n', "file_quotes"),
        (b"Name,OS\n" + b"A" * 200_000 + b",Linux\n", "file_cell_too_long"),
        (b"\xff\xfeN", "file_not_text"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content, code):
    assert refusal_of(content).code == code


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert refusal_of(b"a,b\n" + b"1,2\n" * 4).code == "file_too_many_rows"
    assert len(table_of(b"a,b\n" + b"1,2\n" * 3).lines) == 3


def test_too_large_a_file_is_refused_before_it_is_read(settings):
    settings.MAX_IMPORT_BYTES = 10
    with pytest.raises(DomainError) as caught:
        check_file(io.BytesIO(b""), size=11)
    assert caught.value.code == "file_too_large"


def sheet(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_is_read_with_numbers_as_people_see_them():
    table = table_of(sheet(["Name", "Id", "RAM"], ["Büro-PC", 4711.0, 7.5], [None, None, None], ["PC2", 1, None]))
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, ["Büro-PC", "4711", "7.5"]),
        (4, ["PC2", "1", ""]),
    ]


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 100_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "0" * 5_000_000)
    assert len(file.getvalue()) < 20_000
    assert refusal_of(file.getvalue()).code == "file_too_large"


def test_headers_are_found_by_their_names_below_notes_with_several_cells():
    content = "Kundenliste;Stand: 01.11.2026\nMandant;4711\nFirma;PLZ;Ort\nWeinhold;01067;Dresden\n"
    table = table_of(content.encode("cp1252"), known={"firma", "plz", "ort"})
    assert table.headers == ["Firma", "PLZ", "Ort"]
    assert table.lines[0].cells == ["Weinhold", "01067", "Dresden"]


def test_umlauts_in_two_parts_are_put_together():
    assert table_of("Name,Ort\nMu\u0308ller,Ko\u0308ln\n".encode()).lines[0].cells == ["Müller", "Köln"]


def test_a_spreadsheet_shows_zeros_dates_and_the_first_sheet_that_can_be_seen():
    book = Workbook()
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Kunden")
    shown.append(["PLZ", "Text", "Seit", "Aktiv"])
    shown.append([1067, "01067", datetime(2026, 3, 1), True])
    shown["A2"].number_format = "00000"
    file = io.BytesIO()
    book.save(file)
    assert table_of(file.getvalue()).lines[0].cells == ["01067", "01067", "2026-03-01", "1"]


def damaged(content: bytes, member: str, *, at: float) -> bytes:
    """The spreadsheet with forty bytes of one of its parts turned over, so far into the part."""
    info = zipfile.ZipFile(io.BytesIO(content)).getinfo(member)
    begin = info.header_offset + 30 + len(member) + int(info.compress_size * at)
    return content[:begin] + bytes(each ^ 0xA5 for each in content[begin : begin + 40]) + content[begin + 40 :]


@pytest.mark.parametrize(
    ("member", "at"), [("xl/worksheets/sheet1.xml", 0.9), ("xl/worksheets/sheet1.xml", 0.001), ("xl/styles.xml", 0.3)]
)
def test_a_damaged_spreadsheet_is_refused_wherever_the_damage_is(member, at):
    rows = [[f"PC {number}", str(number * 7919 % 10_007)] for number in range(2_000)]
    file = io.BytesIO(damaged(sheet(["Name", "Id"], *rows), member, at=at))
    with pytest.raises(DomainError) as caught:
        check_file(file, size=1)
        estimated_length(file)
    assert caught.value.code == "file_broken"


def test_a_spreadsheet_whose_parts_are_named_wrongly_is_refused():
    content = bytearray(sheet(["Name", "OS"], ["PC", "Linux"]))
    content[content.rindex(b"PK\x05\x06") + 15] ^= 0x40  # the size of the directory
    assert refusal_of(bytes(content)).code == "file_broken"


def test_a_protected_workbook_is_told_from_an_old_one():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refusal_of(content).code == "file_protected"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_spreadsheet_that_defines_entities_is_refused(encoding):
    original = zipfile.ZipFile(io.BytesIO(sheet(["Name", "OS"], ["PC", "Linux"])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as changed:
        for name in original.namelist():
            content = original.read(name)
            if name == "xl/worksheets/sheet1.xml":
                declared = (
                    f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                )
                body = content.decode().split("?>", 1)[-1]
                content = (declared + body).encode(encoding)
            changed.writestr(name, content)
    assert refusal_of(file.getvalue()).code == "file_entities"


def test_a_spreadsheet_may_go_on_with_a_million_empty_rows():
    book = Workbook()
    book.active.append(["Name", "OS"])
    book.active.append(["PC", "Linux"])
    book.active.cell(row=9_000, column=1, value=" ")
    file = io.BytesIO()
    book.save(file)
    assert len(table_of(file.getvalue()).lines) == 1


def test_the_length_is_estimated_for_the_progress():
    assert estimated_length(io.BytesIO(b"a,b\r\n" * 40)) == 41
    assert estimated_length(io.BytesIO(sheet(*([["a", "b"]] * 40)))) == 40


def test_another_kind_of_zip_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal_of(file.getvalue()).code == "file_not_text"


cell = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=12
)


@given(
    rows=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8),
    separator=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_a_spreadsheet_program_writes_is_read_back(rows, separator, encoding):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["first", "second", "third"], *rows])
    table = table_of(file.getvalue().encode(encoding))
    composed = [[unicodedata.normalize("NFC", each) for each in row] for row in rows]
    assert [line.cells for line in table.lines] == composed
