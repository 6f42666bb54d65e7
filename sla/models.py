"""Service levels: when the MSP works, how urgent a ticket is, and what is promised."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key
from sla import clock
from sla.querysets import AssignmentQuerySet, IssueTypeQuerySet, ServiceLevelQuerySet
from tenants.models import TenantOwned


class Priority(models.TextChoices):
    CRITICAL = "critical", _("Critical")
    HIGH = "high", pgettext_lazy("priority", "High")
    MEDIUM = "medium", pgettext_lazy("priority", "Medium")
    LOW = "low", pgettext_lazy("priority", "Low")


class Commitment(models.TextChoices):
    CONTRACTUAL = "contractual", _("Contractual")
    INTERNAL = "internal", _("Internal goal")


class Hours(models.TextChoices):
    """Which hours count."""

    BUSINESS = clock.BUSINESS, _("Business hours")
    EXTENDED = clock.EXTENDED, _("Business and extended hours")
    ALWAYS = clock.ALWAYS, _("Around the clock")


class Calendar(TenantOwned):
    """When the MSP works: weekly intervals in a time zone, and holidays."""

    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")
    country = models.CharField(_("country"), max_length=2, blank=True)
    state = models.CharField(_("federal state"), max_length=10, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_default=True), name="sla_calendar_one_default"
            )
        ]

    def __str__(self):
        return self.name

    def as_value(self) -> clock.WorkingTime:
        """The calendar for the clock; two queries unless openings and holidays were prefetched."""
        intervals = {False: [], True: []}
        for each in self.openings.all():
            weekly = clock.Weekly(each.weekday, each.starts_minute, each.ends_minute)
            intervals[each.is_extended].append(weekly)
        return clock.WorkingTime(
            zone=self.time_zone,
            business=_in_order(intervals[False]),
            extended=_in_order(intervals[True]),
            holidays=frozenset(each.on for each in self.holidays.all()),
        )


class Opening(TenantOwned):
    """One interval of a weekday, in minutes from midnight, half-open; several a day leave room for lunch."""

    calendar = TenantForeignKey(Calendar, on_delete=models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField()
    starts_minute = models.PositiveSmallIntegerField()
    ends_minute = models.PositiveSmallIntegerField()
    is_extended = models.BooleanField(default=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, ends_minute__lte=1440, starts_minute__lt=models.F("ends_minute")),
                name="sla_opening_is_an_interval",
            )
        ]

    def __str__(self):
        return f"{self.weekday} {self.starts_minute}–{self.ends_minute}"


class Holiday(TenantOwned):
    calendar = TenantForeignKey(Calendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=100)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "calendar", "on"], name="sla_holiday_once")]

    def __str__(self):
        return f"{self.on} {self.name}"


class IssueType(TenantOwned):
    """What a ticket is about; with a parent it is a sub-issue type."""

    name = models.CharField(_("name"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80, blank=True)
    parent = TenantForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="sub_issues")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects = IssueTypeQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "parent", "name"], nulls_distinct=False, name="sla_issuetype_once"
            )
        ]

    def __str__(self):
        """The name in the reader's language."""
        return self.name_de if self.name_de and (get_language() or "").startswith("de") else self.name


class ServiceLevel(Versioned, TenantOwned):
    """What is promised. Without a company it is shared; with one it is that customer's own."""

    name = models.CharField(_("name"), max_length=80)
    sort_name = models.CharField(max_length=100, default="", editable=False)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    company = TenantForeignKey(
        Company, null=True, blank=True, on_delete=models.CASCADE, related_name="own_service_levels"
    )
    commitment = models.CharField(_("commitment"), max_length=20, choices=Commitment)
    calendar = TenantForeignKey(Calendar, related_name="+", verbose_name=_("calendar"))
    hours = models.CharField(_("hours that count"), max_length=20, choices=Hours, default=Hours.BUSINESS)
    sets_due_date = models.BooleanField(_("sets the due date of tickets"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_default = models.BooleanField(default=False)

    objects = ServiceLevelQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company", "name"], nulls_distinct=False, name="sla_servicelevel_once"
            ),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_default=True), name="sla_servicelevel_one_default"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)[:100]
        super().save(*args, **kwargs)

    def objective_for(self, priority: str, issue=None, sub_issue=None) -> "Objective | None":
        """The objective that fits best: the sub-issue type decides over the issue type, that over the priority."""
        fitting = [each for each in self.objectives.all() if each.fits(priority, issue, sub_issue)]
        return max(fitting, key=lambda each: each.specificity, default=None)

    def due(self, start: datetime, minutes: int) -> datetime:
        """When so many counted minutes have passed since `start`. Raises DomainError if no hours count."""
        return clock.add_minutes(self.calendar.as_value(), start, minutes, self.hours)


class Objective(TenantOwned):
    """Target times in minutes of counted hours; an empty priority, issue or sub-issue means any."""

    service_level = TenantForeignKey(ServiceLevel, on_delete=models.CASCADE, related_name="objectives")
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, blank=True)
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    response_minutes = models.PositiveIntegerField(_("first response"))
    plan_minutes = models.PositiveIntegerField(_("resolution plan"), null=True, blank=True)
    resolution_minutes = models.PositiveIntegerField(_("resolved"))

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "service_level", "priority", "issue", "sub_issue"],
                nulls_distinct=False, name="sla_objective_once",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.service_level_id} {self.priority}"

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        return self.sub_issue_id is not None, self.issue_id is not None, bool(self.priority)

    def fits(self, priority: str, issue, sub_issue) -> bool:
        """Whether it is meant for such a ticket; what it leaves empty is meant for any."""
        return (
            self.priority in ("", priority)
            and self.issue_id in (None, issue.pk if issue else None)
            and self.sub_issue_id in (None, sub_issue.pk if sub_issue else None)
        )


class Assignment(TenantOwned):
    """The service level of a customer: for everything, or for tickets of an issue or sub-issue type."""

    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="service_level_assignments")
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    service_level = TenantForeignKey(ServiceLevel, related_name="assignments", verbose_name=_("service level"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company", "issue", "sub_issue"], nulls_distinct=False, name="sla_assignment_once"
            )
        ]

    def __str__(self):
        return str(self.service_level)

    @property
    def scope_label(self) -> str:
        """What it is for, in words."""
        if self.sub_issue:
            return f"{self.sub_issue.parent} › {self.sub_issue}"
        return str(self.issue or _("All tickets"))

    def fits(self, issue, sub_issue) -> bool:
        """Whether it is meant for tickets of such an issue and sub-issue type."""
        return self.issue_id in (None, issue.pk if issue else None) and self.sub_issue_id in (
            None,
            sub_issue.pk if sub_issue else None,
        )


def _in_order(intervals: list[clock.Weekly]) -> tuple[clock.Weekly, ...]:
    return tuple(sorted(intervals, key=lambda each: (each.weekday, each.starts, each.ends)))
