"""Quantities are sums of dated changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import ContractService, UnitAdjustment
from contracts.units import first_shortfall
from core.errors import DomainError
from tests.contracts.conftest import START, make, units_on
from tests.support.events import keys_of

DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 1))
CHANGES = st.lists(st.tuples(DAYS, st.integers(-5, 5)), max_size=12)


def summed_up_to(day, changes) -> int:
    """What the changes sum up to by the end of the day."""
    return sum(units for effective_on, units in changes if effective_on <= day)


@given(CHANGES)
def test_the_first_shortfall_is_the_first_day_below_nothing(changes):
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(32)]
    below = [day for day in days if summed_up_to(day, changes) < 0]

    assert first_shortfall(changes) == (below[0] if below else None)


@given(CHANGES)
def test_the_order_of_entry_does_not_matter(changes):
    assert first_shortfall(changes) == first_shortfall(list(reversed(changes)))


def test_units_follow_their_dates(recurring, workstation, petra):
    line = recurring.add_service(service=workstation, units=18, effective_on=START, by=petra)
    recurring.adjust_units(contract_service=line, units=4, effective_on=date(2026, 3, 1), by=petra)
    recurring.adjust_units(contract_service=line, units=-2, effective_on=date(2026, 5, 1), by=petra)

    counted = [units_on(recurring, date(2026, month, 1))[line.pk] for month in (1, 2, 3, 5)]
    assert counted == [18, 18, 22, 20]
    assert line.unit_price_cents == workstation.unit_price_cents
    assert keys_of(recurring.company, "contracts.")[1:] == [
        "contracts.service_added", "contracts.units_adjusted", "contracts.units_adjusted"
    ]  # fmt: skip


def test_a_contract_that_starts_later_counts_from_its_start(weinhold, seeded, workstation, petra):
    contract = make(weinhold, petra, starts_on=date(2026, 6, 1))
    line = contract.add_service(service=workstation, units=3, effective_on=date(2026, 6, 1), by=petra)

    assert units_on(contract, date(2026, 1, 1)) == {line.pk: 3}


def test_never_fewer_than_none_on_any_day(recurring, workstation, petra):
    line = recurring.add_service(service=workstation, units=2, effective_on=START, by=petra)
    recurring.adjust_units(contract_service=line, units=-2, effective_on=date(2026, 5, 1), by=petra)

    with pytest.raises(DomainError, match="units_negative"):
        recurring.adjust_units(contract_service=line, units=-1, effective_on=date(2026, 3, 1), by=petra)
    assert UnitAdjustment.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"units": 0}, "units_missing"),
        ({"effective_on": date(2025, 12, 31)}, "outside_of_contract"),
    ],
)
def test_what_cannot_be_is_refused(recurring, workstation, petra, values, code):
    with pytest.raises(DomainError, match=code):
        recurring.add_service(**{"service": workstation, "units": 1, "effective_on": START, "by": petra, **values})


def test_a_service_stands_on_a_contract_once(recurring, workstation, petra):
    recurring.add_service(service=workstation, units=1, effective_on=START, by=petra)

    with pytest.raises(DomainError, match="service_twice"):
        recurring.add_service(service=workstation, units=1, effective_on=START, by=petra)


def test_only_recurring_contracts_carry_services(seeded, weinhold, workstation, petra):
    contract = make(weinhold, petra, type="time_and_materials")

    with pytest.raises(DomainError, match="not_recurring"):
        contract.add_service(service=workstation, units=1, effective_on=START, by=petra)


def test_the_line_of_another_contract_is_refused(recurring, weinhold, workstation, petra):
    other = make(weinhold, petra, name="Other")
    line = other.add_service(service=workstation, units=1, effective_on=START, by=petra)

    with pytest.raises(DomainError, match="service_of_other_contract"):
        recurring.adjust_units(contract_service=line, units=1, effective_on=START, by=petra)


def test_an_agreed_price_may_differ_and_be_nothing(recurring, workstation, petra):
    line = recurring.add_service(service=workstation, units=4, effective_on=START, by=petra, unit_price_cents=0)

    assert ContractService.objects.with_units_on(START).get(pk=line.pk).price_cents == 0
