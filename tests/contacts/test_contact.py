"""A contact's details, and being active."""

import pytest
from django.utils import timezone

from companies.models import Company
from contacts.models import Contact
from contacts.operations import create_contact, edit_contact
from core.errors import DomainError, EditConflict, NotAllowed
from tests.support.events import events_of, keys_of


def test_a_new_contact_speaks_the_language_of_its_company_and_is_found(jana, weinhold):
    contact = create_contact(
        company=weinhold, by=jana, first_name="Zoë", last_name="Öztürk", email=" Zoe.Oe@Kanzlei.example "
    )

    assert (contact.language, contact.email, contact.is_active) == ("de", "zoe.oe@kanzlei.example", True)
    assert list(Contact.objects.search("ozt zoe")) == [contact]
    assert list(Company.objects.search("kanzlei")) == [weinhold]
    assert keys_of(weinhold) == ["contacts.contact_created"]


def test_a_contact_needs_a_last_name(jana, weinhold):
    with pytest.raises(DomainError) as refusal:
        create_contact(company=weinhold, by=jana, first_name="Zoë", last_name=" ")
    assert refusal.value.field == "last_name"


def test_an_edit_says_what_changed(jana, weinhold, carl):
    carl.update_details(values={"title": "Kanzleileitung", "first_name": "Carl"}, seen=1, by=jana)

    assert events_of(weinhold)[-1].changes == {"title": ["", "Kanzleileitung"]}


def test_a_new_address_has_not_bounced(jana, carl):
    carl.record_bounce(at=timezone.now())
    carl.record_bounce(at=timezone.now())
    assert keys_of(carl.company) == ["contacts.contact_bounced"]
    assert carl not in Contact.objects.reachable()

    carl.update_details(values={"email": "sommer@weinhold.example"}, seen=1, by=jana)

    assert Contact.objects.get(pk=carl.pk) in Contact.objects.reachable()


def test_the_second_of_two_edits_is_refused(jana, carl):
    carl.update_details(values={"title": "Leitung"}, seen=1, by=jana)

    with pytest.raises(EditConflict):
        edit_contact(contact=carl, values={"title": "Azubi"}, is_primary=False, seen=1, by=jana)


def test_an_edit_that_did_not_see_a_new_primary_contact_is_refused(jana, miriam, carl):
    carl.designate_primary(by=jana)

    with pytest.raises(EditConflict):
        edit_contact(contact=miriam, values={"title": "Leitung"}, is_primary=True, seen=1, by=jana)


def test_a_billing_admin_may_not_edit_contacts(petra, carl):
    with pytest.raises(NotAllowed):
        carl.update_details(values={"title": "Leitung"}, seen=1, by=petra)


def test_deactivating_ends_everything_the_contact_was(jana, weinhold, miriam):
    miriam.deactivate(by=jana)
    miriam.deactivate(by=jana)

    miriam.refresh_from_db()
    assert not miriam.is_active and not miriam.is_primary and miriam.access is None
    assert keys_of(weinhold) == [
        "contacts.primary_withdrawn", "contacts.portal_disabled", "contacts.contact_deactivated",
    ]  # fmt: skip

    miriam.activate(by=jana)
    miriam.refresh_from_db()
    assert miriam.is_active and not miriam.is_primary and miriam.access is None


def test_contacts_are_visible_as_their_companies_are(alice, tom, sina, miriam, mallory):
    assert list(Contact.objects.visible_to(alice)) == [miriam]
    assert list(Contact.objects.visible_to(tom)) == [miriam]
    assert list(Contact.objects.visible_to(sina)) == []
