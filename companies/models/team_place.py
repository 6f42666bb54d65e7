"""A place on an account team, for good or for a while."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.querysets import TeamPlaceQuerySet
from core.dates import written_day
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned


@dataclass(frozen=True, slots=True)
class Term:
    """For how long somebody is on an account team, and why: a holiday, a project. `until_on` is the last day."""

    until_on: date | None = None
    reason: str = ""

    def __str__(self):
        until = _("until %(date)s") % {"date": written_day(self.until_on)} if self.until_on else ""
        return ", ".join(part for part in (until, self.reason) if part)


FOR_GOOD = Term()


class AccountTeamMember(TenantOwned):
    """A member of a customer's account team: sees what the account manager sees, until the last day if there is one.

    A place whose last day has passed counts as not there (`standing`); the next sweep takes it away.
    """

    company = TenantForeignKey("companies.Company", on_delete=models.CASCADE, related_name="team")
    member = TenantForeignKey(Member, related_name="team_places")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    until_on = models.DateField(gettext_lazy("on the team until"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("reason"), max_length=200, blank=True)

    objects = TeamPlaceQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "company", "member"], name="companies_team_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "member", "company"], name="companies_team_by_member"),
            models.Index(
                fields=["tenant", "until_on"], name="companies_team_by_end", condition=models.Q(until_on__isnull=False)
            ),
        ]
        verbose_name = gettext_lazy("place on the account team")

    def __str__(self):
        return str(self.member)

    @property
    def term(self) -> Term:
        return Term(self.until_on, self.reason)
