"""What a contract is, who may have one, and how it ends."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies.models import Company, ParentLink
from contracts.models import Contract, ContractType
from contracts.operations import create_contract, decide_standard_rates, switch_contract_type, withdraw_standard_rates
from core.errors import DomainError, EditConflict, NotAllowed
from sla.models import ServiceLevel
from tests.cast import new_company
from tests.contracts.conftest import START, buy, make
from tests.support.events import keys_of


def refused(code):
    return pytest.raises(DomainError, match=rf"^{code}\b")


def test_a_contract_is_made_for_a_customer_by_a_billing_admin(seeded, weinhold, petra):
    contract = make(weinhold, petra)

    assert contract.status_on(START) == "active"
    assert keys_of(weinhold, "contracts.") == ["contracts.contract_created"]


@pytest.mark.parametrize("who", ["jana", "tom"])
def test_others_may_not(seeded, weinhold, who, request):
    with pytest.raises(NotAllowed):
        make(weinhold, request.getfixturevalue(who))


@pytest.mark.parametrize("kind", ["prospect", "vendor"])
def test_only_customers_have_contracts(seeded, weinhold, petra, kind):
    Company.objects.filter(pk=weinhold.pk).update(type=kind)

    with refused("not_a_customer"):
        make(Company.objects.get(pk=weinhold.pk), petra)


def test_our_own_company_has_no_contracts_whatever_its_type(seeded, petra):
    Company.objects.filter(is_own=True).update(type="customer")

    with refused("not_a_customer"):
        make(Company.objects.get(is_own=True), petra)


def test_only_two_types_are_on_from_the_start(seeded, weinhold, petra):
    for kind in ContractType:
        if kind in (ContractType.RECURRING, ContractType.TIME_AND_MATERIALS):
            make(weinhold, petra, type=kind)
        else:
            with refused("type_switched_off"):
                make(weinhold, petra, type=kind)


def test_contracts_of_a_type_that_was_switched_off_can_only_be_read(seeded, recurring, alice, petra):
    switch_contract_type(tenant=seeded, type="recurring", is_on=False, by=alice)

    with refused("type_switched_off"):
        recurring.update_details(values={"name": "Other"}, seen=recurring.version, by=petra)
    with refused("type_switched_off"):
        recurring.end(on=date(2026, 6, 30), by=petra)
    with refused("type_switched_off"):
        recurring.make_default(by=petra)


@pytest.mark.parametrize("name", ["company", "type", "starts_on", "is_default"])
def test_company_type_and_start_never_change(recurring, petra, name):
    with pytest.raises(TypeError):
        recurring.update_details(values={name: None}, seen=1, by=petra)


def test_it_cannot_end_before_it_starts(recurring, weinhold, petra):
    with refused("ends_before_start"):
        recurring.end(on=START - timedelta(days=1), by=petra)
    with refused("ends_before_start"):
        make(weinhold, petra, ends_on=START - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=recurring.pk).update(ends_on=START - timedelta(days=1))


def test_expired_is_computed(recurring, petra):
    recurring.end(on=date(2026, 6, 30), by=petra)

    assert [recurring.status_on(day) for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))] == [
        "upcoming", "active", "expired"
    ]  # fmt: skip
    assert list(Contract.objects.active_on(date(2026, 6, 30))) == [recurring]
    assert not Contract.objects.active_on(date(2026, 7, 1)).exists()
    assert keys_of(recurring.company, "contracts.contract_ended") == ["contracts.contract_ended"]


def test_two_edits_meet(recurring, petra, alice):
    recurring.update_details(values={"name": "Mine"}, seen=1, by=petra)

    with pytest.raises(EditConflict):
        Contract.objects.get(pk=recurring.pk).update_details(values={"name": "Yours"}, seen=1, by=alice)


def test_one_default_per_company(recurring, weinhold, petra):
    other = make(weinhold, petra, name="Other")
    recurring.make_default(by=petra)
    other.make_default(by=petra)
    other.make_default(by=petra)

    assert list(Contract.objects.filter(is_default=True)) == [other]
    assert keys_of(weinhold, "contracts.default_changed") == ["contracts.default_changed"] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=recurring.pk).update(is_default=True)


def test_what_has_ended_cannot_be_the_default(recurring, petra):
    recurring.end(on=START, by=petra)

    with refused("contract_ended"):
        recurring.make_default(by=petra)


def test_a_contract_whose_payer_has_come_to_stand_below_does_not_last_longer(seeded, weinhold, obertal, jana, petra):
    contract = make(weinhold, petra, payer=obertal, ends_on=date(2026, 3, 31))
    obertal.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)

    with refused("payer_below"):
        contract.update_details(values={"ends_on": None}, seen=contract.version, by=petra)
    with refused("payer_below"):
        contract.end(on=date(2027, 3, 31), by=petra)
    contract.end(on=date(2026, 2, 28), by=petra)


def test_a_payer_is_another_company_that_does_not_stand_below(seeded, weinhold, obertal, jana, petra):
    child = new_company(jana, "Tochter GmbH")
    child.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)

    assert make(weinhold, petra, payer=obertal).payer == obertal
    assert make(child, petra, payer=weinhold).payer == weinhold
    with refused("payer_is_company"):
        make(weinhold, petra, payer=weinhold)
    with refused("payer_below"):
        make(weinhold, petra, payer=child)


def test_prepaid_without_a_purchase_is_not_usable(block_hours, petra):
    today = timezone.localdate()
    assert not Contract.objects.with_usability(today).get().is_usable

    buy(block_hours, petra)
    assert Contract.objects.with_usability(today).get().is_usable
    assert not Contract.objects.with_usability(today + timedelta(days=366)).get().is_usable


@pytest.mark.parametrize(
    ("values", "field"),
    [({"minutes": None}, "hours"), ({"minutes": 0}, "hours"), ({"valid_until": date(2020, 1, 1)}, "valid_until")],
)
def test_a_purchase_says_what_was_bought(block_hours, petra, values, field):
    today = timezone.localdate()
    given = {"bought_on": today, "valid_from": today, "valid_until": today, "price_cents": 1, "minutes": 60, **values}

    with pytest.raises(DomainError) as error:
        block_hours.record_purchase(by=petra, **given)
    assert error.value.field == field


def test_a_recurring_contract_has_no_purchases(recurring, petra):
    with refused("not_prepaid"):
        buy(recurring, petra)


def test_the_account_manager_attaches_a_service_level_of_this_customer(recurring, obertal, jana, seeded):
    shared = ServiceLevel.objects.filter(company=None).first()
    recurring.attach_service_level(service_level=shared, by=jana)
    assert Contract.objects.get(pk=recurring.pk).service_level == shared

    ServiceLevel.objects.filter(pk=shared.pk).update(company=obertal, is_default=False)
    with refused("service_level_not_offered"):
        recurring.attach_service_level(service_level=ServiceLevel.objects.get(pk=shared.pk), by=jana)


def test_standard_rates_are_a_decision_that_can_be_taken_back(seeded, weinhold, petra):
    decision = decide_standard_rates(company=weinhold, by=petra)
    decide_standard_rates(company=weinhold, by=petra)
    assert (decision.decided_by, decision.standard_rates_only) == (petra, True)

    withdraw_standard_rates(company=weinhold, by=petra)
    withdraw_standard_rates(company=weinhold, by=petra)
    assert keys_of(weinhold, "contracts.") == [
        "contracts.standard_rates_decided", "contracts.standard_rates_withdrawn"
    ]  # fmt: skip


def test_contracts_are_seen_by_those_who_see_the_company(recurring, geheim, petra, tom, sina, alice):
    hidden = Contract.objects.create(
        tenant_id=geheim.tenant_id, company=geheim, type="recurring", name="Secret", starts_on=START
    )

    assert set(Contract.objects.visible_to(alice)) == {recurring, hidden}
    assert set(Contract.objects.visible_to(petra)) == {recurring}
    assert set(Contract.objects.visible_to(tom)) == {recurring}
    assert not Contract.objects.visible_to(sina).exists()


def test_an_unknown_value_on_creation_is_a_bug(seeded, weinhold, petra):
    with pytest.raises(TypeError):
        create_contract(company=weinhold, type="recurring", name="x", starts_on=START, by=petra, is_active=False)
