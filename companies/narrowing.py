"""What of the activity is wanted: kind, person, door, period, field. Nothing that is not on this list is asked."""

from datetime import date, timedelta

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.extensions import shown
from companies.wording import fields_called
from core.authorship import ActorKind, Door
from events.reading import Key, Narrowed
from tenants.models import Member

RECENT = timedelta(days=30)
LONGEST = timedelta(days=366)
"""Of the whole tenant, whose every month is a part of its own."""
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
KEYS = ("area", "actor", "door", "since", "until", "field")


class NarrowingForm(forms.Form):
    """Stands above the entries. What is wrong is said at its field, and does not narrow."""

    area = forms.ChoiceField(label=_("Kind"), required=False)
    actor = forms.ChoiceField(label=_("Person"), required=False)
    door = forms.ChoiceField(label=_("Door"), required=False)
    since = forms.DateField(label=_("From"), required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(label=_("Until"), required=False, input_formats=["%Y-%m-%d"])
    field = forms.CharField(label=_("Field"), required=False, max_length=60)

    def __init__(self, *args, is_of_tenant: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_of_tenant = is_of_tenant
        self.fields["area"].choices = [("", _("Kind")), *shown.areas]  # type: ignore[attr-defined]
        self.fields["door"].choices = [("", _("Door")), *Door.choices]  # type: ignore[attr-defined]
        self.fields["actor"].choices = self._actors()  # type: ignore[attr-defined]

    def _actors(self) -> list:
        members = Member.objects.order_by("sort_name", "pk").values_list("pk", "name")
        return [
            ("", _("Person")),
            *((f"{ActorKind.MEMBER}-{pk}", name) for pk, name in members),
            (ActorKind.CONTACT.value, _("Customers' contacts")),
            (ActorKind.SYSTEM.value, _("Handover")),
        ]

    def clean_since(self):
        return _within_reason(self.cleaned_data["since"])

    def clean_until(self):
        return _within_reason(self.cleaned_data["until"])

    def clean(self):
        """Of the whole tenant a period is looked at, the last thirty days unless another is asked for."""
        super().clean()
        cleaned = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if self.is_of_tenant and "since" in cleaned:
            end = until or timezone.localdate()
            since = since or end - RECENT
            if end - since > LONGEST:
                too_long = forms.ValidationError(_("Choose a period of at most a year."), "period_too_long")
                self.add_error("since", too_long)
                since = end - LONGEST
            cleaned["since"] = since
        if since and until and since > until:
            self.add_error("until", forms.ValidationError(_("The period ends before it begins."), "period_reversed"))
        return cleaned

    @cached_property
    def narrowed(self) -> Narrowed:
        """What is wanted, as far as it is understood."""
        self.is_valid()
        values = self.cleaned_data
        kind, _dash, number = (values.get("actor") or "").partition("-")
        since = values.get("since") or (timezone.localdate() - RECENT if self.is_of_tenant else None)
        return Narrowed(
            area=values.get("area") or "",
            actor=(kind, int(number) if number else None) if kind else None,
            door=values.get("door") or "",
            since=since,
            until=values.get("until"),
            fields=fields_called(values["field"]) if values.get("field") else None,
        )

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields with a list to choose from."""
        return [self["area"], self["actor"], self["door"]]

    @property
    def shown_since(self) -> str:
        """The first day that is looked at, as the input shows it."""
        return self.narrowed.since.isoformat() if self.narrowed.since else ""

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(key) for key in KEYS)

    @property
    def problems(self) -> list[str]:
        """What is wrong, said with the field's name."""
        return [
            f"{self.fields[name].label}: {error}" if name in self.fields else str(error)
            for name, errors in self.errors.items()
            for error in errors
        ]


def narrowing(request: HttpRequest, *, is_of_tenant: bool = False) -> NarrowingForm:
    """The form as the address fills it."""
    return NarrowingForm(request.GET, is_of_tenant=is_of_tenant)


def key_of(request: HttpRequest) -> Key | None:
    """The place in the stream that the address names."""
    return Key.read(request.GET.get("behind", ""))


def _within_reason(day: date | None) -> date | None:
    if day and not FIRST <= day <= LAST:
        raise forms.ValidationError(_("Enter a day of this century."), "not_this_century")
    return day
