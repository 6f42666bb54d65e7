"""Tickets of the customer, and what a new ticket is about."""

import pytest

from contacts.models import Contact, PortalRight
from core.rowsecurity import acting_for
from tests.cast import new_contact, new_portal_access
from tickets.models import RequestType, Source, Ticket
from tickets.operations import open_ticket


def ticket_of(contact: Contact, title="The printer smokes", **fields) -> Ticket:
    """A ticket that the contact opened."""
    with acting_for(contact.tenant_id):
        return open_ticket(
            company=contact.company, contact=contact, title=title, by=contact, source=Source.PORTAL, **fields
        )


@pytest.fixture
def disturbance(rheintal) -> RequestType:
    """Something does not work."""
    return RequestType.objects.create(tenant=rheintal, name="Something does not work", priority="high")


@pytest.fixture
def bruno(weinhold) -> Contact:
    """A colleague at Weinhold who sees his own tickets only."""
    contact = new_contact(weinhold, "Bruno", "Basler", email="bruno@weinhold.example")
    new_portal_access(contact, PortalRight.BASIC)
    return contact
