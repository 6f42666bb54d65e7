"""Two contacts of one company that were one person."""

import pytest

from contacts.merging import merge_contacts, preview_of_contacts, undo_merge_of_contacts
from contacts.models import Contact, PortalAccess
from core.errors import DomainError
from tests.cast import new_contact, new_portal_access
from tickets.models import Source, Ticket
from tickets.operations import open_ticket


@pytest.fixture
def double(seeded, weinhold, miriam, jana) -> Contact:
    """Miriam once more, with a ticket."""
    contact = new_contact(weinhold, "Mirjam", "Weinhold")
    open_ticket(company=weinhold, contact=contact, title="Printer", by=jana, source=Source.PHONE)
    return contact


def test_tickets_go_to_whoever_remains_and_the_other_is_an_alias(double, miriam, jana):
    merge_contacts(absorbed=double, survivor=miriam, by=jana)

    double.refresh_from_db()
    assert not double.is_active
    assert Ticket.objects.get().contact == miriam
    with pytest.raises(DomainError, match="merged"):
        double.activate(by=jana)


def test_the_primary_contact_is_whoever_remains(double, miriam, jana, weinhold):
    merge_contacts(absorbed=miriam, survivor=double, by=jana)

    assert Contact.objects.primary_of(weinhold) == double


def test_a_portal_access_with_the_same_address_goes_along_and_another_one_ends(double, weinhold, carl, jana):
    same = new_contact(weinhold, "Carl", "Sommer", email=carl.email)
    access = new_portal_access(same)
    merge_contacts(absorbed=same, survivor=carl, by=jana)
    access.refresh_from_db()
    assert (access.contact, access.is_enabled) == (carl, True)

    other = new_portal_access(double)
    merge_contacts(absorbed=double, survivor=new_contact(weinhold, "M", "Weinhold"), by=jana)
    assert not PortalAccess.objects.get(pk=other.pk).is_enabled


def test_a_contact_of_another_company_is_refused(double, obertal):
    stranger = new_contact(obertal, "Miriam", "Weinhold")

    found = preview_of_contacts(absorbed=double, survivor=stranger)

    assert [refusal.code for refusal in found.refusals] == ["other_company"]


def test_taking_it_back_gives_the_tickets_back(double, miriam, jana, alice):
    merge = merge_contacts(absorbed=double, survivor=miriam, by=jana)

    assert undo_merge_of_contacts(merge=merge, by=alice) == []

    double.refresh_from_db()
    assert double.is_active
    assert Ticket.objects.get().contact == double


def test_the_page_shows_what_happens_then_does_it_then_takes_it_back(client_of, alice, double, miriam):
    browser = client_of(alice)
    address = f"/rheintal/contacts/{double.pk}/merge/"

    assert "Miriam Weinhold" in browser.get(address).content.decode()
    assert "Tickets" in browser.get(address, {"into": miriam.pk}).content.decode()
    assert browser.post(address, {"into": miriam.pk}).status_code == 303
    merge = miriam.merges.get()
    assert browser.post(f"/rheintal/contacts/{miriam.pk}/merges/{merge.pk}/undo/").status_code == 303
    double.refresh_from_db()
    assert double.is_active
