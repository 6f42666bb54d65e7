"""Lists narrowed to one company, where its tab leads to, and the question for which company something new is."""

import pytest

from contacts.views.listing import SHOWN_ON_TAB
from devices.operations import add_device
from tests.cast import new_contact
from tests.support.queries import at_most
from tickets.operations import open_ticket

CHOOSE = "/rheintal/contacts/new/"


@pytest.fixture
def people(weinhold, obertal, geheim, kuestenhof):
    """One contact at each of four companies; Tom sees the first, Mallory's is the last."""
    for company in (weinhold, obertal, geheim, kuestenhof):
        new_contact(company, "Eva", f"Bei {company.name.split()[0]}")


def names_on(page) -> set[str]:
    text = page.content.decode()
    return {name for name in ("Weinhold", "Obertal", "Geheim", "Küstenhof") if f"Bei {name}, Eva" in text}


def test_a_list_shows_the_contacts_of_one_company_and_says_so(client_of, jana, weinhold, people):
    page = client_of(jana).get(f"/rheintal/contacts/?company={weinhold.pk}")

    assert names_on(page) == {"Weinhold"}
    assert f"Company: {weinhold.name}" in page.content.decode()


@pytest.mark.parametrize("asked", ["obertal", "geheim", "kuestenhof", "x", "-1", "9" * 30, "²"])
def test_of_a_company_that_one_does_not_see_nothing_is_found_and_nothing_said(client_of, tom, people, request, asked):
    value = request.getfixturevalue(asked).pk if asked.isascii() and asked.isalpha() and len(asked) > 1 else asked

    page = client_of(tom).get("/rheintal/contacts/", {"company": value})

    assert names_on(page) == set()
    assert "Company: not found" in page.content.decode()
    assert not {name for name in ("Obertal", "Geheim", "Küstenhof") if name in page.content.decode()}


@pytest.mark.parametrize("path", ["contacts/", "tickets/", "devices/"])
def test_a_list_of_one_company_keeps_the_bound_of_lists(client_of, jana, weinhold, people, path):
    client = client_of(jana)

    with at_most(12):
        assert client.get(f"/rheintal/{path}?company={weinhold.pk}").status_code == 200


def test_a_tab_with_more_than_it_shows_leads_to_the_list(client_of, jana, weinhold):
    for number in range(SHOWN_ON_TAB):
        new_contact(weinhold, "Eva", f"Nr. {number:03}")
    client, tab = client_of(jana), f"/rheintal/contacts/of/{weinhold.pk}/"
    whole, link = client.get(tab).content.decode(), f"/rheintal/contacts/?company={weinhold.pk}"
    assert "Nr. 099" in whole and link not in whole

    new_contact(weinhold, "Eva", "Nr. 100")

    cut = client.get(tab).content.decode()
    assert "Nr. 099" in cut and "Nr. 100" not in cut and link in cut


@pytest.mark.parametrize(("package", "view"), [("devices", "device"), ("tickets", "listing")])
def test_so_do_the_tabs_of_devices_and_tickets(client_of, seeded, jana, tom, weinhold, monkeypatch, package, view):
    monkeypatch.setattr(f"{package}.views.{view}.SHOWN_ON_TAB", 1)
    tab = f"/rheintal/{package}/customers/{weinhold.pk}/"
    link = f"/rheintal/{package}/?company={weinhold.pk}"

    def enter(name: str) -> str:
        add_device(company=weinhold, name=name, kind="workstation", by=tom)
        open_ticket(company=weinhold, contact=None, title=name, by=tom, source="staff")
        return client_of(jana).get(tab).content.decode()

    assert link not in enter("Nr. 1")
    assert link in enter("Nr. 2")


def test_a_new_contact_begins_with_its_company(client_of, jana, weinhold, obertal, kuestenhof):
    client = client_of(jana)
    offered = client.get(f"{CHOOSE}?q=weinhold").content.decode()
    assert weinhold.name in offered and obertal.name not in offered and kuestenhof.name not in offered

    response = client.post(CHOOSE, {"company": weinhold.pk})

    assert (response.status_code, response["Location"]) == (303, f"/rheintal/contacts/of/{weinhold.pk}/new/")


def test_no_company_is_chosen_that_one_does_not_see(client_of, jana, kuestenhof):
    assert client_of(jana).post(CHOOSE, {"company": kuestenhof.pk}).status_code == 422


def test_whoever_enters_no_contacts_is_not_asked(client_of, petra, weinhold):
    assert client_of(petra).get(CHOOSE).status_code == 403
    assert CHOOSE not in client_of(petra).get("/rheintal/contacts/").content.decode()
