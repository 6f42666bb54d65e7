"""A form that staff sends twice, or twice at the same moment, is done once."""

from datetime import date

import pytest

from companies.models import Company
from contacts.models import Contact
from contracts.models import Purchase, Service
from contracts.operations import create_contract
from core.rowsecurity import acting_for
from devices.models import Device
from onboarding.models import Onboarding
from tenants.models import KeptAnswer
from tests.cast import new_company, new_contact
from tests.support.shown import carried
from tests.support.together import together
from tickets.models import Note, Source, Ticket
from tickets.operations import open_ticket

FORM = "main form.form"


def pressed_twice(client, url: str, data: dict, *, form: str = FORM, to: str = "") -> None:
    """What the page carries is sent with the data, twice; both presses must lead to the same place."""
    sent = {**carried(client, url, form), **data}
    first, again = (client.post(to or url, sent) for _again in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]


def test_a_ticket_and_an_answer(client_of, seeded, weinhold, miriam, jana):
    client = client_of(jana)

    pressed_twice(client, f"/rheintal/tickets/customers/{weinhold.pk}/new/", {
        "title": "Drucker", "contact": miriam.pk, "priority": "medium", "source": "phone",
    })  # fmt: skip
    ticket = Ticket.objects.get()
    here = f"/rheintal/tickets/{ticket.pk}/"
    answer = {"body": "Seen to.", "visibility": "public"}
    pressed_twice(client, here, answer, form="#answer", to=f"{here}answer/")

    assert [note.body for note in Note.objects.all()] == ["Seen to."]


def test_a_company_a_contact_and_a_device(client_of, seeded, weinhold, jana):
    client = client_of(jana)

    pressed_twice(client, "/rheintal/customers/new/", {
        "name": "Kaiserstuhl GmbH", "type": "prospect", "manager": jana.pk, "country": "DE", "currency": "EUR",
        "language": "de",
    })  # fmt: skip
    pressed_twice(client, f"/rheintal/contacts/of/{weinhold.pk}/new/", {"last_name": "Neu", "language": "de"})
    pressed_twice(client, f"/rheintal/devices/customers/{weinhold.pk}/new/", {"name": "PC-1", "kind": "workstation"})

    assert Company.objects.filter(name="Kaiserstuhl GmbH").count() == 1
    assert Contact.objects.filter(last_name="Neu").count() == 1
    assert Device.objects.count() == 1


def test_a_contract_and_a_purchase(client_of, seeded, weinhold, alice, petra):
    client_of(alice).post("/rheintal/contracts/setup/types/block_hours/switch/", {"on": "yes"})
    client = client_of(petra)

    pressed_twice(client, f"/rheintal/contracts/new/{weinhold.pk}/recurring/", {
        "name": "Managed", "starts_on": "2026-01-01", "period": "monthly",
        f"units_{Service.objects.filter(is_active=True).first().pk}": 3,
    })  # fmt: skip
    hours = create_contract(company=weinhold, type="block_hours", name="Stunden", starts_on=date(2026, 1, 1), by=petra)
    pressed_twice(client, f"/rheintal/contracts/{hours.pk}/purchases/", {
        "hours": "10", "price_cents": "1000", "bought_on": "2026-11-01", "valid_from": "2026-11-01",
        "valid_until": "2027-11-01",
    })  # fmt: skip

    assert weinhold.contracts.count() == 2
    assert Purchase.objects.count() == 1


def test_an_onboarding_through_its_plan(client_of, seeded, weinhold, jana):
    client, start = client_of(jana), "/rheintal/onboarding/start/"
    asked = {
        **carried(client, start, "form.start"),
        "which": "existing", "company": weinhold.pk, "service_model": "managed", "go_live_on": "2030-01-31",
    }  # fmt: skip

    assert 'name="once"' in client.post(f"{start}plan/", asked).content.decode()
    first, again = (client.post(start, {**asked, "do": "start"}) for _again in range(2))

    assert first["Location"] == again["Location"]
    assert Onboarding.objects.count() == 1


def test_what_was_refused_is_tried_again_and_other_words_are_something_else(client_of, seeded, weinhold, jana):
    client, url = client_of(jana), f"/rheintal/devices/customers/{weinhold.pk}/new/"
    shown = carried(client, url, FORM)

    assert client.post(url, {**shown, "name": "", "kind": "server"}).status_code == 422
    assert not KeptAnswer.objects.exists()
    client.post(url, {**shown, "name": "PC-1", "kind": "workstation"})
    client.post(url, {**shown, "name": "PC-2", "kind": "workstation"})

    assert sorted(Device.objects.values_list("name", flat=True)) == ["PC-1", "PC-2"]


def test_each_page_has_a_key_of_its_own(client_of, seeded, weinhold, jana):
    client, url = client_of(jana), f"/rheintal/devices/customers/{weinhold.pk}/new/"

    for _page in range(2):
        client.post(url, {**carried(client, url, FORM), "name": "PC", "kind": "workstation"})

    assert Device.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one_answer(rheintal, jana, client_of):
    with acting_for(rheintal.pk):
        company = new_company(jana, "Weinhold")
        ticket = open_ticket(
            company=company, contact=new_contact(company, "Miriam", "Haas"), title="Printer", by=jana,
            source=Source.PHONE,
        )  # fmt: skip
    here = f"/rheintal/tickets/{ticket.pk}/"
    sent = {**carried(client_of(jana), here, "#answer"), "body": "Seen to.", "visibility": "public"}
    clients = [client_of(jana) for _press in range(2)]

    answers = together(
        rheintal.pk,
        lambda: clients[0].post(f"{here}answer/", sent).status_code,
        lambda: clients[1].post(f"{here}answer/", sent).status_code,
    )

    assert answers == [303, 303]
    with acting_for(rheintal.pk):
        assert Note.objects.count() == 1
