"""What happened to a company, in words."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.extensions import shown
from companies.models import Company
from events.models import Event
from tenants.models import Member

OTHER_LABELS = {
    "team": gettext_lazy("account team"),
    "primary_location": gettext_lazy("primary location"),
    "primary_contact": gettext_lazy("primary contact"),
    "right": gettext_lazy("access right"),
    "recipients": gettext_lazy("Recipients of the invoice"),
    "default": gettext_lazy("default contract for tickets"),
    "services": gettext_lazy("Services"),
    "territories": gettext_lazy("Territories"),
}
"""What changes that is no single field of the record."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, both sides as they were."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the activity page shows it."""

    event: Event
    what: str | Promise
    changes: list[Change]

    @property
    def who(self) -> str:
        return self.event.actor_name or _("Handover")

    @property
    def initials(self) -> str:
        parts = self.who.split()
        return "".join(part[0] for part in parts[:1] + parts[1:][-1:]).upper()

    @property
    def subject(self) -> str:
        """What it happened to, where that is not the company itself, or a record that is called after its number."""
        in_words = shown.event_subjects.get(self.event.subject_type)
        label = str(in_words(self.event)) if in_words else self.event.subject_label
        is_company = self.event.subject_type == Company._meta.label_lower
        return "" if is_company or label.split(" ")[0] == str(self.event.company_id) else label


class Entries:
    """The events of a company as entries, newest first; only the slice that is shown is fetched."""

    def __init__(self, events):
        self.events = events

    def count(self) -> int:
        return self.events.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Entry]:
        return [Entry(event, words_for(event), changes_of(event)) for event in self.events[part]]


def entries_of(company: Company, member: Member) -> Entries:
    """The activity of the company, without what this member's roles do not include (prices, for one)."""
    events = Event.objects.filter(company_id=company.pk)
    for prefix, capability in shown.private_events.items():
        if not member.may(capability):
            events = events.exclude(key__startswith=prefix)
    return Entries(events.order_by("-at", "-id"))


def words_for(event: Event) -> str | Promise:
    """The event in words; one without words is shown by its key rather than left out."""
    return shown.event_words.get(event.key, event.key)


def changes_of(event: Event) -> list[Change]:
    """The fields that changed, as far as both sides are plain values."""
    found = []
    for name, sides in event.changes.items():
        if isinstance(sides, list) and len(sides) == 2:
            field = field_of(event.subject_type, name)
            label = capfirst(getattr(field, "verbose_name", None) or OTHER_LABELS.get(name) or name.replace("_", " "))
            before, after = (in_words(field, side) for side in sides)
            found.append(Change(label, before, after))
    return found


def field_of(model_label: str, name: str):
    """The field of this name in the model that the event was about: for its label and the words of its choices."""
    try:
        return apps.get_model(model_label)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None


def in_words(field, side) -> str:
    """One side of a change as a person reads it."""
    if isinstance(side, bool):
        return _("Yes") if side else _("No")
    if side is None or side == "" or side == []:
        return "—"
    if isinstance(side, list):
        return ", ".join(str(each) for each in side)
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(side, side))
