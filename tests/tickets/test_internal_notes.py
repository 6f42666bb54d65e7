"""An internal note reaches the customer by no way: no page, no message, no mail, no event that a rule could send."""

import pytest
from django.core import mail
from django.urls import reverse

from events.models import Event
from notifications.models import Message
from tickets.models import Source, Status
from tickets.operations import open_ticket

SECRET = "Between us: their backup never worked"


@pytest.fixture
def ticket(seeded, weinhold, miriam, tom):
    ticket = open_ticket(company=weinhold, contact=miriam, title="Backup", by=miriam, source=Source.PORTAL)
    ticket.answer(body=SECRET, by=tom, is_public=False)
    ticket.answer(body=f"{SECRET}!", by=tom, is_public=False, status=Status.WAITING_CUSTOMER)
    ticket.answer(body="Which server is it?", by=tom)
    return ticket


def test_the_portal_shows_the_answer_and_not_the_note(client_of, ticket, miriam, weinhold):
    client = client_of(miriam)
    pages = [
        reverse("portal:home", args=["rheintal", weinhold.pk]),
        reverse("portal:ticket_list", args=["rheintal", weinhold.pk]),
        reverse("portal:ticket", args=["rheintal", weinhold.pk, ticket.number]),
    ]

    shown = [client.get(page) for page in pages]

    assert [page.status_code for page in shown] == [200, 200, 200]
    assert "Which server is it?" in shown[-1].content.decode()
    assert not any(SECRET in page.content.decode() for page in shown)


def test_neither_messages_nor_mail_nor_events_hold_it(ticket):
    assert SECRET not in str(list(Message.objects.values()))
    assert SECRET not in str([(each.subject, each.body) for each in mail.outbox])
    assert SECRET not in str(list(Event.objects.values()))


def test_the_page_of_staff_marks_it(client_of, ticket, tom):
    page = client_of(tom).get(reverse("tickets:detail", args=["rheintal", ticket.pk])).content.decode()

    assert page.count("conversation__note--internal") == 2
