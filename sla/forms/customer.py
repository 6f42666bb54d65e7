"""Which service level a customer has: for everything (managed), or by issue type (break/fix)."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.forms import DomainForm
from sla.durations import in_words
from sla.forms.targets import TargetFields
from sla.models import Assignment, Commitment, IssueType, Priority, ServiceLevel
from sla.operations import assign_service_level, create_own_service_level, withdraw_service_level


class LevelChoiceField(forms.ModelChoiceField):
    """A service level with what it promises, in one line."""

    def label_from_instance(self, level: ServiceLevel) -> str:
        critical = level.objective_for(Priority.CRITICAL)
        parts = [level.name, level.get_hours_display(), level.get_commitment_display()]
        if critical:
            parts.append(_("critical: response in %(time)s") % {"time": in_words(critical.response_minutes)})
        return " · ".join(str(part) for part in parts)


class ServiceLevelForm(TargetFields, DomainForm):
    """Tie the customer to a shared service level, or to a new one of its own.

    `carry_out(by=…)` saves; `company` decides what is offered.
    """

    service_level = LevelChoiceField(
        label=_("Service level"), queryset=ServiceLevel.objects.none(), empty_label=None, widget=forms.RadioSelect,
    )  # fmt: skip
    own_name = forms.CharField(
        label=_("Name of the customer's own service level"), max_length=80, required=False,
        help_text=_("Takes over everything from the one chosen above, except for the times you enter here."),
    )  # fmt: skip

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["service_level"].queryset = (
            ServiceLevel.objects.offered_to(company).with_objectives().in_name_order()
        )
        standing = Assignment.objects.for_everything().filter(company=company)
        self.initial.setdefault("service_level", standing.values_list("service_level", flat=True).first)
        self.add_target_fields()

    @property
    def wants_own(self) -> bool:
        """Whether something was entered for a service level of its own, so that the part stays open."""
        names = [name for name in self.fields if name != "service_level"]
        return self.is_bound and any(self.data.get(self.add_prefix(name)) for name in names)

    def clean(self):
        cleaned = super().clean()
        timed = any(each.response_minutes or each.resolution_minutes for each in self.targets)
        if timed and not cleaned.get("own_name"):
            self.add_error("own_name", ValidationError(_("Times of its own need a name."), code="required"))
        return cleaned

    @transaction.atomic
    def carry_out(self, *, by) -> Assignment:
        """Create the own service level if there is to be one, and tie the customer to what was chosen."""
        level = self.cleaned_data["service_level"]
        if self.cleaned_data["own_name"]:
            level = create_own_service_level(
                company=self.company, copy_of=level, name=self.cleaned_data["own_name"], by=by, targets=self.targets
            )
        return assign_service_level(company=self.company, service_level=level, by=by)


class IssueServiceLevelForm(DomainForm):
    """The service level of tickets by issue type, and of single sub-issue types.

    One choice for everything, one for each issue type, one for each sub-issue type that has one, and a free row.
    """

    def __init__(self, *args, company: Company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        self.issues = list(IssueType.objects.active().issues().in_order())
        self.standing = list(Assignment.objects.for_company(company))
        self.levels = ServiceLevel.objects.offered_to(company).in_name_order()
        self.subs = [each.sub_issue for each in self.standing if each.sub_issue]
        self._add("whole", _("All other tickets"), None, None)
        for issue in self.issues:
            self._add(f"issue_{issue.pk}", str(issue), issue, None)
        for sub_issue in self.subs:
            self._add(f"sub_{sub_issue.pk}", f"{sub_issue.parent} › {sub_issue}", sub_issue.parent, sub_issue)
        self._add_free_row()

    def _add(self, name: str, label, issue, sub_issue) -> None:
        standing = next((each for each in self.standing if (each.issue, each.sub_issue) == (issue, sub_issue)), None)
        empty = _("as for all other tickets") if issue else _("our default")
        if sub_issue:
            empty = _("as for the issue type")
        self.fields[name] = self._level_field(label, empty)
        self.initial.setdefault(name, standing.service_level_id if standing else None)

    def _level_field(self, label, empty) -> forms.ModelChoiceField:
        field = forms.ModelChoiceField(label=label, queryset=self.levels, required=False, empty_label=empty)
        field.label_from_instance = level_with_commitment
        field.choices = lambda: [("", empty), *self.level_choices]
        return field

    @cached_property
    def level_choices(self) -> list:
        """The service levels, read once for all the rows."""
        return [(level.pk, level_with_commitment(level)) for level in self.levels]

    def _add_free_row(self) -> None:
        taken = [each.pk for each in self.subs]
        free = IssueType.objects.active().sub_issues().exclude(pk__in=taken)
        field = forms.ModelChoiceField(
            label=_("Sub-issue type"), required=False, empty_label=_("choose"),
            queryset=free.select_related("parent").order_by("parent__position", "position", "id"),
        )  # fmt: skip
        field.label_from_instance = lambda each: f"{each.parent} › {each}"
        self.fields["new_sub_issue"] = field
        self.fields["new_level"] = self._level_field(_("Service level"), _("choose"))

    @property
    def scope_fields(self) -> list[forms.BoundField]:
        """The rows that stand: everything, each issue type, each sub-issue type that has one."""
        return [self[name] for name in self.fields if name == "whole" or name.startswith(("issue_", "sub_"))]

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("new_sub_issue")) != bool(cleaned.get("new_level")):
            empty = "new_level" if cleaned.get("new_sub_issue") else "new_sub_issue"
            if empty not in self.errors:
                self.add_error(
                    empty,
                    ValidationError(_("Choose a sub-issue type and a service level, or neither."), code="required"),
                )
        return cleaned

    @transaction.atomic
    def carry_out(self, *, by) -> None:
        """Assign and withdraw what differs from what stands."""
        self._set("whole", None, None, by)
        for issue in self.issues:
            self._set(f"issue_{issue.pk}", issue, None, by)
        for sub_issue in self.subs:
            self._set(f"sub_{sub_issue.pk}", sub_issue.parent, sub_issue, by)
        if self.cleaned_data["new_sub_issue"]:
            sub_issue = self.cleaned_data["new_sub_issue"]
            self._set("new_level", sub_issue.parent, sub_issue, by)

    def _set(self, name: str, issue, sub_issue, by) -> None:
        level = self.cleaned_data[name]
        standing = next((each for each in self.standing if (each.issue, each.sub_issue) == (issue, sub_issue)), None)
        if level is None and standing is not None:
            withdraw_service_level(company=self.company, by=by, issue=issue, sub_issue=sub_issue)
        elif level is not None and (standing is None or standing.service_level_id != level.pk):
            assign_service_level(company=self.company, service_level=level, by=by, issue=issue, sub_issue=sub_issue)


def level_with_commitment(level: ServiceLevel) -> str:
    """The name, and that it is an internal goal, unless the name says so."""
    internal = level.commitment == Commitment.INTERNAL and level.name != level.get_commitment_display()
    return _("%(level)s (internal goal)") % {"level": level} if internal else level.name
