"""The forms of contracts, for their own pages and for the wizard: each knows the verb that it calls."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company
from contracts import operations
from contracts.catalogue import PREPAID, ContractType, EnabledContractType, Period, Service
from contracts.models import EDITABLE, BillingDecision, Contract, ContractService
from core.forms import DomainForm, EditForm, MoneyField

WHEN = {
    ContractType.TIME_AND_MATERIALS: gettext_lazy("Work by the hour, at rates agreed with this customer."),
    ContractType.RECURRING: gettext_lazy("A predictable price per device or user; you keep things running."),
    ContractType.FIXED_PRICE: gettext_lazy("One defined job for one price, paid in stages."),
    ContractType.BLOCK_HOURS: gettext_lazy("The customer pays hours ahead, usually at a better rate."),
    ContractType.RETAINER: gettext_lazy("The customer pays an amount ahead, from which work is deducted."),
    ContractType.PER_TICKET: gettext_lazy("A fixed fee for each case, paid ahead."),
}
"""One sentence each: the business case that a type fits."""
PAYERS_OFFERED = 100


def types_offered(*, recurring: bool | None = None) -> list[tuple[str, Any, Any]]:
    """Types that are switched on, each with its name and the case it fits. `recurring` narrows to or away from it."""
    on = set(EnabledContractType.objects.values_list("type", flat=True))
    fitting = [kind for kind in ContractType if kind.value in on]
    if recurring is not None:
        fitting = [kind for kind in fitting if (kind == ContractType.RECURRING) == recurring]
    return [(kind.value, kind.label, WHEN[kind]) for kind in fitting]


class _ContractForm(DomainForm):
    """What every new contract is asked for."""

    name = forms.CharField(label=gettext_lazy("Contract name"), max_length=100)
    number = forms.CharField(label=gettext_lazy("Contract number"), max_length=50, required=False)
    starts_on = forms.DateField(label=gettext_lazy("Starts on"))
    ends_on = forms.DateField(label=gettext_lazy("Ends on"), required=False)
    purchase_order = forms.CharField(label=gettext_lazy("Purchase order number"), max_length=50, required=False)
    payer = forms.ModelChoiceField(
        label=gettext_lazy("Another company pays"), queryset=Company.objects.none(), required=False
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("Default contract for the customer's tickets"), required=False, initial=True
    )

    def __init__(self, data=None, *, company: Company, by, **kwargs):
        super().__init__(data, **kwargs)
        self.company, self.by = company, by
        self.initial = {"starts_on": timezone.localdate(), **self.initial}
        _offer_payers(self.fields["payer"], company, by, data and data.get(self.add_prefix("payer")))

    def apply(self, verb=None) -> bool:
        """Make the contract, or call the given verb instead. False: the form now says why."""
        return super().apply(verb or self._make)

    def _create(self, contract_type: str, **further) -> Contract:
        header = ("name", "number", "starts_on", "ends_on", "purchase_order", "payer")
        values = {name: self.cleaned_data[name] for name in header}
        return operations.create_contract(company=self.company, type=contract_type, by=self.by, **values, **further)

    def _make_default(self, contract: Contract) -> Contract:
        if self.cleaned_data["is_default"]:
            contract.make_default(by=self.by)
        return contract


class RecurringContractForm(_ContractForm):
    """A recurring contract with its first services: units and price for each line of the catalogue."""

    period = forms.ChoiceField(label=gettext_lazy("Billing period"), choices=Period.choices)
    setup_fee_cents = MoneyField(label=gettext_lazy("Set-up fee"), required=False)

    def __init__(self, data=None, *, company: Company, by, **kwargs):
        super().__init__(data, company=company, by=by, **kwargs)
        self.initial.setdefault("name", _("Managed services"))
        self.services = list(Service.objects.filter(is_active=True).order_by("position", "pk"))
        for service in self.services:
            label = _("Units of %(service)s") % {"service": service}
            self.fields[f"units_{service.pk}"] = forms.IntegerField(
                label=label, min_value=0, max_value=100_000, required=False,
                widget=forms.NumberInput(attrs={"class": "numeric", "inputmode": "numeric"}),
            )  # fmt: skip
            self.fields[f"price_{service.pk}"] = MoneyField(
                label=_("Price of %(service)s") % {"service": service}, required=False,
                initial=service.unit_price_cents,
            )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(f"units_{service.pk}") for service in self.services):
            self.add_error(None, _("Enter units for at least one service."))
        return cleaned

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines of the catalogue with their two fields."""
        return [
            {"service": each, "units": self[f"units_{each.pk}"], "price": self[f"price_{each.pk}"]}
            for each in self.services
        ]

    @property
    def header(self):
        """The fields above the services."""
        names = ("name", "number", "starts_on", "ends_on", "period", "setup_fee_cents", "purchase_order", "payer")
        return [self[name] for name in names]

    def _make(self) -> Contract:
        data = self.cleaned_data
        contract = self._create(
            ContractType.RECURRING, period=data["period"], setup_fee_cents=data["setup_fee_cents"] or 0
        )
        for service in self.services:
            if data[f"units_{service.pk}"]:
                contract.add_service(
                    service=service, units=data[f"units_{service.pk}"], effective_on=contract.starts_on, by=self.by,
                    unit_price_cents=data[f"price_{service.pk}"],
                )  # fmt: skip
        return self._make_default(contract)


