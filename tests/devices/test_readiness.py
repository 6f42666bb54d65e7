from datetime import timedelta

import pytest
from django.utils import timezone

from contracts.models import Counts
from core.findings import all_hold
from devices.coverage import company_service_level, offered_services, state_of, states_of, units_of
from devices.gaps import gaps_of
from devices.models import Device
from devices.operations import cover_devices, review_devices_without_contract
from devices.readiness import device_findings, unit_findings
from tenants.roles import Role
from tests.devices.conftest import assign, new_contract, new_device, new_level, new_line
from tests.support.queries import at_most


def devices_of(company):
    return states_of(company, timezone.localdate(), company_service_level(company.pk))


def units(company):
    day = timezone.localdate()
    return units_of(company, offered_services(company, day).with_units_on(day))


def gaps(company):
    return gaps_of(company, timezone.localdate(), company_service_level(company.pk))


def findings(company):
    return device_findings(company, gaps(company))


def failing(company) -> list[str]:
    return [finding.key for finding in findings(company) if not finding.holds]


def test_without_devices_nothing_is_proven(weinhold):
    assert failing(weinhold) == ["imported", "reviewed", "covered", "service_level"]


def test_imported_devices_wait_for_review_service_and_service_level(weinhold, devices):
    assert failing(weinhold) == ["reviewed", "covered", "service_level"]
    finding = findings(weinhold)[1]
    assert finding.detail == "PC-01, PC-02, PC-03"
    assert finding.url == f"/rheintal/devices/customers/{weinhold.pk}/coverage/"


def test_names_beyond_the_third_are_a_number(weinhold, devices):
    new_device(weinhold, "PC-04")
    new_device(weinhold, "PC-05")
    assert findings(weinhold)[1].detail == "PC-01, PC-02, PC-03 and 2 more"


def test_covered_devices_with_a_service_level_hold(weinhold, workstation, standard, devices, tom):
    cover_devices(devices=devices, contract_services=[workstation], service_level=standard, by=tom)
    assert all_hold(findings(weinhold))


def test_a_device_that_arrives_later_breaks_it(weinhold, workstation, standard, devices, tom):
    cover_devices(devices=devices, contract_services=[workstation], service_level=standard, by=tom)
    new_device(weinhold, "PC-04")
    assert failing(weinhold) == ["reviewed", "covered", "service_level"]


def test_reviewed_without_contract_needs_no_cover(weinhold, devices, tom):
    review_devices_without_contract(devices=devices, by=tom)
    assert failing(weinhold) == []


def test_an_unsupported_device_needs_review_only(weinhold):
    new_device(weinhold, is_supported=False)
    assert failing(weinhold) == ["reviewed"]


def test_a_device_out_of_use_counts_for_nothing(weinhold, workstation, standard, devices, tom):
    cover_devices(devices=devices[:2], contract_services=[workstation], service_level=standard, by=tom)
    devices[2].deactivate(by=tom)
    assert failing(weinhold) == []


def test_a_flat_service_alone_does_not_cover_a_device(weinhold, contract, standard, devices, tom):
    flat = new_line(contract, "Flat support", counts=Counts.FLAT)
    cover_devices(devices=devices, contract_services=[flat], service_level=standard, by=tom)
    assert failing(weinhold) == ["covered"]


def test_cover_ends_with_its_contract(weinhold, contract, workstation, standard, devices, tom):
    cover_devices(devices=devices, contract_services=[workstation], service_level=standard, by=tom)
    contract.ends_on = timezone.localdate() - timedelta(days=1)
    contract.save()
    assert failing(weinhold) == ["covered"]


def test_a_contract_that_starts_at_go_live_covers_before_it(weinhold, standard, devices, tom):
    later = timezone.localdate() + timedelta(days=14)
    line = new_line(new_contract(weinhold, starts_on=later), units=3)
    cover_devices(devices=devices, contract_services=[line], service_level=standard, by=tom)
    assert failing(weinhold) == []


def test_missing_units_are_the_billing_admins_in_numbers(weinhold, contract, standard, devices, tom):
    line = new_line(contract, units=2)
    cover_devices(devices=devices, contract_services=[line], service_level=standard, by=tom)
    (gap,) = unit_findings(weinhold, units(weinhold))
    assert (gap.holds, gap.role) == (False, Role.BILLING_ADMIN)
    assert gap.detail == "Managed workstation: 2 units, 3 devices"
    assert all_hold(findings(weinhold)), "the technician has done his part"


def test_units_are_compared_per_service(weinhold, contract, workstation, devices, tom):
    backup = new_line(contract, "Backup", units=1)
    cover_devices(devices=devices, contract_services=[workstation, backup], service_level=None, by=tom)
    assert [(each.units, each.devices) for each in units(weinhold)] == [(10, 3), (1, 3)]


@pytest.mark.parametrize("attached", ["device", "service", "contract", "company"])
def test_the_service_level_comes_from_the_most_specific_place(rheintal, weinhold, tom, attached):
    levels = {name: new_level(rheintal, name) for name in ("device", "service", "contract", "company")}
    order = list(levels)[list(levels).index(attached) :]
    contract = new_contract(weinhold, service_level=levels["contract"] if "contract" in order else None)
    line = new_line(contract, level=levels["service"] if "service" in order else None)
    assign(weinhold, levels["company"])
    device = new_device(weinhold)
    device.cover(contract_services=[line], service_level=levels["device"] if "device" in order else None, by=tom)
    device = Device.objects.with_coverage().get(pk=device.pk)
    state = state_of(device, timezone.localdate(), company_service_level(weinhold.pk))
    assert state.service_level == levels[attached]


def test_a_service_level_out_of_use_is_passed_over(rheintal, weinhold, standard, devices, tom):
    old = new_level(rheintal, "Old", is_active=False)
    assign(weinhold, standard)
    Device.objects.update(service_level=old)
    assert {state.service_level for state in devices_of(weinhold)} == {standard}


@pytest.mark.parametrize("count", [2, 20])
def test_findings_cost_the_same_for_many_devices(weinhold, workstation, tom, count):
    devices = [new_device(weinhold, f"D{number}") for number in range(count)]
    cover_devices(devices=devices, contract_services=[workstation], service_level=None, by=tom)
    assert weinhold.tenant
    with at_most(4):
        findings(weinhold)
