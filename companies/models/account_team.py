"""Who looks after a company: one account manager always, an account team if wanted."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.access import Guarded, members_seeing
from companies.models.record import CompanyRecord
from companies.permissions import check_may
from core.errors import DomainError
from core.events import publish
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned
from tenants.roles import Capability


class TeamDecision(models.TextChoices):
    UNDECIDED = "", _("not decided yet")
    TEAM = "team", _("Account team")
    MANAGER_ALONE = "manager_alone", _("Account manager alone")


class LookedAfter(CompanyRecord):
    """The verbs of account manager and account team. Both decide who of the staff sees the company."""

    manager = TenantForeignKey(Member, related_name="managed_companies", verbose_name=_("account manager"))
    team_decision = models.CharField(_("account team"), max_length=20, choices=TeamDecision, blank=True)

    class Meta:
        abstract = True

    @property
    def is_looked_after_by_manager_alone(self) -> bool:
        return self.team_decision == TeamDecision.MANAGER_ALONE

    def team_members(self):
        """The members of the account team, by name."""
        return Member.objects.filter(team_places__company=self.pk).in_name_order()

    @property
    def guarded(self) -> Guarded:
        """What decides who sees the company."""
        team = AccountTeamMember.objects.filter(company=self.pk).values("member")
        return Guarded(manager_id=self.manager_id, team=team, is_confidential=self.is_confidential)

    def members_who_see_it(self):
        """The exact reverse of `Company.objects.visible_to`: the active members who see this company, by name."""
        return members_seeing(self.guarded).in_name_order()

    def would_be_seen_by(
        self, member: Member, *, manager: Member, team: Iterable[Member], is_confidential: bool
    ) -> bool:
        """Whether the member would still see the company if these looked after it."""
        edited = Guarded(manager.pk, [each.pk for each in team], is_confidential)
        return members_seeing(edited).filter(pk=member.pk).exists()

    @transaction.atomic
    def change_manager(self, *, member: Member, by) -> None:
        """Give the company to another account manager, who must be active. There is always exactly one."""
        check_may(by, Capability.MANAGE_TEAMS)
        check_are_active([member], field="manager")
        current = self.locked()
        if current.manager_id == member.pk:
            return
        self._set(by_edit=True, manager=member)
        publish(
            "companies.manager_changed", subject=self, company=self, by=by,
            changes={"manager": [str(current.manager), str(member)]},
            data={"manager_before": current.manager_id, "manager": member.pk},
        )  # fmt: skip

    @transaction.atomic
    def set_team(self, *, members: Iterable[Member], by) -> None:
        """The account team is exactly these active members; an empty one is decided by `decide_manager_alone`."""
        check_may(by, Capability.MANAGE_TEAMS)
        wanted = {member.pk: member for member in members}
        check_are_active(wanted.values(), field="team")
        current = self.locked()
        known = {member.pk: member for member in current.team_members()}
        added = [wanted[pk] for pk in wanted.keys() - known.keys()]
        removed = [known[pk] for pk in known.keys() - wanted.keys()]
        decision = TeamDecision.TEAM if wanted else current.team_decision
        if not wanted and decision == TeamDecision.TEAM:
            decision = TeamDecision.UNDECIDED
        if added or removed or decision != current.team_decision:
            self._change_team(added, removed, decision, by=by)

    @transaction.atomic
    def decide_manager_alone(self, *, by) -> None:
        """Record that the account manager needs no team."""
        check_may(by, Capability.MANAGE_TEAMS)
        current = self.locked()
        if current.team_members().exists():
            raise DomainError(
                "team_not_empty", _("There is an account team. Remove its members first."), field="manager_alone"
            )
        if current.team_decision != TeamDecision.MANAGER_ALONE:
            self._change_team([], [], TeamDecision.MANAGER_ALONE, by=by)

    def _change_team(self, added: list[Member], removed: list[Member], decision: str, *, by) -> None:
        places = AccountTeamMember.objects.filter(company=self.pk)
        places.filter(member__in=removed).delete()
        AccountTeamMember.objects.bulk_create(
            [AccountTeamMember(tenant_id=self.tenant_id, company_id=self.pk, member=member) for member in added]
        )
        self._set(by_edit=True, team_decision=decision)
        publish(
            "companies.team_changed", subject=self, company=self, by=by,
            changes={
                "team": [sorted(str(member) for member in removed), sorted(str(member) for member in added)],
            },
            data={
                "added": [member.pk for member in added], "removed": [member.pk for member in removed],
                "decision": str(decision),
            },
        )  # fmt: skip


class AccountTeamMember(TenantOwned):
    """A member of a customer's account team: sees what the account manager sees."""

    company = TenantForeignKey("companies.Company", on_delete=models.CASCADE, related_name="team")
    member = TenantForeignKey(Member, related_name="team_places")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "company", "member"], name="companies_team_once"),
        ]
        indexes = [models.Index(fields=["tenant", "member", "company"], name="companies_team_by_member")]

    def __str__(self):
        return f"{self.member_id} @ {self.company_id}"


def check_are_active(members: Iterable[Member], *, field: str) -> None:
    """Only active members look after a company.

    Locks them, always before the company, so that none leaves meanwhile.
    """
    wanted = {member.pk: member for member in members}
    locked = Member.objects.active().select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    active = {member.pk for member in locked}
    for pk, member in wanted.items():
        if pk not in active:
            raise DomainError("member_inactive", _("%(name)s is no longer active.") % {"name": member}, field=field)
