"""A double click in the portal: one ticket, one answer."""

from datetime import timedelta

import pytest

from portal.submitting import SAME_WITHIN, submit_ticket
from tenants.roles import Role
from tests.cast import new_company, new_contact, new_member, new_tenant
from tests.portal.conftest import ticket_of
from tests.support.together import together
from tickets.models import RequestType, Ticket


def portal(company) -> str:
    return f"/rheintal/portal/{company.pk}/tickets/"


def test_a_ticket_sent_twice_is_one_ticket(client_of, miriam, disturbance):
    browser, data = (
        client_of(miriam),
        {"request_type": disturbance.pk, "title": "Es raucht", "description": "seit heute"},
    )

    first, second = (browser.post(f"{portal(miriam.company)}new/", data) for _ in range(2))

    assert Ticket.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_other_words_or_a_later_day_are_another_ticket(client_of, miriam, disturbance):
    browser, data = client_of(miriam), {"request_type": disturbance.pk, "title": "Es raucht"}
    browser.post(f"{portal(miriam.company)}new/", data)

    browser.post(f"{portal(miriam.company)}new/", {**data, "title": "Es brennt"})
    assert Ticket.objects.count() == 2

    Ticket.objects.update(created_at=Ticket.objects.first().created_at - SAME_WITHIN - timedelta(seconds=1))
    browser.post(f"{portal(miriam.company)}new/", data)
    assert Ticket.objects.count() == 3


def test_an_answer_sent_twice_is_one_answer(client_of, miriam):
    ticket, browser = ticket_of(miriam, "Es raucht"), client_of(miriam)

    for _ in range(2):
        assert browser.post(f"{portal(miriam.company)}{ticket.number}/", {"body": "Noch immer."}).status_code == 303

    assert [note.body for note in ticket.notes.all()] == ["Noch immer."]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_ticket(acting):
    tenant = new_tenant("Rheintal IT", "rheintal")
    manager = new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)
    contact = new_contact(new_company(manager, "Weinhold"), "Miriam", "Haas")
    with acting(tenant):
        kind = RequestType.objects.create(tenant=tenant, name="Disturbance")
    values = {"request_type": kind, "title": "Es raucht", "description": "", "device": None}

    first, second = together(
        tenant.pk,
        lambda: submit_ticket(contact=contact, values=dict(values)),
        lambda: submit_ticket(contact=contact, values=dict(values)),
    )

    assert first == second
