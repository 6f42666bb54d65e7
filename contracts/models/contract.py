"""The contract itself and its verbs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.payer import check_may_pay
from companies.models import Company
from companies.permissions import check_may
from contracts.catalogue import PREPAID, ContractType, Period, Service
from contracts.models.lines import ContractService, FirstUnits, UnitAdjustment
from contracts.models.purchase import Purchase
from contracts.purchases import check_purchase
from contracts.querysets import ContractQuerySet
from contracts.rules import check_dates, check_payer, check_type_is_on
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.errors import DomainError, EditConflict
from core.events import Occurrence, occurrence_of, publish, publish_many
from core.rowsecurity import TenantForeignKey
from sla.models import ServiceLevel
from sla.rules import check_offered
from tenants.models import TenantOwned
from tenants.roles import Capability

EDITABLE = ("name", "number", "ends_on", "payer", "setup_fee_cents", "overage_rate_cents", "purchase_order")
"""What may change after a contract was made; company, type, start and period are agreed once."""


class ContractStatus(models.TextChoices):
    """Computed, never stored: the record knows active and inactive only."""

    UPCOMING = "upcoming", pgettext_lazy("contract", "starts later")
    ACTIVE = "active", pgettext_lazy("contract", "active")
    EXPIRED = "expired", pgettext_lazy("contract", "expired")
    INACTIVE = "inactive", pgettext_lazy("contract", "inactive")


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

    objects = ContractQuerySet.as_manager()

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
        indexes = [
            models.Index(fields=["tenant", "company", "type"], name="contracts_by_company"),
            models.Index(fields=["tenant", "name", "id"], name="contracts_by_name"),
            models.Index(fields=["tenant", "starts_on", "id"], name="contracts_by_start"),
            models.Index(fields=["tenant", "ends_on", "id"], name="contracts_by_end"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_prepaid(self) -> bool:
        """Whether it needs a purchase before anything can be charged to it."""
        return self.type in PREPAID

    @property
    def is_recurring(self) -> bool:
        return self.type == ContractType.RECURRING

    def status_on(self, day: date) -> str:
        """Where it stands on the day (`ContractStatus`); a prepaid one may be active and yet not usable."""
        if not self.is_active:
            return ContractStatus.INACTIVE
        if self.ends_on is not None and self.ends_on < day:
            return ContractStatus.EXPIRED
        return ContractStatus.UPCOMING if self.starts_on > day else ContractStatus.ACTIVE

    def has_ended_by(self, day: date) -> bool:
        """Whether it is inactive, or its last day lies before the day: the opposite of `open_on`."""
        return self.status_on(day) in (ContractStatus.INACTIVE, ContractStatus.EXPIRED)

    def lasts_longer(self, ends_on: date | None) -> bool:
        """Whether its last day would be a later one."""
        return self.ends_on is not None and (ends_on is None or ends_on > self.ends_on)

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], seen: int, by) -> None:
        """Write what was edited. Raises EditConflict; DomainError for an end before the start or a payer below.

        Who pays is asked again where the contract is to last longer: families may change once it has ended.
        """
        check_names(values, EDITABLE)
        current = self._locked(by)
        if current.version != seen:
            raise EditConflict(current)
        check_dates(self.starts_on, values.get("ends_on", current.ends_on))
        payer = values.get("payer", current.payer)
        if payer not in (None, current.payer):
            check_payer(current.company, payer)
        elif payer is not None and current.lasts_longer(values.get("ends_on", current.ends_on)):
            check_may_pay(current.company, payer)
        changes = differences(current, values)
        if not changes:
            return
        for name, value in values.items():
            setattr(self, name, value)
        self.save_edit(list(values), seen=seen)
        publish("contracts.contract_changed", subject=self, company=self.company, by=by, changes=changes)

    @transaction.atomic
    def make_default(self, *, by) -> None:
        """Tickets of the company fall on this contract. One per company: another one gives way."""
        check_may(by, Capability.EDIT_CONTRACTS)
        Company.objects.select_for_update(no_key=True).get(pk=self.company_id)
        current = self._locked(by)
        current.check_may_be_default()
        self.is_default = True
        if current.is_default:
            return
        before = default_gives_way(self.company)
        type(self).objects.filter(pk=self.pk).update(is_default=True)
        publish_many([self.became_default(before, by=by)])

    def check_may_be_default(self) -> None:
        """Raise DomainError `contract_ended` for one that is inactive or expired."""
        if self.has_ended_by(timezone.localdate()):
            raise DomainError("contract_ended", _("A contract that has ended cannot be the default."))

    def became_default(self, before: "Contract | None", *, by) -> Occurrence:
        """Tickets fall on this contract instead of `before`, to be published."""
        changes = {"default": [str(before) if before else None, str(self)]}
        return occurrence_of("contracts.default_changed", subject=self, company=self.company, by=by, changes=changes)

    @transaction.atomic
    def end(self, *, on: date, by) -> None:
        """Set its last day. Raises DomainError `ends_before_start`, `payer_below` where it is to last longer."""
        current = self._locked(by)
        check_dates(current.starts_on, on)
        if current.payer is not None and current.lasts_longer(on):
            check_may_pay(current.company, current.payer)
        if current.ends_on == on:
            return
        self.ends_on = on
        self.save_edit(["ends_on"], seen=current.version)
        publish(
            "contracts.contract_ended", subject=self, company=self.company, by=by,
            changes={"ends_on": [str(current.ends_on) if current.ends_on else None, str(on)]},
        )  # fmt: skip

    @transaction.atomic
    def add_service(
        self, *, service: Service, units: int, effective_on: date, by, unit_price_cents: int | None = None
    ) -> ContractService:
        """Put a service with its first units on a recurring contract, at the catalogue's price or another (cents)."""
        self._locked(by)
        if self.services.filter(service=service).exists():
            message = _("%(service)s is on this contract already: change its units.") % {"service": service}
            raise DomainError("service_twice", message, field="service")
        [line] = self.carry([FirstUnits(service, units, unit_price_cents)], effective_on=effective_on, by=by)
        publish_many(self.services_added([line], by=by))
        return line

    def carry(self, services: Sequence[FirstUnits], *, effective_on: date, by) -> list[ContractService]:
        """Write down services that are new on the contract, with their units from a day on.

        Called by verbs that hold the contract and publish `services_added`.
        """
        for each in services:
            self._check_may_carry(each)
        self.check_day(effective_on)
        lines = ContractService.objects.bulk_create(
            ContractService(
                tenant_id=self.tenant_id, contract=self, service=service,
                unit_price_cents=service.unit_price_cents if price is None else price,
            )
            for service, _units, price in services
        )  # fmt: skip
        for line, each in zip(lines, services, strict=True):
            line.units = each.units
        UnitAdjustment.objects.bulk_create(
            UnitAdjustment(
                tenant_id=self.tenant_id, contract_service=line, units=line.units, effective_on=effective_on, made_by=by
            )
            for line in lines
        )
        return lines

    def services_added(self, lines: Sequence[ContractService], *, by) -> list[Occurrence]:
        """An event for each of the services, to be published."""
        return [
            occurrence_of(
                "contracts.service_added", subject=self, company=self.company, by=by,
                data={"contract_service": line.pk, "service": str(line.service), "units": line.units},
            )
            for line in lines
        ]  # fmt: skip

    def _check_may_carry(self, wanted: FirstUnits) -> None:
        if not self.is_recurring:
            raise DomainError("not_recurring", _("Only a recurring contract carries services."))
        if not wanted.service.is_active:
            message = _("%(service)s is no longer offered.") % {"service": wanted.service}
            raise DomainError("service_inactive", message, field="service")
        if wanted.units < 1:
            raise DomainError("units_missing", _("Enter at least one unit."), field="units")

    def check_day(self, day: date) -> None:
        """Raise DomainError `outside_of_contract` for a day before its start or after its end."""
        if day < self.starts_on or (self.ends_on and day > self.ends_on):
            message = _("The day lies outside of the contract.")
            raise DomainError("outside_of_contract", message, field="effective_on")

    @transaction.atomic
    def adjust_units(self, *, contract_service: ContractService, units: int, effective_on: date, by) -> UnitAdjustment:
        """Change the units of a service by `units`, up or down, from a day on.

        Raises DomainError `units_negative` when there would be fewer than none on any day.
        """
        self._locked(by)
        if contract_service.contract_id != self.pk:
            raise DomainError("service_of_other_contract", _("This service is on another contract."))
        made = contract_service.record(units=units, effective_on=effective_on, by=by)
        publish(
            "contracts.units_adjusted", subject=self, company=self.company, by=by,
            data={
                "contract_service": contract_service.pk, "service": str(contract_service.service), "units": units,
                "effective_on": str(effective_on),
            },
        )  # fmt: skip
        return made

    @transaction.atomic
    def record_purchase(
        self, *, bought_on: date, valid_from: date, valid_until: date, price_cents: int, by,
        minutes: int | None = None, tickets: int | None = None, is_paid: bool = False,
    ) -> Purchase:  # fmt: skip
        """Record what the customer bought ahead: it makes a prepaid contract usable within its dates."""
        current = self._locked(by)
        check_purchase(
            type=current.type, valid_from=valid_from, valid_until=valid_until, price_cents=price_cents,
            minutes=minutes, tickets=tickets,
        )  # fmt: skip
        made = Purchase.objects.create(
            tenant_id=self.tenant_id, contract=self, bought_on=bought_on, valid_from=valid_from,
            valid_until=valid_until, price_cents=price_cents, minutes=minutes, tickets=tickets, is_paid=is_paid,
        )  # fmt: skip
        publish(
            "contracts.purchase_recorded", subject=self, company=self.company, by=by,
            data={"purchase": made.pk, "valid_from": str(valid_from), "valid_until": str(valid_until)},
        )  # fmt: skip
        return made

    @transaction.atomic
    def attach_service_level(self, *, service_level: ServiceLevel | None, by) -> None:
        """What was promised for work under this contract; None takes it away. The account manager chooses."""
        check_may(by, Capability.EDIT_SERVICE_LEVELS)
        check_offered(service_level, self.company_id)
        current = type(self).objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        self.service_level = service_level
        if current.service_level_id == (service_level.pk if service_level else None):
            return
        before = current.service_level
        self.save_edit(["service_level"], seen=current.version)
        publish(
            "contracts.service_level_attached", subject=self, company=self.company, by=by,
            changes={"service_level": [str(before) if before else None, str(service_level) if service_level else None]},
        )  # fmt: skip

    def _locked(self, by) -> "Contract":
        """The contract as it is stored, locked; refuses who may not edit it, and types that are switched off."""
        check_may(by, Capability.EDIT_CONTRACTS)
        current = (
            type(self).objects.select_for_update(of=("self",), no_key=True).select_related("company").get(pk=self.pk)
        )
        check_type_is_on(current.type)
        return current


def default_gives_way(company: Company) -> Contract | None:
    """Take the mark from the company's default contract, if it has one, and return it. The company is locked."""
    before = Contract.objects.filter(company=company, is_default=True).first()
    if before is not None:
        Contract.objects.filter(pk=before.pk).update(is_default=False)
    return before
