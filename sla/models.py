"""Service levels: when the MSP works, how urgent a ticket is, and what is promised."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey
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

    BUSINESS = "business", _("Business hours")
    EXTENDED = "extended", _("Business and extended hours")
    ALWAYS = "always", _("Around the clock")


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
                condition=models.Q(
                    weekday__lte=6, ends_minute__lte=1440, starts_minute__lt=models.F("ends_minute")
                ),
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

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "parent", "name"], nulls_distinct=False, name="sla_issuetype_once"
            )
        ]

    def __str__(self):
        return self.name


class ServiceLevel(Versioned, TenantOwned):
    """What is promised. Without a company it is shared; with one it is that customer's own."""

    name = models.CharField(_("name"), max_length=80)
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


class Assignment(TenantOwned):
    """The service level of a customer: for everything, or for tickets of an issue or sub-issue type."""

    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="service_level_assignments")
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    service_level = TenantForeignKey(ServiceLevel, related_name="assignments", verbose_name=_("service level"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company", "issue", "sub_issue"], nulls_distinct=False, name="sla_assignment_once"
            )
        ]

    def __str__(self):
        return f"{self.company_id} {self.service_level_id}"
