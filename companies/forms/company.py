"""A company itself: new, edited, its profile, the MSP's own, a location."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from companies.forms.people import KeepsSight
from companies.models import Company, CompanyType, Location
from companies.models.address import ADDRESS
from companies.models.phones import PHONES
from companies.models.record import ALERTS, DETAILS, GROUPINGS, MARKET
from companies.names import IS_IT_THE_SAME
from companies.pickers import TeamField
from core.forms import DomainForm, EditForm, MoneyField
from core.identifiers import check_vat_id
from core.money import CURRENCIES, LARGEST
from tenants.models import Language, Member

GENERAL = ("name", "number", "type", "service_model", "phone", "website", "language", "currency")
FLAGS = ("is_public_body", "is_confidential")
FURTHER_REACH = tuple(name for name in PHONES if name != "phone")


class CompanyForm(KeepsSight, EditForm):
    """*Edit company*: General, Address, Associations."""

    class Meta:
        model = Company
        fields = [*DETAILS, "manager"]

    asset_value_cents = MoneyField(
        label=_("Asset value"), required=False, largest=LARGEST, help_text=_("In the currency of the company.")
    )
    team = TeamField(label=_("Account team"))

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies(self.instance.currency))
        for name in GROUPINGS:
            field = self.fields[name]
            field.queryset = field.queryset.choosable_for(getattr(self.instance, f"{name}_id"))
        active = Member.objects.active() | Member.objects.filter(pk=self.instance.manager_id)
        self.fields["manager"].queryset = active.in_name_order()
        self.initial["team"] = self.instance.team_terms()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("manager") and "team" in cleaned:
            self.ask_before_loss(
                self.instance, manager=cleaned["manager"], team=cleaned["team"],
                is_confidential=cleaned.get("is_confidential", False), territory=cleaned.get("territory"),
            )  # fmt: skip
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `update_details` takes."""
        return {name: value for name, value in self.values.items() if name in DETAILS}

    @property
    def general(self):
        return [self[name] for name in GENERAL]

    @property
    def groupings(self):
        return [self[name] for name in GROUPINGS]

    @property
    def flags(self):
        return [self[name] for name in FLAGS]

    @property
    def address(self):
        return [self[name] for name in ADDRESS]

    @property
    def further_reach(self):
        return [self[name] for name in FURTHER_REACH]

    @property
    def market(self):
        return [self[name] for name in MARKET]

    @property
    def alerts(self):
        return [self[name] for name in ALERTS]

    @property
    def shows_alerts(self) -> bool:
        return _is_in_use(self.alerts)

    @property
    def shows_market(self) -> bool:
        return _is_in_use(self.market)

    @property
    def shows_further_reach(self) -> bool:
        return _is_in_use([*self.further_reach, self["note"]])

    def current_value(self, current, name):
        return current.team_terms() if name == "team" else super().current_value(current, name)


class OwnCompanyForm(EditForm):
    """The MSP's own company, as the settings ask for it: the sender on its invoices."""

    class Meta:
        model = Company
        fields = ["name", "phone", "website", "street", "address_addition", "postal_code", "city", "state", "country"]


class LocationForm(EditForm):
    """A location; the first one of a company may go without a name of its own."""

    class Meta:
        model = Location
        fields = Location.DETAILS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = not self.instance.is_primary

    @property
    def reach(self):
        return [self[name] for name in (*PHONES, "round_trip_km")]

    @property
    def address(self):
        return [self[name] for name in ADDRESS]


class ProfileForm(EditForm):
    """The company's profile as the wizard asks for it: what a customer needs before anything else."""

    class Meta:
        model = Company
        fields = [
            "name", "number", "phone", "website", "street", "address_addition", "postal_code", "city", "state",
            "country", "currency", "language", "is_public_body",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("street", "postal_code", "city"):
            self.fields[name].is_wanted = True
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies(self.instance.currency))


class NewCompanyForm(DomainForm):
    """A new company. A likely duplicate is shown first, and must be said to be another company.

    `may_take`: those of the duplicates that the page can go on with instead.
    """

    may_take: Collection[Company] = ()
    name = forms.CharField(label=_("Company name"), max_length=100)
    type = forms.ChoiceField(label=_("Type"), choices=CompanyType.choices, initial=CompanyType.PROSPECT)
    manager = forms.ModelChoiceField(label=_("Account manager"), queryset=Member.objects.none())
    phone = forms.CharField(label=_("Phone"), max_length=25, required=False)
    website = forms.CharField(label=_("Website"), max_length=255, required=False)
    tax_id = forms.CharField(
        label=_("VAT id or tax number"), max_length=30, required=False, help_text=_("Goes into the invoice settings.")
    )
    street = forms.CharField(label=_("Street and number"), max_length=150, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=10, required=False)
    city = forms.CharField(label=_("City"), max_length=60, required=False)
    country = forms.ChoiceField(label=_("Country"))
    currency = forms.ChoiceField(label=_("Currency"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    is_another = forms.BooleanField(label=_("This is another company than those above"), required=False)

    def __init__(self, *args, tenant, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.duplicates: list[Company] = []
        self.fields["manager"].queryset = Member.objects.active().in_name_order()
        self.fields["country"].choices = list(countries)
        self.fields["currency"].choices = currencies(tenant.currency)
        own = {"country": tenant.country, "currency": tenant.currency, "language": tenant.language}
        self.initial = {**own, "manager": member.pk, **self.initial}

    def clean(self):
        cleaned = super().clean()
        self.check(lambda: Company().check_details(cleaned))
        tax_id = cleaned.get("tax_id", "")
        if tax_id[:2].isalpha() and (problem := check_vat_id(tax_id).problem):
            self.add_error("tax_id", problem)
        seen = Company.objects.visible_to(self.member).select_related("manager")
        self.duplicates = list(seen.likely_to_be(cleaned))
        if self.duplicates and not cleaned.get("is_another"):
            self.add_error("is_another", IS_IT_THE_SAME)
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `create_company` takes besides tenant and person."""
        return {name: value for name, value in self.values.items() if name != "is_another"}

    @property
    def first_fields(self):
        return [field for field in self.visible_fields() if field.name != "is_another"]


def _is_in_use(fields: Iterable[BoundField]) -> bool:
    """Whether something that few companies have is filled in, or wrong."""
    return any(each.value() not in (None, "") or each.errors for each in fields)


def currencies(current: str) -> list[tuple[str, str]]:
    """The usual currencies, and the one that is set."""
    return CURRENCIES if current in dict(CURRENCIES) else [*CURRENCIES, (current, current)]
