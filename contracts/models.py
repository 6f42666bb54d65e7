"""Contracts: what governs the bill, and for which company. None at all is a valid answer for break/fix."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from sla.models import ServiceLevel
from tenants.models import Member, TenantOwned


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
        return self.name


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
        return self.name


class Contract(Versioned, TenantOwned):
    """A billing arrangement with one company. Type and company never change; expired is computed, not stored."""

    company = TenantForeignKey(Company, related_name="contracts")
    type = models.CharField(_("contract type"), max_length=20, choices=ContractType)
    name = models.CharField(_("contract name"), max_length=100)
    number = models.CharField(_("contract number"), max_length=50, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_default = models.BooleanField(_("default contract for tickets"), default=False)
    period = models.CharField(_("billing period"), max_length=20, choices=Period, default=Period.MONTHLY)
    service_level = TenantForeignKey(
        ServiceLevel, null=True, blank=True, related_name="contracts", verbose_name=_("service level")
    )
    payer = TenantForeignKey(
        Company, null=True, blank=True, related_name="paid_contracts", verbose_name=_("another company pays")
    )
    setup_fee_cents = models.PositiveIntegerField(_("set-up fee"), default=0)
    overage_rate_cents = models.PositiveIntegerField(_("overage rate per hour"), null=True, blank=True)
    purchase_order = models.CharField(_("purchase order number"), max_length=50, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company"], condition=models.Q(is_default=True), name="contracts_one_default"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="contracts_contract_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "company", "type"], name="contracts_by_company")]

    def __str__(self):
        return self.name


class ContractService(TenantOwned):
    """A service on a recurring contract at its agreed price. It holds no quantity: that is the sum of adjustments."""

    contract = TenantForeignKey(Contract, on_delete=models.CASCADE, related_name="services")
    service = TenantForeignKey(Service, related_name="+", verbose_name=_("service"))
    unit_price_cents = models.PositiveIntegerField(_("unit price"))

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "contract", "service"], name="contracts_contractservice_once")
        ]

    def __str__(self):
        return f"{self.contract_id} {self.service_id}"


class UnitAdjustment(TenantOwned):
    """A dated change of units, up or down; never edited, only followed by another."""

    contract_service = TenantForeignKey(ContractService, on_delete=models.CASCADE, related_name="adjustments")
    units = models.IntegerField(_("units"))
    effective_on = models.DateField(_("effective on"))
    made_by = TenantForeignKey(Member, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.CheckConstraint(condition=~models.Q(units=0), name="contracts_adjustment_changes_something")
        ]
        indexes = [
            models.Index(fields=["tenant", "contract_service", "effective_on"], name="contracts_adjustments")
        ]

    def __str__(self):
        return f"{self.units:+d} {self.effective_on}"


class Purchase(TenantOwned):
    """What makes a prepaid contract usable: hours (in minutes), money (in cents) or tickets, valid in a range."""

    contract = TenantForeignKey(Contract, on_delete=models.CASCADE, related_name="purchases")
    bought_on = models.DateField(_("bought on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    minutes = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    tickets = models.PositiveIntegerField(_("tickets"), null=True, blank=True)
    price_cents = models.PositiveIntegerField(_("price"))
    is_paid = models.BooleanField(_("paid"), default=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="contracts_purchase_range"
            )
        ]

    def __str__(self):
        return f"{self.contract_id} {self.bought_on}"


class BillingDecision(TenantOwned):
    """That a break/fix customer is billed by standard rates alone: a recorded decision, not an empty list."""

    company = TenantOneToOne(Company, on_delete=models.CASCADE, related_name="billing_decision")
    standard_rates_only = models.BooleanField(default=True)
    decided_by = TenantForeignKey(Member, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return str(self.company_id)


class EnabledContractType(TenantOwned):
    """A contract type that this tenant has switched on; time and materials and recurring are from the start."""

    type = models.CharField(max_length=20, choices=ContractType)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "type"], name="contracts_enabledtype_once")]

    def __str__(self):
        return self.type
