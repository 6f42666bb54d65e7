"""From no contract to one, or to the decision for none."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company
from contracts import operations
from contracts.catalogue import PREPAID, ContractType, EnabledContractType, Period, Service
from contracts.forms.fields import PurchaseFields, offer_payers
from contracts.models import BillingDecision, Contract, FirstUnits
from core.forms import DomainForm, MoneyField

WHEN = {
    ContractType.TIME_AND_MATERIALS: gettext_lazy("Work by the hour, at rates agreed with this customer."),
    ContractType.RECURRING: gettext_lazy("A predictable price per device or user; you keep things running."),
    ContractType.FIXED_PRICE: gettext_lazy("One defined job for one price, paid in stages."),
    ContractType.BLOCK_HOURS: gettext_lazy("The customer pays hours ahead, usually at a better rate."),
    ContractType.RETAINER: gettext_lazy("The customer pays an amount ahead, from which work is deducted."),
    ContractType.PER_TICKET: gettext_lazy("A fixed fee for each case, paid ahead."),
}
"""One sentence each: the business case that a type fits."""


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
        offer_payers(self.fields["payer"], company, by, data and data.get(self.add_prefix("payer")))

    def _create(self, contract_type: str, **further) -> Contract:
        header = ("name", "number", "starts_on", "ends_on", "purchase_order", "payer")
        values = {name: self.cleaned_data[name] for name in (*header, "is_default")}
        return operations.create_contract(company=self.company, type=contract_type, by=self.by, **values, **further)


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

    def act(self) -> Contract:
        """Make the contract with its services."""
        data = self.cleaned_data
        services = [
            FirstUnits(each, data[f"units_{each.pk}"], data[f"price_{each.pk}"])
            for each in self.services
            if data[f"units_{each.pk}"]
        ]
        return self._create(
            ContractType.RECURRING, period=data["period"], setup_fee_cents=data["setup_fee_cents"] or 0,
            services=services,
        )  # fmt: skip


class BillingContractForm(PurchaseFields, _ContractForm):
    """A contract of one of the other types; a prepaid one with its first purchase, so that it is usable at once."""

    overage_rate_cents = MoneyField(label=gettext_lazy("Rate per hour beyond it"), required=False)

    def __init__(self, data=None, *, company: Company, by, type: str = "", **kwargs):
        super().__init__(data, company=company, by=by, **kwargs)
        self.types = types_offered(recurring=False)
        offered = [value for value, _label, _when in self.types]
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

    def act(self) -> Contract:
        """Make the contract, a prepaid one with its purchase."""
        further = {"overage_rate_cents": self.cleaned_data["overage_rate_cents"]} if self.is_prepaid else {}
        contract = self._create(self.type, **further)
        if self.is_prepaid:
            contract.record_purchase(by=self.by, **self.purchase())
        return contract


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

    def act(self):
        """Decide, or take the decision back."""
        if self.cleaned_data["standard_rates_only"]:
            return operations.decide_standard_rates(company=self.company, by=self.by)
        return operations.withdraw_standard_rates(company=self.company, by=self.by)
