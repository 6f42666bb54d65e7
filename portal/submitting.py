"""What a contact sends, taken once: a second click on the same button is the same ticket and the same answer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.models import Contact
from tickets.models import Source, Ticket
from tickets.operations import open_ticket

SAME_WITHIN = timedelta(minutes=2)
"""Equal words within this time are one message sent twice, not two."""


@transaction.atomic
def submit_ticket(*, contact: Contact, values: dict[str, Any]) -> Ticket:
    """Open the ticket, or give the one that the contact has just opened with the same words."""
    _one_at_a_time(contact)
    same = {name: values.get(name) for name in ("title", "description", "request_type", "location", "device")}
    recent = Ticket.objects.filter(
        contact=contact, source=Source.PORTAL, created_at__gte=timezone.now() - SAME_WITHIN, **same
    )
    return recent.first() or open_ticket(
        company=contact.company, contact=contact, by=contact, source=Source.PORTAL, **values
    )


@transaction.atomic
def submit_answer(*, ticket: Ticket, contact: Contact, body: str) -> None:
    """Put the answer on the ticket, unless it is the last word there and was sent just now."""
    _one_at_a_time(contact)
    last = ticket.notes.public().order_by("-pk").first()
    is_again = last and last.contact_id == contact.pk and last.body == body
    if not (is_again and last.created_at >= timezone.now() - SAME_WITHIN):
        ticket.answer(body=body, by=contact)


def _one_at_a_time(contact: Contact) -> None:
    """Two clicks at the same moment wait for each other."""
    Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