class _PurchaseFields(forms.Form):
    """What was bought ahead; which of them a type needs is decided by `keep_for`."""

    hours = forms.DecimalField(
        label=gettext_lazy("Hours bought"), min_value=0, max_digits=7, decimal_places=2, localize=True
    )
    tickets = forms.IntegerField(label=gettext_lazy("Tickets bought"), min_value=1, max_value=100_000)
    price_cents = MoneyField(label=gettext_lazy("Price"))
    bought_on = forms.DateField(label=gettext_lazy("Bought on"))
    valid_from = forms.DateField(label=gettext_lazy("Valid from"))
    valid_until = forms.DateField(label=gettext_lazy("Valid until"))
    is_paid = forms.BooleanField(label=gettext_lazy("Paid"), required=False)

    NAMES = ("hours", "tickets", "price_cents", "bought_on", "valid_from", "valid_until", "is_paid")

    def keep_for(self, contract_type: str) -> None:
        """Leave only the fields that a purchase of this type has."""
        unneeded = {"hours", "tickets"}
        if contract_type not in PREPAID:
            unneeded = set(self.NAMES)
        elif contract_type == ContractType.BLOCK_HOURS:
            unneeded = {"tickets"}
        elif contract_type == ContractType.PER_TICKET:
            unneeded = {"hours"}
        for name in unneeded:
            del self.fields[name]
        today = timezone.localdate()
        self.initial = {
            "bought_on": today, "valid_from": today, "valid_until": _a_year_after(today), **self.initial
        }  # fmt: skip

    def purchase(self) -> dict[str, Any]:
        """What `record_purchase` takes."""
        data = {name: self.cleaned_data[name] for name in self.NAMES if name in self.fields}
        hours = data.pop("hours", None)
        return {**data, "minutes": None if hours is None else int(hours * 60)}


class BillingContractForm(_PurchaseFields, _ContractForm):
    """A contract of one of the other types; a prepaid one with its first purchase, so that it is usable at once."""

    overage_rate_cents = MoneyField(label=gettext_lazy("Rate per hour beyond it"), required=False)

    def __init__(self, data=None, *, company: Company, by, type: str = "", **kwargs):
        super().__init__(data, company=company, by=by, **kwargs)
        offered = [value for value, _label, _when in types_offered(recurring=False)]
        self.type = type if type in offered else next(iter(offered), ContractType.TIME_AND_MATERIALS.value)
        self.type_label = ContractType(self.type).label
        self.initial.setdefault("name", str(self.type_label))
        self.keep_for(self.type)
        self.is_prepaid = self.type in PREPAID
        if not self.is_prepaid:
            del self.fields["overage_rate_cents"]

    @property
    def header(self):
        """The fields of the contract itself."""
        names = ("name", "number", "starts_on", "ends_on", "purchase_order", "payer", "overage_rate_cents")
        return [self[name] for name in names if name in self.fields]

    @property
    def purchase_fields(self):
        """The fields of the first purchase; none where nothing is bought ahead."""
        return [self[name] for name in self.NAMES if name in self.fields]

    def _make(self) -> Contract:
        further = {"overage_rate_cents": self.cleaned_data["overage_rate_cents"]} if self.is_prepaid else {}
        contract = self._create(self.type, **further)
        if self.is_prepaid:
            contract.record_purchase(by=self.by, **self.purchase())
        return self._make_default(contract)


class StandardRatesForm(DomainForm):
    """The decision that a customer has no contract: billed by standard rates."""

    standard_rates_only = forms.BooleanField(
        label=gettext_lazy("This customer is billed by standard rates, without a contract"), required=False
    )

    def __init__(self, data=None, *, company: Company, by, **kwargs):
        super().__init__(data, **kwargs)
        self.company, self.by = company, by
        decided = BillingDecision.objects.filter(company=company, standard_rates_only=True).exists()
        self.initial = {"standard_rates_only": decided, **self.initial}

    def apply(self, verb=None) -> bool:
        """Decide or take the decision back, or call the given verb instead."""
        return super().apply(verb or self._decide)

    def _decide(self):
        if self.cleaned_data["standard_rates_only"]:
            return operations.decide_standard_rates(company=self.company, by=self.by)
        return operations.withdraw_standard_rates(company=self.company, by=self.by)


