"""Verbs over several devices of one customer, or before there is one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from contracts.models import ContractService
from core.changes import check_names
from core.errors import DomainError
from core.events import publish
from devices.models import EDITABLE, KEYS, Coverage, Device, Review
from devices.rules import check_services
from imports.adapters import Plan
from imports.models import RowAction
from sla.models import ServiceLevel
from sla.rules import check_offered
from tenants.models import Member
from tenants.roles import Capability

BATCH = 500


@transaction.atomic
def add_device(*, company: Company, by: Member, **fields: Any) -> Device:
    """Enter a device of the company by hand; it starts unreviewed. Raises DomainError for an inactive company."""
    by.check_may(Capability.EDIT_DEVICES)
    company.check_is_no_alias()
    if not company.is_active:
        raise DomainError("company_inactive", _("The company is not active."))
    check_names(fields, {*EDITABLE, "source", "external_id"})
    device = Device.objects.create(tenant_id=company.tenant_id, company=company, **fields)
    publish("devices.device_created", subject=device, company=company, by=by)
    return device


@transaction.atomic
def cover_devices(
    *,
    devices: Iterable[Device],
    contract_services: Iterable[ContractService],
    service_level: ServiceLevel | None,
    by: Member,
) -> list[Device]:
    """Put services on many devices of one customer at once, and a service level of their own if one is given.

    What covers them already stays. Raises DomainError when nothing is chosen, or when a device, a service or the
    service level is not this customer's. One event for all of them.
    """
    chosen, company, services = *_locked(devices, by), list(contract_services)
    if not services and service_level is None:
        message = _("Choose at least one service or a service level.")
        raise DomainError("nothing_to_cover_with", message, field="services")
    check_services(company.pk, services, timezone.localdate())
    check_offered(service_level, company.pk)
    Coverage.objects.bulk_create(
        [
            Coverage(tenant_id=company.tenant_id, device=device, contract_service=line)
            for device in chosen
            for line in services
        ],
        ignore_conflicts=True,
    )
    changes: dict[str, Any] = {"version": F("version") + 1}
    if service_level is not None:
        changes["service_level"] = service_level
    if services:
        changes |= {"review": Review.COVERED, "reviewed_by": by, "reviewed_at": timezone.now()}
    _all(chosen).update(**changes)
    publish("devices.device_covered", subject=company, company=company, by=by, data=_counted(chosen))
    return chosen


@transaction.atomic
def review_devices_without_contract(*, devices: Iterable[Device], by: Member) -> list[Device]:
    """Decide for many devices of one customer at once that no contract covers them."""
    chosen, company = _locked(devices, by)
    Coverage.objects.filter(device__in=chosen).delete()
    _all(chosen).update(review=Review.NO_CONTRACT, reviewed_by=by, reviewed_at=timezone.now(), version=F("version") + 1)
    publish("devices.device_reviewed", subject=company, company=company, by=by, data=_counted(chosen))
    return chosen


@transaction.atomic
def import_devices(*, company: Company, plans: Sequence[Plan], source: str, by: Member) -> None:
    """Create and change devices of the company as the plans say; each plan's verdict gets its device's id.

    The plans were made under lock by the row adapter. One event for all, with the counts.
    """
    by.check_may(Capability.EDIT_DEVICES)
    company.check_is_no_alias()
    if not company.is_active:
        raise DomainError("company_inactive", _("The company is not active."))
    new = [plan for plan in plans if plan.verdict.action == RowAction.CREATE]
    changed = [plan for plan in plans if plan.verdict.action == RowAction.UPDATE]
    try:
        with transaction.atomic():
            _create(company, new, source)
            _change(changed)
    except IntegrityError as error:
        message = _("Another import recorded some of these devices just now. Check the file again.")
        raise DomainError("imported_meanwhile", message) from error
    if new or changed:
        data = {"created": len(new), "changed": len(changed)}
        publish("devices.devices_imported", subject=company, company=company, by=by, data=data)


@transaction.atomic
def undo_import_of_devices(
    *, company: Company, removed: Sequence[Device], values: Mapping[Device, dict[str, Any]], by: Member
) -> None:
    """Take an import back: devices that it created go, others get these values again. One event, with the counts."""
    by.check_may(Capability.EDIT_DEVICES)
    Device.objects.filter(company=company, pk__in=[device.pk for device in removed]).delete()
    for device, each in values.items():
        for name, value in each.items():
            setattr(device, name, value)
        device.set_keys()
        device.version += 1
    names = {name for each in values.values() for name in each}
    if values:
        Device.objects.bulk_update(values, sorted({"version", *KEYS, *names}), batch_size=BATCH)
    if removed or values:
        data = {"removed": len(removed), "put_back": len(values)}
        publish("devices.import_undone", subject=company, company=company, by=by, data=data)


def _create(company: Company, plans: Sequence[Plan], source: str) -> None:
    devices = [
        Device(
            tenant_id=company.tenant_id, company=company, source=source, **plan.values,
        )
        for plan in plans
    ]  # fmt: skip
    for device in devices:
        device.set_keys()
    for plan, device in zip(plans, Device.objects.bulk_create(devices, batch_size=BATCH), strict=True):
        plan.verdict.record_id = device.pk


def _change(plans: Sequence[Plan]) -> None:
    fields = {"version", *KEYS}
    devices = []
    for plan in plans:
        for name, (_old, new) in plan.verdict.changes.items():
            setattr(plan.record, name, new)
            fields.add(name)
        plan.record.set_keys()
        plan.record.version += 1
        devices.append(plan.record)
    Device.objects.bulk_update(devices, sorted(fields), batch_size=BATCH)


def _locked(devices: Iterable[Device], by: Member) -> tuple[list[Device], Company]:
    by.check_may(Capability.EDIT_DEVICES)
    ids = sorted({device.pk for device in devices})
    chosen = list(
        Device.objects.select_for_update(of=("self",)).select_related("company").filter(pk__in=ids).order_by("pk")
    )
    if not chosen:
        raise DomainError("no_device_chosen", _("Choose at least one device."), field="devices")
    if len({device.company_id for device in chosen}) > 1:
        raise DomainError("devices_of_several_companies", _("Choose devices of one customer only."), field="devices")
    if not chosen[0].company.is_active:
        raise DomainError("company_inactive", _("The company is not active."))
    return chosen, chosen[0].company


def _all(devices: Sequence[Device]):
    return Device.objects.filter(pk__in=[device.pk for device in devices])


def _counted(devices: Sequence[Device]) -> dict[str, Any]:
    return {"device_ids": [device.pk for device in devices], "count": len(devices)}
