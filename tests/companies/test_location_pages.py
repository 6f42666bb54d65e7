"""The tab *Locations*, and the address and numbers on *Edit company*."""

import pytest
from bs4 import BeautifulSoup

from companies.models import Location
from companies.operations import add_location
from tests.companies.test_pages import fields_of
from tests.support.queries import at_most


@pytest.fixture
def url(weinhold) -> str:
    return f"/rheintal/customers/{weinhold.pk}/locations/"


@pytest.fixture
def branch(jana, weinhold) -> Location:
    return add_location(company=weinhold, by=jana, name="Lager", street="Hafenstr. 1", city="Basel")


def test_a_location_is_entered_edited_and_made_primary(client_of, jana, weinhold, url):
    browser = client_of(jana)
    sent = {**fields_of(browser.get(f"{url}new/")), "name": "Lager", "city": "Basel", "round_trip_km": "24"}
    sent |= {"alternate_phone_1": "+41 61 222", "alternate_phone_2": "+41 61 333"}
    assert browser.post(f"{url}new/", sent).status_code == 303
    branch = Location.objects.get(name="Lager")

    assert branch.country == weinhold.country
    again = fields_of(browser.get(f"{url}{branch.pk}/"))
    assert browser.post(f"{url}{branch.pk}/", {**again, "city": "Bern"}).status_code == 303
    assert browser.post(f"{url}{branch.pk}/primary/").status_code == 303

    weinhold.refresh_from_db()
    assert weinhold.city == "Bern"
    shown = browser.get(url).content.decode()
    assert all(words in shown for words in ("24 km there and back", "+41 61 222", "+41 61 333"))


def test_a_new_location_that_is_sent_twice_is_entered_once(client_of, jana, weinhold, url):
    browser = client_of(jana)
    sent = {**fields_of(browser.get(f"{url}new/")), "name": "Lager"}

    answers = [browser.post(f"{url}new/", sent) for _again in range(2)]

    assert [(each.status_code, each["Location"]) for each in answers] == [(303, url)] * 2
    assert Location.objects.filter(company=weinhold, name="Lager").count() == 1


def test_somebody_else_s_save_is_shown_and_nothing_typed_is_lost(client_of, jana, url, branch):
    browser = client_of(jana)
    opened = fields_of(browser.get(f"{url}{branch.pk}/"))
    branch.update_details(values={"city": "Ulm"}, seen=branch.version, by=jana)

    response = browser.post(f"{url}{branch.pk}/", {**opened, "city": "Bonn"})

    assert response.status_code == 409
    assert "Ulm" in response.content.decode() and "Bonn" in response.content.decode()


def test_a_wrong_number_is_said_at_the_field(client_of, jana, url):
    response = client_of(jana).post(f"{url}new/", {"name": "Lager", "country": "DE", "phone": "keine"})

    assert response.status_code == 422
    assert BeautifulSoup(response.content, "html.parser").select_one("input[name=phone]")["aria-invalid"] == "true"


def test_the_primary_location_offers_no_end_and_says_why_when_it_is_tried(client_of, jana, weinhold, url):
    primary = weinhold.locations.get()
    browser = client_of(jana)

    assert "/deactivate/" not in str(BeautifulSoup(browser.get(url).content, "html.parser").select_one(".rows"))
    tried = browser.post(f"{url}{primary.pk}/deactivate/", follow=True)
    assert "A company always has its primary location." in tried.content.decode()


def test_a_location_of_another_company_is_not_there(client_of, jana, url, obertal):
    theirs = obertal.locations.get()

    assert client_of(jana).get(f"{url}{theirs.pk}/").status_code == 404
    assert client_of(jana).post(f"{url}{theirs.pk}/primary/").status_code == 404


def test_a_technician_reads_them_and_is_offered_nothing(client_of, tom, url, branch):
    page = client_of(tom).get(url).content.decode()
    assert "Hafenstr. 1" in page
    assert f"{url}new/" not in page


@pytest.mark.parametrize("number", [1, 40])
def test_the_tab_asks_the_same_however_many_there_are(client_of, jana, weinhold, url, number):
    for each in range(number):
        Location.objects.create(tenant_id=weinhold.tenant_id, company=weinhold, name=f"Filiale {each}")
    browser = client_of(jana)

    with at_most(20):
        browser.get(url)


def test_edit_company_folds_away_what_few_companies_have(client_of, jana, weinhold):
    browser, edit = client_of(jana), f"/rheintal/customers/{weinhold.pk}/edit/"
    folded = BeautifulSoup(browser.get(edit).content, "html.parser").select_one("details.disclosure")
    sent = fields_of(browser.get(edit))
    wrong = browser.post(edit, {**sent, "fax": "keins", "website": "unsere Seite"})
    shown = BeautifulSoup(wrong.content, "html.parser")

    assert not folded.has_attr("open")
    assert wrong.status_code == 422
    assert shown.select_one("details.disclosure").has_attr("open")
    assert shown.select_one("input[name=fax]")["value"] == "keins"


def test_a_web_address_is_a_link_and_a_script_is_none(client_of, jana, weinhold):
    weinhold.update_details(values={"website": "www.weinhold.example"}, seen=1, by=jana)
    browser, url = client_of(jana), f"/rheintal/customers/{weinhold.pk}/"

    assert 'href="https://www.weinhold.example"' in browser.get(url).content.decode()
    edit = fields_of(browser.get(f"{url}edit/"))
    assert browser.post(f"{url}edit/", {**edit, "website": "javascript:alert(1)"}).status_code == 422
