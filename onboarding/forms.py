"""The forms of onboarding itself."""

from collections.abc import Collection
from datetime import date
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import OuterRef
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company, ServiceModel
from companies.pickers import CompanyChoiceField
from core.forms import DomainForm, EditForm
from core.querying import is_there
from onboarding.models import Onboarding, SalesHandover, WaitingOn
from onboarding.plan import check_wishes
from tenants.models import Member
from tenants.roles import Capability

AGREEMENT_TYPES = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
"""What an agreement may be, and how such a file begins."""
SERVICE_MODELS = (
    (ServiceModel.MANAGED, _("You look after their devices for a monthly price, with a promised service level.")),
    (ServiceModel.BREAK_FIX, _("They call when something breaks, and pay for the work.")),
    (ServiceModel.BOTH, _("Some of it is managed, the rest is billed when it happens.")),
)


class ServiceModelField(forms.ChoiceField):
    """The three ways to work with a customer, each as a card with a sentence."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(label=_("How do you work with this customer?"), choices=ServiceModel.choices, **kwargs)

    def get_bound_field(self, form, field_name):
        return ServiceModelBoundField(form, self, field_name)


class ServiceModelBoundField(forms.BoundField):
    @property
    def cards(self) -> list[dict]:
        """What the page draws: value, title, sentence, and whether it is chosen."""
        return [
            {"value": model.value, "title": model.label, "sentence": sentence, "is_chosen": self.value() == model.value}
            for model, sentence in SERVICE_MODELS
        ]


def still_to_come(day: date) -> date:
    if day < timezone.localdate():
        raise ValidationError(_("Choose a day that is still to come."), code="past")
    return day


class AnswersForm(DomainForm):
    """What is asked at the start of an onboarding."""

    service_model = ServiceModelField()
    go_live_on = forms.DateField(label=_("Go-live"), widget=forms.DateInput)
    is_subsidiary = forms.BooleanField(label=_("It belongs to another company"), required=False)
    wants_portal = forms.BooleanField(label=_("Customer portal"), required=False, initial=True)
    wants_taskfire = forms.BooleanField(
        label="Taskfire", required=False, help_text=_("The customer's own help desk; needs the customer portal.")
    )

    def clean_go_live_on(self):
        return still_to_come(self.cleaned_data["go_live_on"])

    def clean(self):
        cleaned = super().clean()
        self.check(lambda: check_wishes(portal=cleaned["wants_portal"], taskfire=cleaned["wants_taskfire"]))
        return cleaned


class ChooseCompanyForm(DomainForm):
    """An existing company that is not being onboarded yet; `find` narrows what is offered."""

    company = CompanyChoiceField(label=_("Customer"))

    def __init__(self, *args, member: Member, find: str = "", chosen: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        possible = Company.objects.visible_to(member).active().others().select_related("manager")
        possible = possible.exclude(is_there(Onboarding.objects.open().filter(company=OuterRef("pk"))))
        self.fields["company"].offer(possible, find=find, chosen=[chosen] if chosen else [])
        self.fields["company"].error_messages = {
            "required": _("Choose a customer, or enter a new one."),
            "invalid_choice": _("This customer has an onboarding or a draft already, or you do not see it."),
        }

    @property
    def offers_any(self) -> bool:
        """Whether there is a company to choose, as far as it was looked for."""
        return bool(self.fields["company"].shown)

    def choosable(self, companies: Collection[Company]) -> list[Company]:
        """Those of the companies that could be chosen."""
        return list(self.fields["company"].queryset.filter(pk__in=[each.pk for each in companies])) if companies else []


class PlanForm(EditForm):
    """The answers of a running onboarding or of a draft, to be changed."""

    service_model = ServiceModelField()

    class Meta:
        model = Onboarding
        fields = ["service_model", "go_live_on", "is_subsidiary", "wants_portal", "wants_taskfire"]

    def clean_go_live_on(self):
        day = self.cleaned_data["go_live_on"]
        return still_to_come(day) if self.instance.is_draft else day

    def clean(self):
        cleaned = super().clean()
        self.check(lambda: check_wishes(portal=cleaned["wants_portal"], taskfire=cleaned["wants_taskfire"]))
        return cleaned


class HandoverForm(EditForm):
    """The sales hand-over; an agreement that is on file stays until another one is uploaded."""

    agreement = forms.FileField(label=_("Signed agreement"), required=False)

    class Meta:
        model = SalesHandover
        fields = ["scope", "exclusions", "promises"]
        help_texts = {
            "scope": _("Which sites, users, devices and systems, and what is done with them."),
            "exclusions": _("What the customer might expect and does not get. “Nothing” is an answer too."),
            "promises": _("Dates, discounts and favours that are not in the agreement. “Nothing” is an answer too."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}

    field_order = ["agreement", "scope", "exclusions", "promises"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.field_order:
            self.fields[name].is_wanted = True
        size = filesizeformat(settings.MAX_UPLOAD_BYTES)
        kept = self.instance.agreement_name
        limits = _("PDF, Word, OpenDocument or a picture, up to %(size)s.") % {"size": size}
        self.fields["agreement"].help_text = (
            _("On file: %(name)s. Another one replaces it.") % {"name": kept} if kept else limits
        )
        self.fields["agreement"].widget = forms.FileInput(attrs={"accept": ",".join(AGREEMENT_TYPES)})

    def clean_agreement(self):
        file = self.cleaned_data["agreement"]
        if not file:
            return None
        if file.size > settings.MAX_UPLOAD_BYTES:
            size = filesizeformat(settings.MAX_UPLOAD_BYTES)
            raise ValidationError(_("The file is larger than %(size)s.") % {"size": size}, code="too_large")
        begins = AGREEMENT_TYPES.get(PurePath(file.name).suffix.lower())
        head = file.read(16)
        file.seek(0)
        if begins is None or not head.startswith(begins):
            raise ValidationError(
                _("This is neither a PDF, Word or OpenDocument file nor a picture."), code="file_type"
            )
        return file

    @property
    def details(self) -> dict:
        return {name: value for name, value in self.values.items() if name != "agreement"}

    def current_value(self, current, name):
        return current.agreement_name if name == "agreement" else super().current_value(current, name)


class PressForm(DomainForm):
    """A button and nothing else."""


class SeenForm(DomainForm):
    """Which version of a record was before the eyes when the button was pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AssignForm(DomainForm):
    """Who does the step: anybody who sees the customer.

    Who chooses account teams may name others too: they join the team to see the customer, and one is asked first.
    """

    member = forms.ModelChoiceField(
        queryset=Member.objects.none(), required=False, label=_("Assigned to"), empty_label=_("Whoever has the role")
    )
    joins_team = forms.BooleanField(
        label=_("Yes, put this person on the account team"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, company: Company, by: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.seeing = list(company.members_who_see_it())
        offered = [("", self.fields["member"].empty_label), (_("See the customer"), _choices(self.seeing))]
        possible = Member.objects.filter(pk__in=[each.pk for each in self.seeing])
        if by.may(Capability.MANAGE_TEAMS):
            possible = Member.objects.active()
            others = possible.exclude(pk__in=[each.pk for each in self.seeing]).in_name_order()
            offered += [(_("Would join the account team"), _choices(others))] if others else []
        self.fields["member"].queryset = possible
        self.fields["member"].widget.choices = offered

    def clean(self):
        cleaned = super().clean()
        member = cleaned.get("member")
        if member and member not in self.seeing:
            self.fields["joins_team"].widget = forms.CheckboxInput()
            if not cleaned.get("joins_team"):
                words = _("%(name)s does not see this customer yet. On the account team %(name)s sees all of it.")
                self.add_error("joins_team", words % {"name": member.name})
        return cleaned


def _choices(members) -> list[tuple[int, str]]:
    return [(member.pk, member.name) for member in members]


class WaitForm(DomainForm):
    """Who has the ball, and what is needed."""

    whom = forms.ChoiceField(
        label=_("Waiting on"), choices=[each for each in WaitingOn.choices if each[0]], widget=forms.RadioSelect,
        initial=WaitingOn.CUSTOMER,
    )  # fmt: skip
    note = forms.CharField(
        label=_("What we need"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Waiting on the customer: the primary contact receives this text."),
    )  # fmt: skip


class ReasonForm(DomainForm):
    """Why a step is skipped, or an onboarding held or cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
