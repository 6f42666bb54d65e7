"""What may change on a contract, and the lines of the catalogue."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import operations
from contracts.catalogue import Period, Service
from contracts.forms.fields import PurchaseFields, offer_payers
from contracts.models import EDITABLE, Contract, ContractService
from core.forms import DomainForm, EditForm, MoneyField
from sla.models import ServiceLevel


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
        offer_payers(self.fields["payer"], contract.company, by, typed or contract.payer_id, current=contract.payer)
        if not contract.is_prepaid:
            del self.fields["overage_rate_cents"]
        if not contract.is_recurring:
            del self.fields["setup_fee_cents"]

    def act(self):
        """Save what was edited."""
        values = dict(self.values)
        if "setup_fee_cents" in values:
            values["setup_fee_cents"] = values["setup_fee_cents"] or 0
        self.contract.update_details(values=values, seen=self.seen, by=self.by)


class EndForm(DomainForm):
    """The last day of a contract."""

    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The contract is billed, and work can be charged to it, up to and including this day."),
    )

    def __init__(self, data=None, *, contract: Contract, by, **kwargs):
        super().__init__(data, **kwargs)
        self.contract, self.by = contract, by
        usual = contract.ends_on or max(timezone.localdate(), contract.starts_on)
        self.initial = {"ends_on": usual, **self.initial}

    def act(self):
        """End it."""
        self.contract.end(on=self.cleaned_data["ends_on"], by=self.by)


class ContractServiceLevelForm(DomainForm):
    """What was promised for work under a contract; empty: what the customer has anyway."""

    service_level = forms.ModelChoiceField(
        label=gettext_lazy("Service level"), queryset=ServiceLevel.objects.none(), required=False,
        empty_label=gettext_lazy("None of its own"),
        help_text=gettext_lazy("Applies to tickets under this contract, before the service level of the customer."),
    )  # fmt: skip

    def __init__(self, data=None, *, contract: Contract, by, **kwargs):
        super().__init__(data, **kwargs)
        self.contract, self.by = contract, by
        self.fields["service_level"].queryset = ServiceLevel.objects.offered_to(contract.company).order_by("name")
        self.initial = {"service_level": contract.service_level_id, **self.initial}

    def act(self):
        """Attach it, or take it away."""
        self.contract.attach_service_level(service_level=self.cleaned_data["service_level"], by=self.by)


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

    def act(self):
        """Add it."""
        return self.contract.add_service(by=self.by, **self.values)


class UnitsForm(DomainForm):
    """More or fewer units of a service, from a day on. The line comes with its units of today (`with_units_on`)."""

    units = forms.IntegerField(label=gettext_lazy("Change of units"), min_value=-100_000, max_value=100_000)
    effective_on = forms.DateField(label=gettext_lazy("Effective on"))

    def __init__(self, data=None, *, line: ContractService, by, **kwargs):
        super().__init__(data, **kwargs)
        self.line, self.by = line, by
        example = _("Now: %(count)d. Enter 3 for three more, -2 for two fewer.")
        self.fields["units"].help_text = example % {"count": line.units}
        self.initial = {"effective_on": max(timezone.localdate(), line.contract.starts_on), **self.initial}

    def act(self):
        """Record it."""
        return self.line.contract.adjust_units(contract_service=self.line, by=self.by, **self.values)


class PurchaseForm(PurchaseFields, DomainForm):
    """A further purchase on a prepaid contract."""

    def __init__(self, data=None, *, contract: Contract, by, **kwargs):
        super().__init__(data, **kwargs)
        self.contract, self.by = contract, by
        self.keep_for(contract.type)

    def act(self):
        """Record it."""
        return self.contract.record_purchase(by=self.by, **self.purchase())


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

    def act(self):
        """Save the line of the catalogue."""
        return operations.save_service(tenant=self.tenant, values=self.values, by=self.by, service=self.service)
