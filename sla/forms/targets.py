"""Target times, one row for each priority."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.forms import DomainForm, EditForm
from sla.durations import DurationField
from sla.models import Priority, ServiceLevel
from sla.operations import Targets, create_own_service_level, set_targets


@dataclass(frozen=True, slots=True)
class Row:
    """The two fields of a priority."""

    label: Any
    response: forms.BoundField
    resolution: forms.BoundField


class TargetFields:
    """Adds *first response* and *resolved* for each priority to a form."""

    def add_target_fields(self, *, level: ServiceLevel | None = None) -> None:
        """Add the fields, filled from the service level's objectives if one is given."""
        for priority in Priority:
            objective = level.objective_for(priority) if level else None
            for kind, label in (("response", _("First response")), ("resolution", _("Resolved"))):
                self.fields[f"{priority.value}_{kind}"] = DurationField(
                    label=format_lazy("{}, {}", priority.label, label),
                    required=False,
                    initial=getattr(objective, f"{kind}_minutes") if objective else None,
                )

    @property
    def rows(self) -> list[Row]:
        return [
            Row(priority.label, self[f"{priority.value}_response"], self[f"{priority.value}_resolution"])
            for priority in Priority
        ]

    @property
    def targets(self) -> tuple[Targets, ...]:
        """What was entered; a priority without entries stays as it is."""
        return tuple(
            Targets(
                priority.value,
                self.cleaned_data.get(f"{priority.value}_response"),
                self.cleaned_data.get(f"{priority.value}_resolution"),
            )
            for priority in Priority
        )


class TargetsForm(TargetFields, EditForm):
    """The target times of a service level."""

    class Meta:
        model = ServiceLevel
        fields = ()

    def __init__(self, *args, level: ServiceLevel, **kwargs):
        super().__init__(*args, instance=level, **kwargs)
        self.level = level
        self.add_target_fields(level=level)

    def current_value(self, current, name):
        priority, kind = name.split("_")
        objective = current.objective_for(priority)
        return getattr(objective, f"{kind}_minutes") if objective else None

    def carry_out(self, *, by) -> None:
        """Save the target times."""
        set_targets(service_level=self.level, targets=self.targets, seen=self.seen, by=by)


class OwnServiceLevelForm(TargetFields, DomainForm):
    """A service level for one customer alone, copied from another."""

    name = forms.CharField(label=_("Name"), max_length=80)
    copy_of = forms.ModelChoiceField(
        label=_("Take over from"), queryset=ServiceLevel.objects.none(), empty_label=None,
        help_text=_("Hours, commitment and every target that is left empty below."),
    )  # fmt: skip

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["copy_of"].queryset = ServiceLevel.objects.offered_to(company).in_name_order()
        self.add_target_fields()

    def carry_out(self, *, by) -> ServiceLevel:
        """Create the service level."""
        values = self.cleaned_data
        return create_own_service_level(
            company=self.company, copy_of=values["copy_of"], name=values["name"], by=by, targets=self.targets
        )
