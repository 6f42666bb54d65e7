from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from companies.operations import add_location
from contacts.models import Contact
from events.models import Door, Event
from onboarding.models import Onboarding, Playbook, Step
from portal.words import greeting
from tests.devices.conftest import new_device
from tests.portal.conftest import ticket_of
from tests.support.queries import at_most
from tickets.models import Ticket


def home(company) -> str:
    return f"/rheintal/portal/{company.pk}/"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("hour", "salutation", "words"),
    [
        (8, "ms", "Good morning, Ms. Haas"),
        (11, "mr", "Good afternoon, Mr. Haas"),
        (17, "", "Good afternoon, Miriam Haas"),
        (18, "ms", "Good evening, Ms. Haas"),
        (23, "ms", "Good evening, Ms. Haas"),
    ],
)
def test_people_are_greeted_by_the_time_of_day(hour, salutation, words):
    contact = Contact(first_name="Miriam", last_name="Haas", salutation=salutation)
    with override("en"):
        assert greeting(contact, datetime(2026, 11, 23, hour)) == words


def test_home_shows_tickets_and_the_team_by_name(client_of, miriam, tom, jana):
    ticket = ticket_of(miriam, "Drucker meldet Papierstau")
    ticket.assign(member=tom, by=jana)
    ticket_of(miriam, "Neuer Laptop").complete(resolution="Delivered", by=tom)
    page = soup(client_of(miriam).get(home(miriam.company)))
    assert "Drucker meldet Papierstau" in page.text
    assert "Tom Bauer is working on it" in page.text
    assert "Recently solved" in page.text
    team = page.find(id="team").find_parent("section")
    assert [each.text for each in team.select("li > span:last-child")] == ["Jana Roth", "Tom Bauer"]


def test_a_device_is_asked_for_where_there_are_devices(client_of, miriam, disturbance):
    url = f"{home(miriam.company)}tickets/new/"
    without = soup(client_of(miriam).get(url))
    device = new_device(miriam.company, "WST-1")

    assert without.select("[name=title]") and not without.select("[name=device]")
    assert soup(client_of(miriam).get(url)).select(f"[name=device] option[value='{device.pk}']")


def test_a_ticket_is_sent_and_answered(client_of, miriam, tom, disturbance):
    browser = client_of(miriam)
    data = {"request_type": disturbance.pk, "title": "Es raucht", "description": "seit heute"}
    response = browser.post(f"{home(miriam.company)}tickets/new/", data)
    ticket = Ticket.objects.get()
    url = f"{home(miriam.company)}tickets/{ticket.number}/"
    assert (response.status_code, response["Location"]) == (303, url)
    assert (ticket.contact, ticket.source, ticket.description) == (miriam, "portal", "seit heute")
    assert Event.objects.get(key="tickets.ticket_opened").door == Door.PORTAL
    ticket.answer(body="Bitte Stecker ziehen.", by=tom, status="waiting_customer")
    page = soup(browser.get(url))
    assert "waiting for you" in page.text
    assert "Bitte Stecker ziehen." in page.text
    browser.post(url, {"body": "Gezogen."})
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"
    assert "Gezogen." in browser.get(url).content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(client_of, miriam, disturbance):
    response = client_of(miriam).post(f"{home(miriam.company)}tickets/new/", {"title": "Es raucht"})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one("input[name=title]")["value"] == "Es raucht"
    assert "Choose what it is about." in page.text


def test_an_empty_answer_is_refused(client_of, miriam):
    ticket = ticket_of(miriam)
    url = f"{home(miriam.company)}tickets/{ticket.number}/"
    assert client_of(miriam).post(url, {"body": "  "}).status_code == 422


def test_what_customers_write_is_shown_as_text(client_of, miriam):
    ticket = ticket_of(miriam, "<script>alert(1)</script>", description="<img src=x onerror=alert(2)>")
    for url in (home(miriam.company), f"{home(miriam.company)}tickets/{ticket.number}/"):
        page = client_of(miriam).get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_onboarding_is_told_in_words_for_customers(client_of, miriam, bruno, onboarding):
    step = onboarding.steps.get(kind="invoice_settings")
    step.state, step.waiting_on, step.waiting_note = "open", "customer", "Which address is on your invoices?"
    step.due_on = date(2026, 11, 26)
    step.save()
    page = soup(client_of(miriam).get(home(miriam.company))).text
    assert "Your onboarding" in page
    assert "Confirm the billing address" in page
    assert "Which address is on your invoices?" in page
    assert "Sales hand-over" not in page
    assert "Your onboarding" not in soup(client_of(bruno).get(home(bruno.company))).text


@pytest.fixture
def onboarding(seeded, weinhold, jana):
    """Weinhold's onboarding, under way."""
    playbook = Playbook.objects.filter(is_current=True).first()
    found = Onboarding.objects.create(
        tenant=seeded, company=weinhold, playbook=playbook, service_model="managed", go_live_on=date(2026, 12, 11),
        started_by=jana, state="active",
    )  # fmt: skip
    for position, kind in enumerate(("sales_handover", "invoice_settings", "go_live")):
        Step.objects.create(
            tenant=seeded, onboarding=found, key=kind, kind=kind, phase="customer", position=position,
            owner_role="account_manager", state="done" if position == 0 else "not_yet",
        )  # fmt: skip
    return found


@pytest.mark.parametrize("count", [2, 20])
def test_the_pages_cost_the_same_for_many_tickets(client_of, miriam, tom, count):
    for number in range(count):
        ticket_of(miriam, f"Ticket {number}")
    ticket = Ticket.objects.first()
    for _number in range(count):
        ticket.answer(body="Hello", by=tom)
    browser = client_of(miriam)
    with at_most(12):
        browser.get(home(miriam.company))
    with at_most(10):
        browser.get(f"{home(miriam.company)}tickets/")
    with at_most(10):
        browser.get(f"{home(miriam.company)}tickets/{ticket.number}/")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_language_is_the_person_s(client_of, miriam, language):
    miriam.portal_access.user.language = language
    miriam.portal_access.user.save()
    response = client_of(miriam).get(home(miriam.company))
    assert response["Content-Language"] == language


def test_a_contact_says_where_it_is_when_there_are_several_places(client_of, weinhold, miriam, jana, disturbance):
    address, client = f"{home(weinhold)}tickets/new/", client_of(miriam)
    assert not soup(client.get(address)).select("select[name=location]")

    store = add_location(company=weinhold, by=jana, name="Lager")
    Contact.objects.filter(pk=miriam.pk).update(location=store)
    chosen = soup(client.get(address)).select_one("select[name=location] option[selected]")
    assert chosen["value"] == str(store.pk)
    made = client.post(address, {"request_type": disturbance.pk, "title": "Scanner", "location": store.pk})

    assert made.status_code == 303
    assert Ticket.objects.get(title="Scanner").location == store
    assert "Lager" in soup(client.get(made.url)).select_one(".page-head__lead").text
