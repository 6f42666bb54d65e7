"""The vocabulary of sets of service levels and what hangs on them."""

from django.db import models
from django.db.models import F, Q

from companies.models import Company
from tenants.models import Member


class ServiceLevelQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def shared(self):
        """Those that any customer may have."""
        return self.filter(company__isnull=True)

    def visible_to(self, member: Member):
        """Shared ones, and those of the companies this member may see."""
        if not member.is_active or not member.roles:
            return self.none()
        return self.filter(Q(company__isnull=True) | Q(company__in=Company.objects.visible_to(member)))

    def offered_to(self, company: Company):
        """What this customer can have: the shared ones and its own, as far as they are active."""
        return self.active().filter(Q(company__isnull=True) | Q(company=company))

    def with_clock(self):
        """Fetch calendar and objectives, so that deadlines need no further query."""
        clock = ("calendar__openings", "calendar__holidays")
        return self.select_related("calendar").with_objectives().prefetch_related(*clock)

    def with_objectives(self):
        """Fetch the objectives with what they are for."""
        objectives = self.model.objectives.rel.related_model.objects.select_related("issue", "sub_issue__parent")
        return self.prefetch_related(models.Prefetch("objectives", objectives))

    def in_name_order(self):
        """A customer's own first, then the shared ones."""
        return self.order_by(F("company").asc(nulls_last=True), "sort_name", "id")


class IssueTypeQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def issues(self):
        """The upper level: what a ticket is about."""
        return self.filter(parent__isnull=True)

    def sub_issues(self):
        return self.filter(parent__isnull=False)

    def in_order(self):
        return self.order_by("position", "name", "id")


class AssignmentQuerySet(models.QuerySet):
    def for_everything(self):
        """What holds for every ticket, whatever its issue type."""
        return self.filter(issue=None, sub_issue=None)

    def for_company(self, company: Company):
        """The customer's service levels, everything first, then by issue type, with their names."""
        return (
            self.filter(company=company)
            .select_related("service_level", "issue", "sub_issue__parent")
            .order_by(F("issue__position").asc(nulls_first=True), F("sub_issue__position").asc(nulls_first=True), "id")
        )
