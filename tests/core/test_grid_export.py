"""A list as a file: what is shown, all of it, and nothing that a spreadsheet would compute."""

import csv
import io

import pytest
from openpyxl import load_workbook

from core.grids import export
from tests.cast import new_company

URL = "/rheintal/customers/"


def content(response) -> bytes:
    return response.content


def sheet(response) -> list[list]:
    rows = load_workbook(io.BytesIO(content(response))).active.iter_rows()
    return [[cell.value for cell in row] for row in rows]


def test_a_csv_file_holds_the_columns_order_and_rows_that_are_shown(client_of, jana, weinhold, obertal):
    new_company(jana, "Vendor AG", type="vendor")

    response = client_of(jana).get(f"{URL}?columns=name&columns=city&columns=type&type=customer&sort=-name&export=csv")

    assert response["Content-Disposition"].startswith('attachment; filename="customers-')
    rows = list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))
    assert rows == [
        ["Company", "City", "Type"],
        ["Weinhold Steuerberatung GmbH", weinhold.city, "Customer"],
        ["Gemeinde Obertal", obertal.city, "Customer"],
    ]


def test_german_excel_gets_semicolons_and_a_byte_order_mark(client_of, jana, weinhold):
    client = client_of(jana)
    jana.user.language = "de"
    jana.user.save()

    raw = content(client.get(f"{URL}?columns=name&columns=state&export=csv"))

    assert raw.startswith(b"\xef\xbb\xbfFirma;Aktiv\r\n")
    assert b"Weinhold Steuerberatung GmbH;Ja" in raw


def test_every_page_is_in_the_file(client_of, jana, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 7)
    for number in range(60):
        new_company(jana, f"Firma {number:02}")

    rows = sheet(client_of(jana).get(f"{URL}?export=xlsx"))

    assert [row[0] for row in rows[1:]] == [f"Firma {number:02}" for number in range(60)]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_never_starts_a_formula(client_of, jana, name):
    company = new_company(jana, "x")
    type(company).objects.update(name=name)
    client = client_of(jana)

    as_csv = content(client.get(f"{URL}?columns=name&export=csv")).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(content(client.get(f"{URL}?columns=name&export=xlsx"))))

    assert list(csv.reader(io.StringIO(as_csv, newline="")))[1][0] == f"'{name}"
    cell = book.active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_list_that_is_too_long_says_so(client_of, jana, weinhold, obertal, monkeypatch):
    monkeypatch.setattr(export, "EXPORT_CAP", 1)

    response = client_of(jana).get(f"{URL}?sort=-name&export=csv", follow=True)

    assert response.redirect_chain == [(f"{URL}?sort=-name", 303)]
    assert "rows at most" in response.content.decode()


def test_a_file_holds_only_what_one_may_see(client_of, tom, weinhold, geheim):
    rows = sheet(client_of(tom).get(f"{URL}?export=xlsx"))

    assert [row[0] for row in rows[1:]] == ["Weinhold Steuerberatung GmbH"]


def test_an_unknown_kind_of_file_is_the_page(client_of, jana, weinhold):
    assert client_of(jana).get(f"{URL}?export=exe")["Content-Type"].startswith("text/html")
