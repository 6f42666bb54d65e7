"""Services on a recurring contract, and the dated changes of their units."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.catalogue import Service
from contracts.querysets import ContractServiceQuerySet
from contracts.units import first_shortfall
from core.errors import DomainError
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned


class FirstUnits(NamedTuple):
    """A service as it is put on a contract: how many units, and at which price (cents; None: the catalogue's)."""

    service: Service
    units: int
    unit_price_cents: int | None = None


class ContractService(TenantOwned):
    """A service on a recurring contract at its agreed price. It holds no quantity: that is the sum of adjustments."""

    units: int
    """Only where it was asked for: `with_units_on`, and when it was just put on its contract."""

    contract = TenantForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="services")
    service = TenantForeignKey(Service, related_name="+", verbose_name=_("service"))
    unit_price_cents = models.PositiveIntegerField(_("unit price"))

    objects = ContractServiceQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "contract", "service"], name="contracts_contractservice_once")
        ]

    def __str__(self):
        return f"{self.contract_id} {self.service_id}"

    def record(self, *, units: int, effective_on: date, by) -> "UnitAdjustment":
        """Write down a change of units. Called by the contract, which is locked and publishes."""
        if units == 0:
            raise DomainError("units_missing", _("Enter how many units more or fewer."), field="units")
        self.contract.check_day(effective_on)
        dated = [*self.adjustments.values_list("effective_on", "units"), (effective_on, units)]
        shortfall = first_shortfall(dated)
        if shortfall is not None:
            message = _("On %(day)s there would be fewer than no units.") % {"day": shortfall.isoformat()}
            raise DomainError("units_negative", message, field="units")
        return UnitAdjustment.objects.create(
            tenant_id=self.tenant_id, contract_service=self, units=units, effective_on=effective_on, made_by=by
        )


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
        indexes = [models.Index(fields=["tenant", "contract_service", "effective_on"], name="contracts_adjustments")]

    def __str__(self):
        return f"{self.units:+d} {self.effective_on}"
