"""The forms of tickets, for staff."""

from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company, Location
from contacts.models import Contact
from core.forms import DomainForm, EditForm
from core.widgets import NarrowedSelect
from devices.models import Device
from sla.models import IssueType, Priority, ServiceLevel
from tenants.models import Member
from tenants.roles import Capability
from tickets.choices import Source, Status
from tickets.models import Ticket
from tickets.models.ticket import KEEP

PUBLIC, INTERNAL = "public", "internal"
STAFF_SOURCES = [(each.value, each.label) for each in (Source.PHONE, Source.EMAIL, Source.STAFF)]
TEXT = forms.Textarea(attrs={"rows": 5})


class IssueFields:
    """The two levels of issue types, the lower one narrowed by what is chosen in the upper."""

    def offer_issues(self) -> None:
        """Offer the active issue and sub-issue types."""
        types = IssueType.objects.active()
        self.fields["issue"].queryset = types.issues().in_order()
        self.fields["issue"].empty_label = pgettext_lazy("choice", "none")
        sub_issue = self.fields["sub_issue"]
        sub_issue.widget = NarrowedSelect(by="issue", belongs_to=attrgetter("parent_id"))
        sub_issue.queryset = types.sub_issues().select_related("parent").order_by("parent__position", "position", "id")
        sub_issue.empty_label = pgettext_lazy("choice", "none")
        sub_issue.label_from_instance = lambda each: f"{each.parent} › {each}"


class LocationField:
    """Where at the customer: asked where there is more than one place to choose."""

    def offer_locations(self, company: Company, *, current: int | None = None) -> None:
        """Offer the places that are used, and the one that is chosen already."""
        places = list(company.locations.choosable_for(current))
        if len(places) < 2 and current is None:
            del self.fields["location"]
            return
        self.fields["location"].queryset = company.locations.filter(pk__in=[each.pk for each in places]).in_order()
        self.fields["location"].empty_label = _("no particular place")


class NewTicketForm(IssueFields, LocationField, DomainForm):
    """A ticket entered by staff, mostly for somebody who called."""

    title = forms.CharField(label=_("Title"), max_length=255)
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False,
        empty_label=_("nobody: we noticed it ourselves"), help_text=_("Who asked. The answers go to this person."),
    )  # fmt: skip
    description = forms.CharField(label=_("Description"), max_length=8000, required=False, widget=TEXT)
    source = forms.ChoiceField(label=_("Came in by"), choices=STAFF_SOURCES, initial=Source.PHONE)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.MEDIUM)
    issue = forms.ModelChoiceField(label=_("Issue type"), queryset=IssueType.objects.none(), required=False)
    sub_issue = forms.ModelChoiceField(label=_("Sub-issue type"), queryset=IssueType.objects.none(), required=False)
    location = forms.ModelChoiceField(label=_("Location"), queryset=Location.objects.none(), required=False)
    device = forms.ModelChoiceField(
        label=_("Device"), queryset=Device.objects.none(), required=False, empty_label=pgettext_lazy("choice", "none")
    )

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_locations(company)
        self.fields["contact"].queryset = Contact.objects.filter(company=company).active().in_name_order()
        self.fields["device"].queryset = Device.objects.filter(company=company).active().in_name_order()
        self.offer_issues()


class AnswerForm(DomainForm):
    """Something said on a ticket."""

    body = forms.CharField(label=_("Answer"), max_length=8000, widget=TEXT)
    visibility = forms.ChoiceField(
        label=_("Who reads it"), widget=forms.RadioSelect, initial=PUBLIC,
        choices=[(PUBLIC, _("The customer too")), (INTERNAL, _("Only colleagues: internal note"))],
    )  # fmt: skip
    status = forms.ChoiceField(label=_("Status afterwards"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        moves = [(each.value, each.label) for each in (Status.IN_PROGRESS, Status.WAITING_CUSTOMER)]
        self.fields["status"].choices = [("", _("follows by itself")), *moves]

    @property
    def answer(self) -> dict:
        """What `Ticket.answer` takes."""
        values = self.cleaned_data
        return {
            "body": values["body"],
            "is_public": values["visibility"] == PUBLIC,
            "status": values["status"] or None,
        }


class CompleteForm(DomainForm):
    """How a ticket ended."""

    resolution = forms.CharField(
        label=_("Resolution"), max_length=8000, widget=TEXT, help_text=_("The customer reads this.")
    )


class AssignForm(DomainForm):
    """Who takes care. Offers members who see the customer; to whom may change the account team, also those who do not.

    Those join the account team with the ticket: the list says so at each of them.
    """

    assignee = forms.ModelChoiceField(
        label=_("Assigned to"), queryset=Member.objects.none(), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args, ticket: Ticket, by: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.joins_team = by.may(Capability.MANAGE_TEAMS)
        seeing = ticket.assignable_members()
        joining = ticket.members_to_join() if self.joins_team else Member.objects.none()
        field = self.fields["assignee"]
        field.queryset = Member.objects.filter(Q(pk__in=seeing.values("pk")) | Q(pk__in=joining.values("pk")))
        outside = [(each.pk, each.name) for each in joining]
        field.choices = [
            ("", field.empty_label),
            *((each.pk, each.name) for each in seeing),
            *([(_("Joins the account team"), outside)] if outside else []),
        ]
        if outside:
            field.help_text = _("Who does not see this customer yet joins its account team with the ticket.")
        self.initial["assignee"] = ticket.assignee_id

    @property
    def assignment(self) -> dict[str, Any]:
        """What `Ticket.assign` takes."""
        return {"member": self.cleaned_data["assignee"], "joins_team": self.joins_team}


class ClassificationForm(IssueFields, LocationField, EditForm):
    """What a ticket is about, where, and whether its service level was chosen by hand."""

    class Meta:
        model = Ticket
        fields = ["priority", "issue", "sub_issue", "location"]

    service_level = forms.ModelChoiceField(
        label=_("Service level"), queryset=ServiceLevel.objects.none(), required=False,
        empty_label=_("as the rules say"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_issues()
        self.offer_locations(self.instance.company, current=self.instance.location_id)
        offered = ServiceLevel.objects.offered_to(self.instance.company)
        self.fields["service_level"].queryset = offered.in_name_order()
        self.initial["service_level"] = self.instance.service_level_id if self.instance.is_chosen_by_hand else None

    def current_value(self, current, name):
        """The choice by hand; a service level by the rules counts as none."""
        if name == "service_level":
            return current.service_level if current.is_chosen_by_hand else None
        return super().current_value(current, name)

    @property
    def classification(self) -> dict[str, Any]:
        """What `Ticket.reclassify` takes."""
        values = self.values
        return {
            "priority": values["priority"],
            "issue": values["issue"],
            "sub_issue": values["sub_issue"],
            "chosen": values["service_level"],
            "location": values.get("location", KEEP),
        }
