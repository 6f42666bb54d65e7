"""The forms of companies, for their own pages and for the wizard."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from companies.models import Classification, Company, CompanyType, HierarchyDecision, Location, ParentLink, TeamDecision
from companies.models.address import ADDRESS
from companies.models.record import ALERTS, DETAILS
from companies.pickers import CompanyChoiceField, CompanyChoicesField, TeamField
from core.forms import DomainForm, EditForm
from tenants.models import Language, Member

CURRENCIES = [("EUR", "EUR"), ("CHF", "CHF"), ("USD", "USD"), ("GBP", "GBP")]
GENERAL = ("name", "number", "type", "service_model", "phone", "website", "language", "currency")
GROUPINGS = ("classification", "territory", "segment")
FLAGS = ("is_public_body", "is_confidential")
FURTHER_REACH = ("alternate_phone_1", "alternate_phone_2", "fax")


class KeepsSight(forms.Form):
    """Asks whoever is about to lose sight of the company by what was entered; `member` is the person who edits."""

    accepts_loss = forms.BooleanField(
        label=_("Yes, I will no longer see this customer"), required=False, widget=forms.HiddenInput
    )
    member: Member

    def ask_before_loss(self, company: Company, **edited) -> None:
        """Add the question as an error, unless it was answered or nothing is lost."""
        stays = company.would_be_seen_by(self.member, **edited)
        if stays:
            return
        self.fields["accepts_loss"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("accepts_loss"):
            message = _("You would no longer see this customer yourself. Is that what you want?")
            self.add_error("accepts_loss", message)

    @property
    def asks_about_loss(self) -> bool:
        return not self["accepts_loss"].is_hidden


class CompanyForm(KeepsSight, EditForm):
    """*Edit company*: General, Address, Associations."""

    class Meta:
        model = Company
        fields = [*DETAILS, "manager"]

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
    def alerts(self):
        return [self[name] for name in ALERTS]

    @property
    def shows_alerts(self) -> bool:
        return any(each.value() or each.errors for each in self.alerts)

    @property
    def shows_further_reach(self) -> bool:
        """Whether something that few companies have is filled in, or wrong."""
        return any(each.value() or each.errors for each in (*self.further_reach, self["note"]))

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
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies(self.instance.currency))


class NewCompanyForm(DomainForm):
    """A new company. A likely duplicate is shown first, and must be said to be another company."""

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
        asked = {name: cleaned.get(name, "") for name in ("name", "website", "tax_id")}
        similar = Company.objects.visible_to(self.member).similar_to(**asked)
        self.duplicates = list(similar.select_related("manager").in_name_order()[:5])
        if self.duplicates and not cleaned.get("is_another"):
            self.add_error("is_another", _("There is a company like this one already. Is it the same?"))
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What `create_company` takes besides tenant and person."""
        return {name: value for name, value in self.values.items() if name != "is_another"}

    @property
    def first_fields(self):
        return [field for field in self.visible_fields() if field.name != "is_another"]


