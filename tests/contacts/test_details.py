"""What is written down about a contact: numbers, the location of the own company, consent."""

import pytest
from django.db import IntegrityError, transaction

from companies.operations import add_location
from contacts.models import Contact
from contacts.operations import create_contact
from core.errors import DomainError


def test_the_location_is_one_of_the_own_company_and_used(jana, weinhold, obertal, carl):
    lager = add_location(company=weinhold, by=jana, name="Lager")
    carl.update_details(values={"location": lager, "room": "2.14"}, seen=1, by=jana)

    with pytest.raises(DomainError) as refusal:
        carl.update_details(values={"location": obertal.locations.get()}, seen=2, by=jana)
    assert (refusal.value.code, refusal.value.field) == ("location_of_other_company", "location")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=carl.pk).update(location=obertal.locations.get())
    assert Contact.objects.get(pk=carl.pk).location == lager


def test_a_contact_keeps_a_location_that_is_no_longer_used_but_gets_none(jana, weinhold, carl):
    lager = add_location(company=weinhold, by=jana, name="Lager")
    carl.update_details(values={"location": lager}, seen=1, by=jana)
    lager.deactivate(by=jana)

    carl.update_details(values={"location": lager, "room": "3"}, seen=2, by=jana)
    with pytest.raises(DomainError) as refusal:
        create_contact(company=weinhold, by=jana, last_name="Neu", location=lager)
    assert refusal.value.code == "location_inactive"


def test_a_number_that_nobody_can_dial_is_refused_at_its_field(jana, carl):
    with pytest.raises(DomainError) as refusal:
        carl.update_details(values={"mobile": "privat"}, seen=1, by=jana)
    assert refusal.value.field == "mobile"


def test_the_title_stands_before_the_name_and_sorts_nothing(jana, weinhold):
    contact = create_contact(company=weinhold, by=jana, prefix="Dr.", first_name="Eva", last_name="Änger")

    assert contact.full_name == "Dr. Eva Änger"
    assert contact.name_in_order == "Änger, Eva"
    assert contact.sort_name == "anger eva"


def test_a_contact_is_found_by_its_number_in_another_system(jana, weinhold, carl):
    carl.update_details(values={"external_id": "AT-29683"}, seen=1, by=jana)

    assert list(Contact.objects.search("29683")) == [carl]


def test_opting_out_of_bulk_mail_is_remembered_with_its_moment_until_it_ends(jana, miriam, carl):
    carl.update_details(values={"opted_out_of_bulk_mail": True}, seen=1, by=jana)
    since = Contact.objects.get(pk=carl.pk).bulk_mail_opted_out_at
    carl.update_details(values={"title": "Leitung"}, seen=2, by=jana)

    assert since is not None and Contact.objects.get(pk=carl.pk).bulk_mail_opted_out_at == since
    assert list(Contact.objects.reachable_by_bulk_mail()) == [miriam]
    carl.update_details(values={"opted_out_of_bulk_mail": False}, seen=3, by=jana)
    assert Contact.objects.get(pk=carl.pk).bulk_mail_opted_out_at is None
    assert carl in Contact.objects.reachable_by_bulk_mail()


def test_whoever_wants_no_notifications_gets_no_bulk_mail_either(jana, carl):
    carl.update_details(values={"receives_notifications": False}, seen=1, by=jana)

    assert not Contact.objects.reachable_by_bulk_mail().exists()


def test_the_same_person_is_likely_there_by_address_anywhere_and_by_name_at_the_company(weinhold, obertal, carl):
    def alike(company, **asked):
        return list(Contact.objects.similar_to(company=company, **asked))

    assert alike(weinhold, first_name="CARL", last_name="sommer") == [carl]
    assert alike(obertal, first_name="Carl", last_name="Sommer") == []
    assert alike(obertal, last_name="Anders", email="Carl@Weinhold.example") == [carl]
    assert alike(weinhold) == []


def test_a_hidden_contact_makes_no_difference(tom, geheim, weinhold):
    Contact.objects.create(tenant_id=geheim.tenant_id, company=geheim, last_name="Geheim", email="wer@geheim.example")

    seen = Contact.objects.visible_to(tom)
    assert not seen.similar_to(company=weinhold, last_name="Geheim", email="wer@geheim.example").exists()
