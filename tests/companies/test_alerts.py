"""Alerts: texts for one's own people, each where it belongs."""

import pytest

from companies.models import Company
from tests.companies.test_pages import fields_of
from tickets.operations import open_ticket

PLACES = ("alert", "alert_new_ticket", "alert_ticket")


@pytest.fixture
def pages(weinhold, tom, seeded) -> dict[str, str]:
    ticket = open_ticket(company=weinhold, contact=None, title="Drucker", by=tom, source="phone")
    return {
        "alert": f"/rheintal/customers/{weinhold.pk}/",
        "alert_new_ticket": f"/rheintal/tickets/customers/{weinhold.pk}/new/",
        "alert_ticket": f"/rheintal/tickets/{ticket.pk}/",
    }


@pytest.mark.parametrize("place", PLACES)
def test_an_alert_stands_on_its_own_page_and_on_no_other(client_of, jana, tom, weinhold, pages, place):
    weinhold.update_details(values={place: "Vor 9 Uhr nicht anrufen.\nNie <faxen>."}, seen=1, by=jana)
    browser = client_of(tom)

    shown = [name for name, url in pages.items() if "Vor 9 Uhr nicht anrufen." in browser.get(url).content.decode()]

    assert shown == [place]
    assert "Nie &lt;faxen&gt;." in browser.get(pages[place]).content.decode()


def test_every_tab_of_the_company_shows_its_alert(client_of, jana, tom, weinhold, seeded):
    weinhold.update_details(values={"alert": "Zahlt spät."}, seen=1, by=jana)

    for path in (f"customers/{weinhold.pk}/activity/", f"contacts/of/{weinhold.pk}/"):
        assert "Zahlt spät." in client_of(tom).get(f"/rheintal/{path}").content.decode()


def test_alerts_are_written_on_edit_company_and_each_change_is_an_event(client_of, jana, weinhold):
    browser, url = client_of(jana), f"/rheintal/customers/{weinhold.pk}/edit/"
    sent = {**fields_of(browser.get(url)), "alert": "Hund im Hof", "alert_ticket": "Nur Frau Haas informieren"}

    assert browser.post(url, sent).status_code == 303

    weinhold.refresh_from_db()
    assert (weinhold.alert, weinhold.alert_new_ticket, weinhold.alert_ticket) == (
        "Hund im Hof", "", "Nur Frau Haas informieren",
    )  # fmt: skip
    assert "Hund im Hof" in browser.get(f"/rheintal/customers/{weinhold.pk}/activity/").content.decode()


def test_an_alert_that_is_too_long_is_said_at_its_field_and_kept(client_of, jana, weinhold):
    browser, url = client_of(jana), f"/rheintal/customers/{weinhold.pk}/edit/"

    response = browser.post(url, {**fields_of(browser.get(url)), "alert": "x" * 1001})

    assert response.status_code == 422
    assert "x" * 1001 in response.content.decode()


def test_no_customer_reads_an_alert(client_of, jana, weinhold, miriam, pages):
    Company.objects.filter(pk=weinhold.pk).update(**dict.fromkeys(PLACES, "Zahlt spät."))
    browser = client_of(miriam)

    for path in ("", "tickets/", "tickets/new/"):
        page = browser.get(f"/rheintal/portal/{weinhold.pk}/{path}")
        assert page.status_code == 200
        assert "Zahlt spät." not in page.content.decode()
