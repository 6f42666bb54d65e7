"""Contracts to work with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from contracts.models import Contract, ContractType, Service
from contracts.operations import create_contract, switch_contract_type

START = date(2026, 1, 1)


def make(company, by, type=ContractType.RECURRING, **fields) -> Contract:
    """A contract by the verb."""
    return create_contract(company=company, type=type, by=by, **{"name": "Managed IT", "starts_on": START, **fields})


def buy(contract, by, **values):
    """A purchase that is valid now."""
    today = timezone.localdate()
    values = {"minutes": 600, "price_cents": 110000, **values}
    return contract.record_purchase(
        bought_on=today, valid_from=today, valid_until=today + timedelta(days=365), by=by, **values
    )


def units_on(contract, day) -> dict[int, int]:
    """The units of each service on the day, by the id of its line."""
    return dict(contract.services.with_units_on(day).values_list("pk", "units"))


@pytest.fixture
def recurring(seeded, weinhold, petra) -> Contract:
    return make(weinhold, petra)


@pytest.fixture
def block_hours(seeded, weinhold, petra, alice) -> Contract:
    switch_contract_type(tenant=seeded, type=ContractType.BLOCK_HOURS, is_on=True, by=alice)
    return make(weinhold, petra, type=ContractType.BLOCK_HOURS, name="20 hours")


@pytest.fixture
def workstation(seeded) -> Service:
    return Service.objects.get(name="Managed workstation")
