"""A company's details: edits, conflicts, active or not."""

import pytest
from django.db import IntegrityError, transaction

from companies import defaults
from companies.models import Company, CompanyType, Term
from companies.operations import create_company, edit_company
from core.errors import DomainError, EditConflict, NotAllowed
from tests.support.events import events_of, keys_of


def test_a_new_company_follows_its_tenant_and_is_found_by_its_words(rheintal, jana):
    company = create_company(tenant=rheintal, by=jana, manager=jana, name="Ärztehaus Süd GmbH", city="Lörrach")

    assert (company.country, company.currency, company.language) == ("DE", "EUR", "de")
    assert company.portal_enabled and not company.taskfire_enabled
    assert list(Company.objects.search("arzte lorr")) == [company]
    assert list(Company.objects.search("Lörrach bakery")) == []
    assert keys_of(company) == ["companies.company_created"]


def test_a_company_needs_an_active_account_manager(rheintal, alice, jana):
    jana.deactivate(by=alice)

    with pytest.raises(DomainError) as refusal:
        create_company(tenant=rheintal, by=alice, manager=jana, name="Neu GmbH")

    assert (refusal.value.code, refusal.value.field) == ("member_inactive", "manager")


def test_an_edit_writes_what_changed_and_says_so(jana, weinhold):
    weinhold.update_details(values={"name": "Weinhold & Partner", "city": weinhold.city}, seen=1, by=jana)

    weinhold.refresh_from_db()
    assert (weinhold.name, weinhold.sort_name, weinhold.version) == ("Weinhold & Partner", "weinhold & partner", 2)
    assert events_of(weinhold)[-1].changes == {"name": ["Weinhold Steuerberatung GmbH", "Weinhold & Partner"]}
    assert list(Company.objects.search("partner")) == [weinhold]
    assert list(Company.objects.search("steuerberatung")) == []


def test_all_that_is_wrong_in_an_edit_is_refused_at_once(jana, weinhold):
    wrong = {"phone": "keins", "fax": "auch nicht", "website": "unsere Seite", "postal_code": "10"}

    with pytest.raises(DomainError) as refusal:
        weinhold.update_details(values=wrong, seen=1, by=jana)

    assert [(each.field, each.code) for each in refusal.value.each] == [
        ("phone", "phone_invalid"), ("fax", "phone_invalid"), ("website", "website_invalid"),
        ("postal_code", "postal_code_invalid"),
    ]  # fmt: skip


def test_a_postal_code_is_one_of_its_country(rheintal, jana, weinhold):
    with pytest.raises(DomainError) as new:
        create_company(tenant=rheintal, by=jana, manager=jana, name="Neu GmbH", postal_code="8001")
    with pytest.raises(DomainError) as moved:
        weinhold.update_details(values={"country": "CH"}, seen=1, by=jana)

    assert (new.value.field, moved.value.field) == ("postal_code", "postal_code")
    weinhold.update_details(values={"country": "CH", "postal_code": "4051"}, seen=1, by=jana)


def test_a_postal_code_that_was_stored_before_is_left_in_peace(jana, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(postal_code="10")

    weinhold.update_details(values={"postal_code": "10", "city": "Basel"}, seen=1, by=jana)

    weinhold.refresh_from_db()
    assert (weinhold.postal_code, weinhold.city) == ("10", "Basel")


def test_the_second_of_two_edits_is_refused_with_the_record_as_it_stands(jana, weinhold):
    weinhold.update_details(values={"city": "Basel"}, seen=1, by=jana)

    with pytest.raises(EditConflict) as conflict:
        Company.objects.get(pk=weinhold.pk).update_details(values={"city": "Bern"}, seen=1, by=jana)

    assert conflict.value.current.city == "Basel"


def test_a_technician_may_not_edit_companies(tom, weinhold):
    with pytest.raises(NotAllowed):
        weinhold.update_details(values={"city": "Bern"}, seen=1, by=tom)


def test_a_contact_may_not_edit_companies(miriam, weinhold):
    with pytest.raises(NotAllowed):
        weinhold.deactivate(by=miriam)


def test_edit_company_saves_details_manager_and_team_at_once(alice, jana, tom, sina, weinhold):
    edit_company(
        company=weinhold, values={"city": "Bern"}, manager=alice, team={tom: Term(), sina: Term()},
        seen=weinhold.version, by=jana,
    )  # fmt: skip

    weinhold.refresh_from_db()
    assert (weinhold.city, weinhold.manager, set(weinhold.team_members())) == ("Bern", alice, {tom, sina})


def test_an_edit_that_did_not_see_a_new_manager_is_refused(alice, jana, weinhold):
    weinhold.change_manager(member=alice, by=alice)

    with pytest.raises(EditConflict):
        edit_company(company=weinhold, values={"city": "Bern"}, manager=jana, team=[], seen=1, by=jana)


def test_a_won_company_becomes_a_customer_once(jana, weinhold):
    weinhold.update_details(values={"type": CompanyType.PROSPECT}, seen=1, by=jana)

    weinhold.become_customer(by=jana)
    weinhold.become_customer(by=jana)

    assert Company.objects.get(pk=weinhold.pk).is_customer
    assert keys_of(weinhold, "companies.type_changed") == ["companies.type_changed"]


def test_a_company_is_deactivated_and_activated_not_deleted(jana, weinhold):
    weinhold.deactivate(by=jana)
    weinhold.deactivate(by=jana)
    weinhold.activate(by=jana)

    assert Company.objects.get(pk=weinhold.pk).is_active
    assert keys_of(weinhold) == ["companies.company_deactivated", "companies.company_activated"]


def test_a_company_is_not_activated_under_a_manager_who_left(alice, jana, obertal):
    obertal.deactivate(by=alice)
    jana.deactivate(by=alice)

    with pytest.raises(DomainError) as refusal:
        obertal.activate(by=alice)

    assert refusal.value.code == "manager_inactive"


def test_the_own_company_is_seeded_once_and_never_deactivated(rheintal, alice):
    defaults.seed(tenant=rheintal, admin=alice)
    defaults.seed(tenant=rheintal, admin=alice)

    own = Company.objects.own().get()
    with pytest.raises(DomainError) as refusal:
        own.deactivate(by=alice)
    assert refusal.value.code == "own_company_stays"
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=own.pk).update(is_active=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.create(tenant=rheintal, manager=alice, name="Zweite", is_own=True)
    assert list(Company.objects.customers()) == []


def test_a_likely_duplicate_is_found_without_its_legal_form(weinhold):
    assert list(Company.objects.similar_to("WEINHOLD Steuerberatung KG")) == [weinhold]
    assert list(Company.objects.similar_to("GmbH & Co. KG")) == []
