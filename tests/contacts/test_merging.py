"""Two contacts of one company that were one person."""

import pytest

from billing.models import InvoiceRecipient, InvoiceSettings
from contacts.merging import merge_contacts, preview_of_contacts, undo_merge_of_contacts
from contacts.models import Contact, PortalAccess
from core.errors import DomainError, NotAllowed
from core.merging import Undone
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


def test_a_contact_of_another_company_is_refused(double, obertal, jana):
    stranger = new_contact(obertal, "Miriam", "Weinhold")

    found = preview_of_contacts(absorbed=double, survivor=stranger, by=jana)

    assert [refusal.code for refusal in found.refusals] == ["other_company"]


def test_taking_it_back_gives_the_tickets_back(double, miriam, jana, alice):
    merge = merge_contacts(absorbed=double, survivor=miriam, by=jana)

    assert undo_merge_of_contacts(merge=merge, by=alice) == Undone()

    double.refresh_from_db()
    assert double.is_active
    assert Ticket.objects.get().contact == double


def test_a_portal_access_does_not_go_back_to_another_address(client_of, weinhold, jana, alice):
    eva = new_contact(weinhold, "Eva", "Eins", email="eva@weinhold.example")
    new_portal_access(eva)
    bert = new_contact(weinhold, "Eva", "Zwei", email="eva@weinhold.example")
    merge = merge_contacts(absorbed=eva, survivor=bert, by=jana)
    bert.refresh_from_db()
    bert.update_details(values={"email": "bert@weinhold.example"}, seen=bert.version, by=jana)

    told = client_of(alice).post(f"/rheintal/contacts/{bert.pk}/merges/{merge.pk}/undo/", follow=True)

    access = PortalAccess.objects.get()
    assert (access.contact, access.is_enabled) == (bert, False)
    assert "Taken away, because it would have linked the two: Portal access (1)." in told.content.decode()


def test_a_merge_below_another_one_is_taken_back_after_it(double, miriam, carl, jana, alice):
    merge = merge_contacts(absorbed=double, survivor=carl, by=jana)
    merge_contacts(absorbed=carl, survivor=miriam, by=jana)

    with pytest.raises(DomainError, match="merged_since"):
        undo_merge_of_contacts(merge=merge, by=alice)


def test_who_gets_the_invoices_is_not_changed_by_a_technician(client_of, weinhold, carl, tom, jana, alice):
    settings = InvoiceSettings.objects.for_company(weinhold)
    settings.update_details(values={}, recipients=[carl], seen=settings.version, by=alice)
    other = new_contact(weinhold, "Tom", "Privat")
    address = f"/rheintal/contacts/{carl.pk}/merge/"

    shown = client_of(tom).get(address, {"into": other.pk}).content.decode()
    refused = client_of(tom).post(address, {"into": other.pk})

    assert "Invoices go to the contact that is to be merged." in shown
    assert (refused.status_code, InvoiceRecipient.objects.get().contact) == (403, carl)
    with pytest.raises(NotAllowed, match="recipient_of_invoices"):
        merge_contacts(absorbed=carl, survivor=other, by=tom)
    assert preview_of_contacts(absorbed=carl, survivor=other, by=jana).refusals == []


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
