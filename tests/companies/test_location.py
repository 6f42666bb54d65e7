"""Where a company is: a primary location always, one address, two people at once."""

import pytest
from django.db import IntegrityError, transaction

from companies.models import Company, Location
from companies.operations import add_location, create_company
from core.errors import DomainError, EditConflict, NotAllowed
from core.rowsecurity import acting_for
from tenants.roles import Role
from tests.cast import new_company, new_member, new_tenant
from tests.support.events import events_of, keys_of
from tests.support.together import together


@pytest.fixture
def branch(jana, weinhold) -> Location:
    return add_location(company=weinhold, by=jana, name="Lager", street="Hafenstr. 1", city="Basel", country="CH")


def address_of(company) -> tuple:
    return tuple(Company.objects.filter(pk=company.pk).values_list("street", "postal_code", "city", "country")[0])


def test_a_company_has_a_primary_location_from_its_first_moment(rheintal, jana):
    company = create_company(
        tenant=rheintal, by=jana, manager=jana, name="Neu", street="Ring 1", postal_code="79100", city="Freiburg"
    )

    primary = company.locations.get()
    assert primary.is_primary and primary.is_active
    assert (primary.street, primary.city, primary.title) == ("Ring 1", "Freiburg", "Ring 1, Freiburg")


def test_many_companies_written_at_once_have_theirs_too(jana):
    Company.objects.bulk_create(
        [Company(tenant_id=jana.tenant_id, manager=jana, name=f"Firma {number}", city="Ulm") for number in range(3)]
    )

    assert Location.objects.primary().filter(city="Ulm").count() == 3


def test_edit_company_writes_the_address_of_the_primary_location(jana, weinhold, branch):
    weinhold.update_details(values={"street": "Neuer Weg 2", "city": "Lörrach"}, seen=1, by=jana)

    primary = weinhold.locations.primary().get()
    branch.refresh_from_db()
    assert (primary.street, primary.city) == ("Neuer Weg 2", "Lörrach")
    assert branch.street == "Hafenstr. 1"


def test_an_edit_of_the_primary_location_is_an_edit_of_the_company(jana, weinhold):
    primary = weinhold.locations.primary().get()

    bern = {"postal_code": "3011", "city": "Bern", "country": "CH"}
    primary.update_details(values=bern, seen=primary.version, by=jana)

    assert address_of(weinhold)[2:] == ("Bern", "CH")
    assert list(Company.objects.search("bern")) == [weinhold]
    assert events_of(weinhold)[-1].changes == {
        "postal_code": ["79576", "3011"], "city": ["Weil am Rhein", "Bern"], "country": ["DE", "CH"],
    }  # fmt: skip
    with pytest.raises(EditConflict):
        weinhold.update_details(values={"city": "Weil am Rhein"}, seen=1, by=jana)


def test_another_primary_location_takes_the_company_with_it(jana, weinhold, branch):
    first = weinhold.locations.primary().get()

    branch.make_primary(by=jana)
    branch.make_primary(by=jana)

    first.refresh_from_db()
    assert not first.is_primary
    assert address_of(weinhold) == ("Hafenstr. 1", "", "Basel", "CH")
    assert keys_of(weinhold)[-2:] == ["companies.primary_location_changed", "companies.company_changed"]
    assert list(Company.objects.search("basel")) == [weinhold]


def test_the_primary_location_is_neither_deactivated_nor_simply_taken_away(jana, weinhold, branch):
    primary = weinhold.locations.primary().get()

    with pytest.raises(DomainError) as refusal:
        primary.deactivate(by=jana)
    assert refusal.value.code == "primary_location_stays"
    for values in ({"is_primary": False}, {"is_active": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Location.objects.filter(pk=primary.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.create(tenant_id=weinhold.tenant_id, company=weinhold, name="Zweite", is_primary=True)


def test_a_location_that_is_no_longer_used_comes_back_and_is_primary_only_then(jana, weinhold, branch):
    branch.deactivate(by=jana)
    with pytest.raises(DomainError) as refusal:
        branch.make_primary(by=jana)
    assert refusal.value.code == "location_inactive"
    assert list(Company.objects.search("lager")) == []

    branch.activate(by=jana)
    branch.make_primary(by=jana)
    assert list(Location.objects.primary().filter(company=weinhold)) == [branch]


def test_a_bulk_write_past_the_verbs_keeps_both_addresses_one(weinhold, branch):
    Company.objects.filter(pk=weinhold.pk).update(street="Umweg 3")
    assert weinhold.locations.primary().get().street == "Umweg 3"

    Location.objects.filter(pk=branch.pk).update(is_primary=True)
    assert address_of(weinhold)[0] == "Hafenstr. 1"
    assert weinhold.locations.primary().count() == 1


def test_a_further_location_needs_a_name_and_a_number_that_can_be_dialled(jana, weinhold):
    for details, field in (({"name": " "}, "name"), ({"name": "Lager", "phone": "siehe Zentrale"}, "phone")):
        with pytest.raises(DomainError) as refusal:
            add_location(company=weinhold, by=jana, **details)
        assert refusal.value.field == field


def test_a_technician_may_not_change_locations(tom, branch):
    for verb in (branch.make_primary, branch.deactivate, branch.activate):
        with pytest.raises(NotAllowed):
            verb(by=tom)


def test_a_company_is_found_by_the_city_of_each_location(weinhold, branch):
    assert list(Company.objects.search("weinhold basel")) == [weinhold]


def test_no_location_of_another_tenant(mallory, weinhold):
    with pytest.raises(IntegrityError), acting_for(mallory.tenant_id):
        Location.objects.create(tenant_id=mallory.tenant_id, company_id=weinhold.pk, name="Fremd")


@pytest.mark.django_db(transaction=True)
def test_two_who_choose_different_primary_locations_at_once_leave_one(transactional_db):
    tenant = new_tenant("Rheintal IT", "rheintal")
    manager = new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)
    company = new_company(manager, "Weinhold")
    with acting_for(tenant.pk):
        branches = [add_location(company=company, by=manager, name=name, city=name) for name in ("Ulm", "Bonn")]

    outcomes = together(
        tenant.pk,
        lambda: Location.objects.get(pk=branches[0].pk).make_primary(by=manager),
        lambda: Location.objects.get(pk=branches[1].pk).make_primary(by=manager),
    )

    assert outcomes == [None, None]
    with acting_for(tenant.pk):
        primary = Location.objects.primary().get(company=company)
        assert Company.objects.get(pk=company.pk).city == primary.city
