"""The settings pages of the tenant's lists, and the lists where companies are edited and found."""

import pytest
from bs4 import BeautifulSoup

from companies.models import Classification, Company, Territory
from companies.operations import enter_grouping
from tests.companies.test_list_page import names_on
from tests.companies.test_pages import fields_of
from tests.support.queries import at_most

SETUP = "/rheintal/customers/setup/"


@pytest.fixture
def gold(rheintal, alice) -> Classification:
    return enter_grouping(Classification, tenant=rheintal, by=alice, name="Gold", icon="trophy")


def test_an_admin_enters_a_territory_renames_and_deletes_it(client_of, alice):
    browser = client_of(alice)

    assert browser.post(f"{SETUP}territories/new/", {"name": "Süd", "region": "Baden"}).status_code == 303
    south = Territory.objects.get()
    sent = fields_of(browser.get(f"{SETUP}territories/{south.pk}/"))
    assert browser.post(f"{SETUP}territories/{south.pk}/", {**sent, "name": "Südwest"}).status_code == 303
    assert "Südwest" in browser.get(f"{SETUP}territories/").content.decode()
    assert browser.post(f"{SETUP}territories/{south.pk}/delete/").status_code == 303

    assert not Territory.objects.exists()


def test_a_name_that_is_taken_is_said_at_the_field_and_nothing_typed_is_lost(client_of, alice, gold):
    response = client_of(alice).post(f"{SETUP}classifications/new/", {"name": "gold", "icon": "star"})

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.select_one("input[name=name]")["aria-invalid"] == "true"
    assert page.select_one("option[selected]")["value"] == "star"


def test_what_is_in_use_offers_no_deletion_and_says_why_when_it_is_tried(client_of, alice, gold, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(classification=gold)
    browser = client_of(alice)

    assert b"/delete/" not in browser.get(f"{SETUP}classifications/").content
    tried = browser.post(f"{SETUP}classifications/{gold.pk}/delete/", follow=True)
    assert "Companies have “Gold”" in tried.content.decode()


def test_how_many_have_it_is_counted_no_further_than_one_reads(client_of, alice, gold, weinhold, obertal, monkeypatch):
    monkeypatch.setattr("companies.querysets.MOST_COUNTED", 1)
    monkeypatch.setattr("companies.models.grouping.MOST_COUNTED", 1)
    Company.objects.filter(pk__in=[weinhold.pk, obertal.pk]).update(classification=gold)

    page = BeautifulSoup(client_of(alice).get(f"{SETUP}classifications/").content, "html.parser")

    assert page.select_one("td.numeric").get_text() == "1+"


def test_an_unknown_list_is_not_there(client_of, alice, gold):
    for path in ("nothing/", "nothing/new/", f"nothing/{gold.pk}/", f"territories/{gold.pk}/"):
        assert client_of(alice).get(SETUP + path).status_code == 404


def test_the_lists_are_shown_in_three_queries_however_long_they_are(client_of, alice, rheintal, gold):
    for number in range(30):
        enter_grouping(Classification, tenant=rheintal, by=alice, name=f"Klasse {number}")
    browser = client_of(alice)
    with at_most(12):
        browser.get(SETUP)


def test_edit_company_offers_what_is_active_and_what_it_has(client_of, alice, jana, rheintal, gold, weinhold):
    old = enter_grouping(Territory, tenant=rheintal, by=alice, name="Alt")
    enter_grouping(Territory, tenant=rheintal, by=alice, name="Ungenutzt").deactivate(by=alice)
    Company.objects.filter(pk=weinhold.pk).update(territory=old)
    old.deactivate(by=alice)
    browser, url = client_of(jana), f"/rheintal/customers/{weinhold.pk}/edit/"

    page = BeautifulSoup(browser.get(url).content, "html.parser")
    offered = [each.get_text(strip=True) for each in page.select("select[name=territory] option")]
    browser.post(url, {**fields_of(browser.get(url)), "classification": gold.pk})

    assert offered == ["—", "Alt"]
    weinhold.refresh_from_db()
    assert (weinhold.classification, weinhold.territory) == (gold, old)
    assert "Gold" in browser.get(f"/rheintal/customers/{weinhold.pk}/").content.decode()


def test_customers_are_found_by_classification_and_territory(client_of, alice, jana, rheintal, gold, weinhold, obertal):
    south = enter_grouping(Territory, tenant=rheintal, by=alice, name="Süd")
    Company.objects.filter(pk=weinhold.pk).update(classification=gold, territory=south)
    browser = client_of(jana)

    assert names_on(browser.get(f"/rheintal/customers/?classification={gold.pk}")) == [weinhold.name]
    assert names_on(browser.get(f"/rheintal/customers/?territory={south.pk}")) == [weinhold.name]
    shown = browser.get("/rheintal/customers/?columns=name&columns=classification&columns=territory").content.decode()
    assert "Gold" in shown and "Süd" in shown