class TeamForm(KeepsSight, DomainForm):
    """The account team, or the decision that the account manager needs none."""

    team = TeamField(label=_("Account team"))
    manager_alone = forms.BooleanField(label=_("The account manager looks after this customer alone"), required=False)

    def __init__(self, *args, company: Company, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.company, self.member = company, member
        alone = company.team_decision == TeamDecision.MANAGER_ALONE
        self.initial = {"team": company.team_terms(), "manager_alone": alone, **self.initial}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("manager_alone") and cleaned.get("team"):
            self.add_error("manager_alone", _("Either a team or the account manager alone."))
        elif "team" in cleaned:
            self.ask_before_loss(
                self.company, manager=self.company.manager, team=cleaned["team"],
                is_confidential=self.company.is_confidential, territory=self.company.territory,
            )  # fmt: skip
        return cleaned

    @property
    def decision(self) -> dict[str, Any]:
        """What `operations.decide_team` takes."""
        return {"members": self.cleaned_data["team"], "manager_alone": self.cleaned_data["manager_alone"]}


class HierarchyForm(DomainForm):
    """Whether the company belongs to a family. Only what would keep the family a tree is offered.

    `find` narrows the companies offered, `chosen` are the children ticked before; what is posted is checked against all
    that are possible. A company that has a parent keeps it here: moving it and ending the link have effects, which
    their own page shows first.
    """

    decision = forms.ChoiceField(
        label=_("Does this company belong with others?"), widget=forms.RadioSelect,
        choices=[
            (HierarchyDecision.INDEPENDENT, HierarchyDecision.INDEPENDENT.label),
            (HierarchyDecision.CHILD, HierarchyDecision.CHILD.label),
            (HierarchyDecision.PARENT, HierarchyDecision.PARENT.label),
        ],
    )  # fmt: skip
    link = forms.ChoiceField(label=_("Kind of link"), choices=ParentLink.choices, required=False)
    parent = CompanyChoiceField(label=_("Parent company"), required=False)
    children = CompanyChoicesField(label=_("Companies below it"), required=False)

    def __init__(self, *args, company: Company, member: Member, find: str = "", chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        visible = Company.objects.visible_to(member)
        if company.parent_id is None:
            parents = visible.possible_parents_of(company)
            self.fields["parent"].offer(parents, find=find, chosen=[self.data.get("parent", "")])
        else:
            del self.fields["parent"]
        ticked = self.data.getlist("children") if hasattr(self.data, "getlist") else chosen
        self.fields["children"].offer(visible.possible_children_of(company), find=find, chosen=ticked)
        for name in ("link", "parent"):
            if name in self.fields:
                self.fields[name].is_wanted = True
        known = {"decision": company.hierarchy_decision, "link": company.parent_link, "children": chosen}
        self.initial = {**known, **self.initial}
        self.company = company

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == HierarchyDecision.CHILD:
            cleaned.setdefault("parent", self.company.parent)
            if not cleaned.get("parent") and "parent" not in self.errors:
                self.add_error("parent", _("Choose the parent company."))
            if not cleaned.get("link"):
                self.add_error("link", _("Choose subsidiary, franchise or branch."))
        return cleaned


class TaskfireForm(DomainForm):
    """The agreement for Taskfire: both points are confirmed, or it stays off."""

    accepts_terms = forms.BooleanField(
        label=_("The customer has accepted the Taskfire agreement, with its licence fee for each Taskfire user"),
        required=False,
    )
    has_talked_it_through = forms.BooleanField(
        label=_("Who handles which requests, and when they are escalated to us, is talked through with the customer"),
        required=False,
    )

    @property
    def confirmations(self) -> tuple[bool, bool]:
        return self.cleaned_data["accepts_terms"], self.cleaned_data["has_talked_it_through"]


class SeveralForm(DomainForm):
    """What is asked before several customers are changed at once."""

    all_or_none = forms.BooleanField(
        label=_("If one of them cannot be changed, change none"), required=False
    )  # fmt: skip


class ManagerForm(SeveralForm):
    member = forms.ModelChoiceField(label=_("Account manager"), queryset=Member.objects.none())
    field_order = ["member"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active().in_name_order()


class MembersForm(SeveralForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("Who leaves a team may no longer see the customer; that is true of yourself, too."),
    )  # fmt: skip
    field_order = ["members"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = Member.objects.active().in_name_order()

    @property
    def chosen(self) -> list[Member]:
        return list(self.cleaned_data["members"])


class ClassifyForm(SeveralForm):
    classification = forms.ModelChoiceField(
        label=_("Classification"), queryset=Classification.objects.none(), required=False, empty_label=_("none"),
    )  # fmt: skip
    field_order = ["classification"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classification"].queryset = Classification.objects.filter(is_active=True).in_order()


def currencies(current: str) -> list[tuple[str, str]]:
    """The usual currencies, and the one that is set."""
    return CURRENCIES if current in dict(CURRENCIES) else [*CURRENCIES, (current, current)]


def retyped(form_class, data, **arguments):
    """The form as it was typed, not yet judged: for buttons that change the form instead of sending it."""
    form = form_class(**arguments)
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(data, {}, form.add_prefix(name))
    return form


def visible_companies(member: Member) -> QuerySet:
    """What a picker of companies may offer to this member."""
    return Company.objects.visible_to(member).active().in_name_order()
