"""A recurring contract with services, service levels, and devices to cover."""

from datetime import date
from pathlib import Path

import pytest

from contracts.models import Contract, ContractService, ContractType, Counts, Service, UnitAdjustment
from core.rowsecurity import acting_for
from devices.models import Device, DeviceKind
from sla.models import Assignment, Calendar, Commitment, ServiceLevel

FILES = Path(__file__).parent / "files"


def new_contract(company, *, name="Managed IT", starts_on=date(2020, 1, 1), **fields) -> Contract:
    with acting_for(company.tenant_id):
        return Contract.objects.create(
            tenant_id=company.tenant_id, company=company, type=ContractType.RECURRING, name=name, starts_on=starts_on,
            **fields,
        )  # fmt: skip


def new_line(contract, name="Managed workstation", *, units=0, counts=Counts.DEVICE, level=None) -> ContractService:
    """A service on the contract, with units from its start."""
    with acting_for(contract.tenant_id):
        service = Service.objects.create(
            tenant_id=contract.tenant_id, name=name, unit_price_cents=5900, counts=counts, service_level=level
        )
        line = ContractService.objects.create(
            tenant_id=contract.tenant_id, contract=contract, service=service, unit_price_cents=5900
        )
        if units:
            UnitAdjustment.objects.create(
                tenant_id=contract.tenant_id, contract_service=line, units=units, effective_on=contract.starts_on
            )
        return line


def new_level(tenant, name="Standard", *, company=None, **fields) -> ServiceLevel:
    with acting_for(tenant.pk):
        calendar, _made = Calendar.objects.get_or_create(tenant=tenant, name="Working days")
        return ServiceLevel.objects.create(
            tenant=tenant, name=name, company=company, calendar=calendar, commitment=Commitment.CONTRACTUAL, **fields
        )


def assign(company, level) -> Assignment:
    with acting_for(company.tenant_id):
        return Assignment.objects.create(tenant_id=company.tenant_id, company=company, service_level=level)


def new_device(company, name="PC-01", **fields) -> Device:
    values = {"kind": DeviceKind.WORKSTATION, **fields}
    with acting_for(company.tenant_id):
        return Device.objects.create(tenant_id=company.tenant_id, company=company, name=name, **values)


@pytest.fixture
def contract(weinhold) -> Contract:
    return new_contract(weinhold)


@pytest.fixture
def workstation(contract) -> ContractService:
    """Managed workstation on Weinhold's contract, ten units."""
    return new_line(contract, units=10)


@pytest.fixture
def standard(rheintal) -> ServiceLevel:
    """A shared service level."""
    return new_level(rheintal)


@pytest.fixture
def devices(weinhold) -> list[Device]:
    """Three workstations of Weinhold that nobody has looked at."""
    return [new_device(weinhold, f"PC-0{number}", serial_number=f"SN{number}") for number in (1, 2, 3)]
