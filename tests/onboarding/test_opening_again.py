"""The three ways to lose a green check that everybody tries first, with real records and real verbs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from billing.models import InvoiceSettings, SellerProfile, TaxRegion
from billing.operations import switch_region
from companies.models import Term
from companies.operations import add_location, end_team_places
from contacts.models import Contact
from contacts.operations import copy_and_deactivate
from contracts.catalogue import ContractType, Service
from contracts.operations import create_contract
from core.errors import NotAllowed
from devices.models import DeviceKind
from devices.operations import add_device, cover_devices
from onboarding.checks import verify_all, work_off
from onboarding.models import StepState
from onboarding.operations import start_onboarding
from sla.models import ServiceLevel
from sla.operations import assign_service_level
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE


@pytest.fixture
def started(seeded, weinhold, miriam, jana, petra):
    """A managed onboarding, with a seller whose invoices can be right."""
    SellerProfile.objects.update(
        vat_id="DE136695976", iban="DE89370400440532013000", contact_name="Petra Kern",
        contact_email="rechnung@rheintal.example",
    )  # fmt: skip
    return start_onboarding(company=weinhold, service_model="managed", go_live_on=GO_LIVE, by=jana)


@pytest.fixture
def signed(started, weinhold, miriam, petra):
    """Its invoice settings, complete and signed."""
    settings = InvoiceSettings.objects.for_company(weinhold)
    values = {"tax_region": TaxRegion.objects.order_by("position").first(), "attention": "Frau Ott"}
    settings.update_details(values=values, recipients=[miriam], seen=settings.version, by=petra)
    InvoiceSettings.objects.for_company(weinhold).sign(by=petra)
    return settings


@pytest.fixture
def contract(started, weinhold, petra):
    """A recurring contract with ten units of a service for devices, and a service level for the customer."""
    made = create_contract(
        company=weinhold, type=ContractType.RECURRING, name="Managed", starts_on=timezone.localdate(), by=petra
    )
    service = Service.objects.create(tenant=weinhold.tenant, name="Fully managed", unit_price_cents=3900)
    made.add_service(service=service, units=10, effective_on=made.starts_on, by=petra)
    made.make_default(by=petra)
    return made


def step(onboarding, key):
    return onboarding.steps.get(key=key)


def to_another_company(contact, by):
    """The person works elsewhere now."""
    copy_and_deactivate(contact=contact, company=new_company(by, "Anderswo GmbH"), by=by)


def test_clearing_the_tax_region_opens_the_invoice_settings_again(started, signed, weinhold, jana):
    assert step(started, "invoice_settings").state == StepState.DONE
    settings = InvoiceSettings.objects.for_company(weinhold)

    settings.update_details(values={"tax_region": None}, recipients=None, seen=settings.version, by=jana)

    found = step(started, "invoice_settings")
    assert (found.state, found.reopened_by_name) == (StepState.OPEN, "Jana Roth")
    assert {"tax_region", "signed"} <= {each["key"] for each in found.open_findings}


def test_a_tax_region_switched_off_opens_it_again_for_everybody(started, signed, rheintal, alice):
    switch_region(region=TaxRegion.objects.order_by("position").first(), is_on=False, by=alice)
    assert step(started, "invoice_settings").state == StepState.DONE

    work_off(rheintal.pk)

    assert step(started, "invoice_settings").state == StepState.OPEN


def test_an_account_manager_does_not_sign_invoice_settings(started, signed, weinhold, jana):
    with pytest.raises(NotAllowed):
        InvoiceSettings.objects.for_company(weinhold).sign(by=jana)


def test_an_uncovered_device_opens_the_devices_again(started, contract, weinhold, tom, jana):
    assign_service_level(company=weinhold, service_level=ServiceLevel.objects.shared().active().first(), by=jana)
    first = add_device(company=weinhold, name="PC-01", kind=DeviceKind.WORKSTATION, by=tom)
    first.cover(contract_services=list(contract.services.all()), service_level=None, by=tom)
    assert step(started, "devices").state == StepState.DONE

    add_device(company=weinhold, name="PC-02", kind=DeviceKind.WORKSTATION, by=tom)

    found = step(started, "devices")
    assert (found.state, found.reopened_by_name) == (StepState.OPEN, "Tom Bauer")


def test_more_devices_than_units_are_handed_to_the_billing_admin(started, contract, weinhold, petra, tom, jana):
    assign_service_level(company=weinhold, service_level=ServiceLevel.objects.shared().active().first(), by=jana)
    (line,) = contract.services.all()
    contract.adjust_units(contract_service=line, units=-9, effective_on=contract.starts_on, by=petra)
    devices = [add_device(company=weinhold, name=name, kind=DeviceKind.WORKSTATION, by=tom) for name in ("A", "B")]

    cover_devices(devices=devices, contract_services=[line], service_level=None, by=tom)

    found = step(started, "service_contract")
    assert (found.state, found.missing) == (
        StepState.OPEN, ["The contract carries enough units: Fully managed: 1 unit, 2 devices"]
    )  # fmt: skip
    assert step(started, "devices").state == StepState.DONE

    contract.adjust_units(contract_service=line, units=1, effective_on=contract.starts_on, by=petra)
    assert step(started, "service_contract").state == StepState.DONE


def test_a_contract_that_ends_by_itself_is_found_by_the_nightly_sweep(started, contract, rheintal):
    assert step(started, "service_contract").state == StepState.DONE
    type(contract).objects.filter(pk=contract.pk).update(ends_on=timezone.localdate() + timedelta(days=30))

    with time_machine.travel(timezone.now() + timedelta(days=40)):
        verify_all(rheintal.pk)

    assert step(started, "service_contract").state == StepState.OPEN


@pytest.mark.parametrize(("hour", "state"), [(22, StepState.DONE), (23, StepState.OPEN)])
def test_the_sweep_goes_by_the_tenants_day_and_not_by_the_workers(started, contract, rheintal, hour, state):
    type(contract).objects.filter(pk=contract.pk).update(ends_on=date(2027, 1, 20))

    with time_machine.travel(datetime(2027, 1, 20, hour, 30, tzinfo=UTC)), timezone.override(UTC):
        verify_all(rheintal.pk)

    assert step(started, "service_contract").state == state


def test_a_place_on_the_team_that_ends_by_the_calendar_gives_its_steps_back(started, weinhold, jana, tom):
    weinhold.set_team(members={tom: Term(until_on=timezone.localdate())}, by=jana)
    step(started, "devices").assign(member=tom, by=jana)
    assert step(started, "account_team").state == StepState.DONE

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        end_team_places()

    assert step(started, "account_team").state == StepState.OPEN
    devices = step(started, "devices")
    assert (devices.assignee, devices.left_by_name) == (None, "Tom Bauer")


@pytest.mark.parametrize("leaves", [Contact.deactivate, to_another_company])
def test_a_primary_contact_who_leaves_opens_the_step_again(started, miriam, jana, leaves):
    assert step(started, "primary_contact").state == StepState.DONE

    leaves(miriam, by=jana)

    found = step(started, "primary_contact")
    assert (found.state, found.reopened_by_name) == (StepState.OPEN, "Jana Roth")


def test_a_primary_location_without_a_complete_address_opens_the_company_profile_again(started, weinhold, jana):
    assert step(started, "company_profile").state == StepState.DONE
    bare = add_location(company=weinhold, by=jana, name="Baustelle", city="Basel")

    bare.make_primary(by=jana)

    assert step(started, "company_profile").state == StepState.OPEN


def test_a_postal_code_that_cannot_be_one_keeps_the_company_profile_open(started, weinhold, jana):
    type(weinhold).objects.filter(pk=weinhold.pk).update(postal_code="10")
    weinhold.refresh_from_db()

    weinhold.update_details(values={"phone": "+49 7621 99"}, seen=weinhold.version, by=jana)

    profile = step(started, "company_profile")
    assert profile.state == StepState.OPEN
    assert profile.missing == ["The address is complete: Postal codes look like this: 26133 (Germany)."]
