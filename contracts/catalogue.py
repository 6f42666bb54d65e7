"""What a tenant sells by contract: types, labour roles with rates, services with prices."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import TenantForeignKey
from sla.models import ServiceLevel
from tenants.models import TenantOwned


class ContractType(models.TextChoices):
    """The trade's six types. The last three are prepaid: unusable before a first purchase."""

    TIME_AND_MATERIALS = "time_and_materials", _("Time and materials")
    RECURRING = "recurring", _("Recurring service")
    FIXED_PRICE = "fixed_price", _("Fixed price")
    BLOCK_HOURS = "block_hours", _("Block hours")
    RETAINER = "retainer", _("Retainer")
    PER_TICKET = "per_ticket", _("Per ticket")


PREPAID = frozenset({ContractType.BLOCK_HOURS, ContractType.RETAINER, ContractType.PER_TICKET})


class Period(models.TextChoices):
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    HALF_YEARLY = "half_yearly", _("half-yearly")
    YEARLY = "yearly", _("yearly")


class Counts(models.TextChoices):
    """What a unit of a service is."""

    DEVICE = "device", _("per device")
    USER = "user", _("per user")
    FLAT = "flat", _("flat")


class LabourRole(TenantOwned):
    """A role that work is billed in, with its standard rate in cents an hour."""

    name = models.CharField(_("name"), max_length=60)
    name_de = models.CharField(_("name in German"), max_length=60, blank=True)
    hourly_rate_cents = models.PositiveIntegerField(_("hourly rate"))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="contracts_role_once")]

    def __str__(self):
        german = (get_language() or "").startswith("de")
        return (german and self.name_de) or self.name


class Service(TenantOwned):
    """A line of the service catalogue, with its price in cents for a period and what a unit of it counts."""

    name = models.CharField(_("name"), max_length=100)
    name_de = models.CharField(_("name in German"), max_length=100, blank=True)
    description = models.CharField(_("description"), max_length=400, blank=True)
    unit_price_cents = models.PositiveIntegerField(_("unit price"))
    period = models.CharField(_("period"), max_length=20, choices=Period, default=Period.MONTHLY)
    counts = models.CharField(_("counts"), max_length=10, choices=Counts, default=Counts.DEVICE)
    service_level = TenantForeignKey(
        ServiceLevel, null=True, blank=True, related_name="+", verbose_name=_("service level")
    )
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="contracts_service_once")]

    def __str__(self):
        german = (get_language() or "").startswith("de")
        return (german and self.name_de) or self.name


class EnabledContractType(TenantOwned):
    """A contract type that this tenant has switched on; time and materials and recurring are from the start."""

    type = models.CharField(max_length=20, choices=ContractType)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "type"], name="contracts_enabledtype_once")]

    def __str__(self):
        return self.type
