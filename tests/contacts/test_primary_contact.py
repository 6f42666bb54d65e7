"""One primary contact at most."""

import pytest
from django.db import IntegrityError, transaction

from contacts.models import Contact
from core.errors import DomainError, NotAllowed
from tenants.roles import Role
from tests.cast import new_company, new_contact, new_member, new_tenant
from tests.support.events import events_of, keys_of
from tests.support.together import together


def test_the_new_one_takes_the_place_of_the_old_one(jana, weinhold, miriam, carl):
    carl.designate_primary(by=jana)

    assert Contact.objects.primary_of(weinhold) == carl
    [event] = events_of(weinhold)
    assert (event.key, event.data) == ("contacts.primary_designated", {"replaced": miriam.pk})


def test_designating_whoever_already_is_changes_nothing(jana, weinhold, miriam):
    miriam.designate_primary(by=jana)

    assert keys_of(weinhold) == []


def test_the_primary_contact_needs_an_address_and_must_be_active(jana, weinhold, carl):
    silent = new_contact(weinhold, "Ohne", "Adresse", email="")
    with pytest.raises(DomainError) as refusal:
        silent.designate_primary(by=jana)
    assert (refusal.value.code, refusal.value.field) == ("email_missing", "is_primary")

    carl.deactivate(by=jana)
    with pytest.raises(DomainError) as refusal:
        carl.designate_primary(by=jana)
    assert refusal.value.code == "inactive"


def test_there_may_be_none(jana, weinhold, miriam):
    miriam.withdraw_primary(by=jana)

    assert Contact.objects.primary_of(weinhold) is None
    assert keys_of(weinhold) == ["contacts.primary_withdrawn"]


def test_the_database_holds_one_active_primary_contact(miriam, carl):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=carl.pk).update(is_primary=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=miriam.pk).update(is_active=False)


def test_a_billing_admin_may_not_designate(petra, carl):
    with pytest.raises(NotAllowed):
        carl.designate_primary(by=petra)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_choose_at_the_same_moment_leave_exactly_one(transactional_db, acting):
    tenant = new_tenant("Rheintal IT", "rheintal")
    manager = new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)
    company = new_company(manager, "Weinhold GmbH")
    people = [new_contact(company, name, "Weinhold", is_primary=name == "Alma") for name in ("Alma", "Bert", "Cora")]

    for _round in range(3):
        outcomes = together(
            tenant.pk,
            *(lambda pk=each.pk: Contact.objects.get(pk=pk).designate_primary(by=manager) for each in people),
            lambda: Contact.objects.get(pk=people[1].pk).designate_primary(by=manager),
        )

        assert outcomes == [None] * 4
        with acting(tenant):
            assert Contact.objects.filter(company=company, is_primary=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_designated_while_being_deactivated_is_not_both(transactional_db, acting):
    tenant = new_tenant("Rheintal IT", "rheintal")
    manager = new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)
    contact = new_contact(new_company(manager, "Weinhold GmbH"), "Bert", "Weinhold")

    together(
        tenant.pk,
        lambda: Contact.objects.get(pk=contact.pk).designate_primary(by=manager),
        lambda: Contact.objects.get(pk=contact.pk).deactivate(by=manager),
    )

    with acting(tenant):
        contact.refresh_from_db()
        assert not contact.is_active and not contact.is_primary