class ContractForm(EditForm):
    """What may change on a contract after it was made."""

    setup_fee_cents = MoneyField(label=gettext_lazy("Set-up fee"), required=False)
    overage_rate_cents = MoneyField(label=gettext_lazy("Rate per hour beyond it"), required=False)

    class Meta:
        model = Contract
        fields = EDITABLE

    def __init__(self, data=None, *, contract: Contract, by, **kwargs):
        super().__init__(data, instance=contract, **kwargs)
        self.contract, self.by = contract, by
        typed = data and data.get(self.add_prefix("payer"))
        _offer_payers(self.fields["payer"], contract.company, by, typed or contract.payer_id)
        if not contract.is_prepaid:
            del self.fields["overage_rate_cents"]
        if not contract.is_recurring:
            del self.fields["setup_fee_cents"]

    def apply(self, verb=None) -> bool:
        """Save, or call the given verb instead. False: the form now says why."""
        return super().apply(verb or self._save)

    def _save(self):
        values = dict(self.values)
        if "setup_fee_cents" in values:
            values["setup_fee_cents"] = values["setup_fee_cents"] or 0
        self.contract.update_details(values=values, seen=self.seen, by=self.by)


class AddServiceForm(DomainForm):
    """A further service on a recurring contract."""

    service = forms.ModelChoiceField(label=gettext_lazy("Service"), queryset=Service.objects.none())
    units = forms.IntegerField(label=gettext_lazy("Units"), min_value=1, max_value=100_000)
    unit_price_cents = MoneyField(label=gettext_lazy("Agreed unit price"), required=False)
    effective_on = forms.DateField(label=gettext_lazy("Effective on"))

    def __init__(self, data=None, *, contract: Contract, by, **kwargs):
        super().__init__(data, **kwargs)
        self.contract, self.by = contract, by
        taken = contract.services.values("service")
        self.fields["service"].queryset = (
            Service.objects.filter(is_active=True).exclude(pk__in=taken).order_by("position", "pk")
        )
        self.fields["unit_price_cents"].help_text = _("Empty: the price of the catalogue.")
        self.initial = {"effective_on": max(timezone.localdate(), contract.starts_on), **self.initial}

    def apply(self, verb=None) -> bool:
        """Add it, or call the given verb instead. False: the form now says why."""
        return super().apply(verb or (lambda: self.contract.add_service(by=self.by, **self.values)))


class UnitsForm(DomainForm):
    """More or fewer units of a service, from a day on."""

    units = forms.IntegerField(
        label=gettext_lazy("Change of units"), min_value=-100_000, max_value=100_000,
        help_text=gettext_lazy("For example 3 for three more, -2 for two fewer."),
    )  # fmt: skip
    effective_on = forms.DateField(label=gettext_lazy("Effective on"))

    def __init__(self, data=None, *, line: ContractService, by, **kwargs):
        super().__init__(data, **kwargs)
        self.line, self.by = line, by
        self.initial = {"effective_on": max(timezone.localdate(), line.contract.starts_on), **self.initial}

    def apply(self, verb=None) -> bool:
        """Record it, or call the given verb instead. False: the form now says why."""
        return super().apply(
            verb or (lambda: self.line.contract.adjust_units(contract_service=self.line, by=self.by, **self.values))
        )


class PurchaseForm(_PurchaseFields, DomainForm):
    """A further purchase on a prepaid contract."""

    def __init__(self, data=None, *, contract: Contract, by, **kwargs):
        super().__init__(data, **kwargs)
        self.contract, self.by = contract, by
        self.keep_for(contract.type)

    def apply(self, verb=None) -> bool:
        """Record it, or call the given verb instead. False: the form now says why."""
        return super().apply(verb or (lambda: self.contract.record_purchase(by=self.by, **self.purchase())))


class ServiceForm(DomainForm):
    """A line of the catalogue."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_de = forms.CharField(label=gettext_lazy("Name in German"), max_length=100, required=False)
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=400, required=False, widget=forms.Textarea
    )
    unit_price_cents = MoneyField(label=gettext_lazy("Unit price"))
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=Period.choices)
    counts = forms.ChoiceField(label=gettext_lazy("What a unit is"), choices=Service._meta.get_field("counts").choices)
    is_active = forms.BooleanField(label=gettext_lazy("Offered"), required=False, initial=True)

    def __init__(self, data=None, *, tenant, by, service: Service | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.tenant, self.by, self.service = tenant, by, service
        if service is not None:
            self.initial = {name: getattr(service, name) for name in self.fields}

    def apply(self, verb=None) -> bool:
        """Save, or call the given verb instead. False: the form now says why."""
        return super().apply(verb or self._save)

    def _save(self):
        return operations.save_service(tenant=self.tenant, values=self.values, by=self.by, service=self.service)


def _offer_payers(field, company: Company, by, chosen) -> None:
    """Companies of the family and others that this member sees; whatever is visible is accepted."""
    visible = Company.objects.visible_to(by).active().others().exclude(pk=company.pk)
    field.queryset = visible
    field.empty_label = _("No: %(company)s or whoever the invoice settings say") % {"company": company}
    above = list(company.ancestors())
    offered = list(visible.in_name_order()[:PAYERS_OFFERED])
    wanted = [int(chosen)] if str(chosen or "").isdigit() else []
    missing = {*wanted, *(each.pk for each in above)} - {each.pk for each in offered}
    kept = list(visible.filter(pk__in=missing).in_name_order())
    choices = [(each.pk, each.name) for each in [*kept, *offered]]
    field.widget.choices = [("", field.empty_label), *choices]


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
