import csv
import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from companies.models import Company
from contacts.models import Contact
from core.rowsecurity import acting_for
from imports import runs
from imports.models import ImportRun
from imports.working import BackgroundWork
from tests.cast import new_company
from tests.support.queries import at_most

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
CUSTOMERS, CONTACTS = "/rheintal/customers/import/", "/rheintal/contacts/import/"


@pytest.fixture
def browser(client_of, jana):
    return client_of(jana)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def upload(browser, url: str, content: bytes | str, name="kunden.csv") -> str:
    data = content.encode() if isinstance(content, str) else content
    response = browser.post(url, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 303, soup(response).text
    return response["Location"]


def test_the_lists_lead_to_the_imports(seeded, browser):
    for page, link in (("/rheintal/customers/", CUSTOMERS), ("/rheintal/contacts/", CONTACTS)):
        assert soup(browser.get(page)).select_one(f"a[href='{link}']")


def test_customers_are_checked_looked_at_imported_and_taken_back(seeded, browser):
    url = upload(browser, CUSTOMERS, (EXAMPLES / "customers-excel-german.csv").read_bytes())
    page = soup(browser.get(url))
    assert "Bäckerei Lotz GmbH & Co. KG" in page.text
    assert "Read as 04109" in page.text
    assert not Company.objects.filter(number="10001").exists()

    assert browser.post(f"{url}apply/", {"mode": "whole"}).status_code == 303
    assert Company.objects.filter(number="10001").exists()
    browser.post(f"{url}weigh/")
    assert "Records removed: 6" in soup(browser.get(url)).text
    browser.post(f"{url}undo/")
    assert not Company.objects.filter(number="10001").exists()
    assert "undone" in soup(browser.get(url)).select_one("h1 + .pill").text


@pytest.mark.parametrize("elsewhere", ["/nordlicht/customers/", "https://elsewhere.example/rheintal/", "//rheintal/"])
def test_nobody_is_led_to_another_tenant_s_pages(seeded, browser, elsewhere):
    url = upload(browser, CUSTOMERS, "Firma\nNeu GmbH\n")

    assert browser.post(f"{url}discard/", {"next": elsewhere})["Location"] == CUSTOMERS


def test_contacts_come_the_same_way(seeded, browser, jana):
    new_company(jana, "Bäckerei Lotz GmbH & Co. KG", number="10001")
    url = upload(browser, CONTACTS, (EXAMPLES / "contacts.xlsx").read_bytes(), "contacts.xlsx")
    browser.post(f"{url}apply/", {"mode": "valid"})
    assert Contact.objects.filter(last_name="Ähre").exists()


def test_locations_of_one_customer_come_from_its_tab(seeded, browser, weinhold):
    tab = f"/rheintal/customers/{weinhold.pk}/locations/"
    assert soup(browser.get(tab)).select_one(f"a[href='{tab}import/']")
    url = upload(browser, f"{tab}import/", "Name;Straße\nLager;Südring 2\n")
    page = soup(browser.get(url))
    assert [link["href"] for link in page.select(".breadcrumbs a")][-1] == f"{tab}import/"
    browser.post(f"{url}apply/", {"mode": "valid"})
    assert "Lager" in soup(browser.get(tab)).text
    browser.post(f"{url}weigh/")
    browser.post(f"{url}undo/")
    assert "Lager" not in soup(browser.get(tab)).text


def test_locations_of_many_customers_come_from_their_list(seeded, browser, weinhold):
    tabs = {link.text.strip(): link["href"] for link in soup(browser.get(CUSTOMERS)).select("main nav a")}
    url = upload(browser, tabs["Locations"], f"Firma;Name\n{weinhold.name};Lager\n")
    browser.post(f"{url}apply/", {"mode": "valid"})
    assert weinhold.locations.filter(name="Lager").exists()


def test_whoever_no_longer_sees_the_customer_does_not_see_its_import(seeded, browser, client_of, alice, weinhold, tom):
    url = upload(browser, f"/rheintal/customers/{weinhold.pk}/locations/import/", "Name\nLager\n")
    Company.objects.filter(pk=weinhold.pk).update(is_confidential=True, manager=alice)
    assert browser.get(url).status_code == 404
    assert client_of(alice).get(url).status_code == 200


def test_the_wrong_lines_are_a_file_that_starts_no_formula(seeded, browser):
    url = upload(browser, CUSTOMERS, "Firma;Typ;Notiz\nA;Kumpel;=HYPERLINK(1)\nB;Kunde;gut\n")
    response = browser.get(f"{url}wrong-lines/")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Firma", "Typ", "Notiz", "Line", "Why it is wrong"],
        ["A", "Kumpel", "'=HYPERLINK(1)", "2", "type: “Kumpel” is not known here."],
    ]
    assert response["Content-Disposition"].startswith("attachment")


