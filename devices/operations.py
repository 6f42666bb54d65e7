"""Verbs over several devices of one customer, or before there is one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from contracts.models import ContractService
from core.errors import DomainError
from core.events import publish
from devices.models import EDITABLE, Coverage, Device, Review
from devices.rules import check_service_level, check_services
from sla.models import ServiceLevel
from tenants.models import Member
from tenants.roles import Capability


@transaction.atomic
def add_device(*, company: Company, by: Member, **fields: Any) -> Device:
    """Enter a device of the company by hand; it starts unreviewed. Raises DomainError for an inactive company."""
    by.check_may(Capability.EDIT_DEVICES)
    if not company.is_active:
        raise DomainError("company_inactive", _("The company is not active."))
    unknown = set(fields) - {*EDITABLE, "source", "external_id"}
    if unknown:
        raise TypeError(f"A device has no {', '.join(sorted(unknown))} to enter.")
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
    check_service_level(company.pk, service_level)
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
