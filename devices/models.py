"""Devices of customers and what covers them. A device is never deleted and never changes its company."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from contracts.models import ContractService
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key
from sla.models import ServiceLevel
from tenants.models import Member, TenantOwned


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


class Device(Versioned, TenantOwned):
    """A device (configuration item) of a customer, known by its source's id, its serial number, MAC or name."""

    company = TenantForeignKey(Company, related_name="devices")
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=220, editable=False)
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
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)[:220]
        super().save(*args, **kwargs)


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