def test_all_or_nothing_is_refused_while_a_line_is_wrong(seeded, browser):
    url = upload(browser, CUSTOMERS, "Firma;Typ\nA;Kumpel\nB;Kunde\n")
    browser.post(f"{url}apply/", {"mode": "whole"})
    assert "Some lines are wrong" in soup(browser.get(url)).text
    assert not Company.objects.filter(name="B").exists()


def test_a_long_file_shows_how_far_it_is_and_can_be_stopped(seeded, browser, monkeypatch):
    monkeypatch.setattr(runs, "SHORT", 0)
    url = upload(browser, CUSTOMERS, "Firma\nA\nB\n")
    page = soup(browser.get(url))
    assert page.select_one("#work")["hx-trigger"] == "every 2s"
    assert page.select_one("progress")["value"] == "0"
    part = browser.get(url, headers={"HX-Request": "true"})
    assert soup(part).select_one("html") is None
    assert "0 %" in soup(browser.get(CUSTOMERS)).text, "the list of earlier imports knows it too"
    browser.post(f"{url}stop/")
    assert browser.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "discarded" in soup(browser.get(url)).text


def test_whoever_comes_back_sees_how_far_it_came(seeded, jana, client_of, uploaded):
    run = uploaded(None, "Firma\n" + "".join(f"Firma {n}\n" for n in range(30)), by=jana, kind="companies")
    work = BackgroundWork(run.pk, tenant_id=run.tenant_id, seconds=60)
    assert work.take()
    with work.batch() as held:
        held.done = 8
    page = soup(client_of(jana).get(f"/rheintal/imports/{run.pk}/"))
    assert page.select_one("progress")["value"] == "25", "eight of about 32 lines"


def test_another_s_import_is_not_there_for_anybody_but_an_admin(seeded, browser, client_of, alice, tom, petra):
    url = upload(browser, CUSTOMERS, "Firma\nGeheim\n")
    for member, status in ((alice, 200), (tom, 404), (petra, 404)):
        assert client_of(member).get(url).status_code == status
    assert "kunden.csv" not in soup(client_of(tom).get("/rheintal/contacts/import/")).text
    for verb in ("apply", "discard", "stop", "go-on", "weigh", "undo", "keep"):
        assert client_of(tom).post(f"{url}{verb}/").status_code == 404
        assert browser.get(f"{url}{verb}/").status_code == 405


def test_another_tenant_s_import_is_not_there(seeded, client_of, mallory, browser):
    url = upload(browser, CUSTOMERS, "Firma\nA\n")
    assert client_of(mallory).get(url.replace("rheintal", "nordlicht")).status_code == 404


@pytest.mark.parametrize("query", ["?show=wrong", "?show=__class__", "?page=99999999999", "?page=-1", "?show=%00"])
def test_whatever_is_asked_of_the_page_is_answered(seeded, browser, query):
    url = upload(browser, CUSTOMERS, "Firma\nA\n")
    assert browser.get(url + query).status_code == 200


def test_an_upload_beyond_the_limit_is_stopped_on_its_way(seeded, browser, settings):
    settings.MAX_IMPORT_BYTES = 2_000
    response = browser.post(CUSTOMERS, {"file": SimpleUploadedFile("x.csv", b"a;b\n" * 1_000)})
    assert response.status_code == 422
    assert "larger than" in soup(response).select_one(".field__errors").text
    with acting_for(seeded.pk):
        assert not ImportRun.objects.exists()


@pytest.mark.parametrize("count", [2, 90])
def test_the_page_of_a_run_asks_the_same_for_more_lines(seeded, browser, count):
    url = upload(browser, CUSTOMERS, "Firma;Nummer\n" + "".join(f"F{n};{n}\n" for n in range(count)))
    with at_most(12):
        browser.get(url)
