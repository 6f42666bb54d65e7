"""Devices of customers and what covers them. A device is never deleted and never changes its company."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from contracts.models import ContractService
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.errors import DomainError
from core.events import publish
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key
from devices.querysets import DeviceQuerySet
from devices.rules import check_services
from imports.headers import plain
from sla.models import ServiceLevel
from sla.rules import check_offered
from tenants.models import Member, TenantOwned
from tenants.roles import Capability


class DeviceKind(models.TextChoices):
    WORKSTATION = "workstation", _("Workstation")
    LAPTOP = "laptop", _("Laptop")
    SERVER = "server", _("Server")
    NETWORK = "network", _("Network device")
    PRINTER = "printer", _("Printer")
    MOBILE = "mobile", _("Mobile device")
    OTHER = "other", pgettext_lazy("device", "Other")


class Review(models.TextChoices):
    """Whether somebody looked at a device and decided what covers it."""

    UNREVIEWED = "unreviewed", _("not reviewed")
    COVERED = "covered", _("covered")
    NO_CONTRACT = "no_contract", _("reviewed, no contract")


EDITABLE = (
    "name", "kind", "is_supported", "serial_number", "mac_address", "manufacturer", "model", "operating_system",
    "last_user",
)  # fmt: skip

KEYS = ("sort_name", "name_key", "serial_key")
"""Made of other fields by `set_keys`."""


class Device(Versioned, TenantOwned):
    """A device (configuration item) of a customer, known by its source's id, its serial number, MAC or name."""

    company = TenantForeignKey(Company, related_name="devices")
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=220, editable=False)
    name_key = models.CharField(max_length=220, editable=False, blank=True)
    serial_key = models.CharField(max_length=120, editable=False, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DeviceKind)
    is_supported = models.BooleanField(_("supported"), default=True)
    serial_number = models.CharField(_("serial number"), max_length=100, blank=True)
    mac_address = models.CharField(_("MAC address"), max_length=17, blank=True)
    manufacturer = models.CharField(_("manufacturer"), max_length=80, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    operating_system = models.CharField(_("operating system"), max_length=120, blank=True)
    last_user = models.CharField(_("last user"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=20, blank=True)
    external_id = models.CharField(_("id in the source"), max_length=100, blank=True)
    review = models.CharField(_("review"), max_length=20, choices=Review, default=Review.UNREVIEWED)
    reviewed_by = TenantForeignKey(Member, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    service_level = TenantForeignKey(
        ServiceLevel, null=True, blank=True, related_name="devices", verbose_name=_("service level")
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "source", "external_id"], condition=~models.Q(external_id=""),
                name="devices_device_external_once",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["tenant", "company", "sort_name"], name="devices_by_company"),
            models.Index(fields=["tenant", "sort_name", "id"], name="devices_by_name"),
            models.Index(fields=["tenant", "company", "serial_key"], name="devices_by_serial_key"),
            models.Index(fields=["tenant", "company", "name_key"], name="devices_by_name_key"),
            models.Index(fields=["tenant", "company", "mac_address"], name="devices_by_mac"),
            models.Index(fields=["tenant", "serial_number", "id"], name="devices_by_serial"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """What lists sort by, and what an import finds the device by: without case, accents and punctuation."""
        self.sort_name = sort_key(self.name)[:220]
        self.name_key, self.serial_key = plain(self.name)[:220], plain(self.serial_number)[:120]

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], seen: int, by: Member) -> None:
        """Change what is known of the device; its company never changes.

        `seen` is the version that was edited. Raises EditConflict when somebody saved in between.
        """
        check_names(values, EDITABLE)
        device = self._locked(by)
        changes = differences(device, values)
        for name in changes:
            setattr(device, name, values[name])
        device.set_keys()
        device.save_edit([*changes, *KEYS], seen=seen)
        if changes:
            publish("devices.device_changed", subject=device, company=device.company, by=by, changes=changes)

    @transaction.atomic
    def cover(
        self, *, contract_services: Iterable[ContractService], service_level: ServiceLevel | None, by: Member
    ) -> None:
        """State exactly what covers the device: these services, and its own service level if it has one.

        Without a service level of its own the service's, the contract's or the customer's applies. Without any
        service the device waits for review again. Raises DomainError when a service or service level is another
        customer's or has ended.
        """
        device, services = self._locked(by), list(contract_services)
        check_services(device.company_id, services, timezone.localdate())
        check_offered(service_level, device.company_id)
        before = {each.contract_service_id for each in device.coverages.all()}
        device.coverages.exclude(contract_service__in=services).delete()
        Coverage.objects.bulk_create(
            Coverage(tenant_id=device.tenant_id, device=device, contract_service=line)
            for line in services
            if line.pk not in before
        )
        device.service_level = service_level
        device._record_review(Review.COVERED if services else Review.UNREVIEWED, by)
        publish(
            "devices.device_covered", subject=device, company=device.company, by=by,
            changes={"services": [sorted(before), sorted(line.pk for line in services)]},
            data={"device_ids": [device.pk], "count": 1},
        )  # fmt: skip

    @transaction.atomic
    def review_without_contract(self, *, by: Member) -> None:
        """Decide that no contract covers the device; it then needs no service and no service level."""
        device = self._locked(by)
        device.coverages.all().delete()
        device._record_review(Review.NO_CONTRACT, by)
        publish("devices.device_reviewed", subject=device, company=device.company, by=by,
                data={"device_ids": [device.pk], "count": 1})  # fmt: skip

    @transaction.atomic
    def deactivate(self, *, by: Member) -> None:
        """Take the device out of use: it counts no more, and stays in the records."""
        self._switch(False, "devices.device_deactivated", by)

    @transaction.atomic
    def activate(self, *, by: Member) -> None:
        """Take the device into use again."""
        self._switch(True, "devices.device_activated", by)

    def _switch(self, is_active: bool, key: str, by: Member) -> None:
        device = self._locked(by)
        if device.is_active == is_active:
            return
        device.is_active = self.is_active = is_active
        device.version += 1
        device.save(update_fields=["is_active", "version"])
        publish(key, subject=device, company=device.company, by=by, changes={"is_active": [not is_active, is_active]})

    def _locked(self, by: Member) -> "Device":
        by.check_may(Capability.EDIT_DEVICES)
        device = Device.objects.select_for_update(of=("self",)).select_related("company").get(pk=self.pk)
        if not device.company.is_active:
            raise DomainError("company_inactive", _("The company is not active."))
        return device

    def _record_review(self, review: Review, by: Member) -> None:
        self.review = review
        self.reviewed_by, self.reviewed_at = (None, None) if review == Review.UNREVIEWED else (by, timezone.now())
        self.version += 1
        self.save(update_fields=["service_level", "review", "reviewed_by", "reviewed_at", "version"])


class Coverage(TenantOwned):
    """A service on a contract that covers a device; several may (monitoring, backup, protection)."""

    device = TenantForeignKey(Device, on_delete=models.CASCADE, related_name="coverages")
    contract_service = TenantForeignKey(ContractService, on_delete=models.CASCADE, related_name="coverages")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "device", "contract_service"], name="devices_coverage_once")
        ]
        indexes = [models.Index(fields=["tenant", "contract_service"], name="devices_coverage_service")]

    def __str__(self):
        return f"{self.device_id} {self.contract_service_id}"
