"""A list as a file: what is shown, all of it, and nothing that a spreadsheet would compute."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from companies.models import Company
from core.grids import export
from core.rowsecurity import acting_for
from tests.cast import new_company
from tests.support.queries import at_most

URL = "/rheintal/customers/"


def content(response) -> bytes:
    return b"".join(response.streaming_content)


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


def test_a_file_is_sent_while_it_is_read(client_of, jana, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 7)
    for number in range(60):
        new_company(jana, f"Firma {number:02}")
    client = client_of(jana)

    with at_most(9):
        parts = client.get(f"{URL}?columns=name&export=csv").streaming_content
        begun = [next(parts), next(parts), next(parts)]

    assert b"Firma 06" in begun[-1]
    assert b"Firma 07" not in begun[-1]
    assert b"Firma 59" in b"".join(parts)


def test_what_is_read_after_the_request_stands_behind_the_walls_again(client_of, tom, mallory, weinhold):
    response = client_of(tom).get(f"{URL}?columns=name&export=csv")

    with acting_for(mallory.tenant_id):
        assert b"Weinhold" in content(response)
        assert not Company.objects.filter(pk=weinhold.pk).exists()


def test_days_moments_and_numbers_are_what_they_are(client_of, jana, weinhold):
    type(weinhold).objects.update(created_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    client = client_of(jana)

    book = load_workbook(
        io.BytesIO(content(client.get(f"{URL}?columns=name&columns=entered&columns=devices&export=xlsx")))
    )

    _name, entered, devices = book.active[2]
    assert (entered.value, entered.number_format) == (datetime(2026, 3, 2, 0, 30), "m/d/yy h:mm")
    assert devices.value == 0
    assert (book.active.freeze_panes, book.active["A1"].font.b) == ("A2", True)


def test_signs_that_no_sheet_may_hold_are_left_out(client_of, jana, weinhold):
    type(weinhold).objects.update(name="<b>&\x01 Weinhold")

    rows = sheet(client_of(jana).get(f"{URL}?columns=name&export=xlsx"))

    assert rows[1] == ["<b>& Weinhold"]


def test_a_file_holds_only_what_one_may_see(client_of, tom, weinhold, geheim):
    rows = sheet(client_of(tom).get(f"{URL}?export=xlsx"))

    assert [row[0] for row in rows[1:]] == ["Weinhold Steuerberatung GmbH"]


def test_an_unknown_kind_of_file_is_the_page(client_of, jana, weinhold):
    assert client_of(jana).get(f"{URL}?export=exe")["Content-Type"].startswith("text/html")
