"""Who looks after a company: one account manager always, an account team if wanted."""

from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.access import Guarded, members_seeing
from companies.events import manager_changed, team_changed
from companies.models.grouping import Territory
from companies.models.record import CompanyRecord
from companies.models.team_place import FOR_GOOD, AccountTeamMember, Term
from companies.permissions import check_may
from core.changes import differences
from core.errors import DomainError
from core.events import publish, tell
from core.rowsecurity import TenantForeignKey
from tenants.models import Member
from tenants.roles import Capability

Team = Mapping[Member, Term] | Iterable[Member]
"""Members, or each with the term."""


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

    def places(self):
        """The places on the account team, also those that have ended and were not taken away yet."""
        return AccountTeamMember.objects.filter(company=self.pk)

    def team_members(self):
        """The members of the account team today, by name."""
        return Member.objects.filter(pk__in=self.places().standing().values("member")).in_name_order()

    def team_terms(self) -> dict[Member, Term]:
        """The same, each with the term."""
        return {place.member: place.term for place in self.places().standing().in_name_order()}

    @property
    def guarded(self) -> Guarded:
        """What decides who sees the company."""
        team = self.places().standing().values("member")
        return Guarded(self.manager_id, team, self.is_confidential, self.territory_id)

    def members_who_see_it(self):
        """The exact reverse of `Company.objects.visible_to`: the active members who see this company, by name."""
        return members_seeing(self.guarded).in_name_order()

    def would_be_seen_by(
        self, member: Member, *, manager: Member, team: Iterable[Member], is_confidential: bool,
        territory: Territory | None,
    ) -> bool:  # fmt: skip
        """Whether the member would still see the company if these looked after it."""
        edited = Guarded(manager.pk, [each.pk for each in team], is_confidential, territory.pk if territory else None)
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
        tell(manager_changed(self, before=current.manager, by=by))

    @transaction.atomic
    def set_team(self, *, members: Team, by) -> None:
        """The account team is exactly these active members; an empty one is decided by `decide_manager_alone`.

        Given without terms, who stays keeps the term, and who is new stays for good. Raises DomainError
        `member_inactive`, `until_past`.
        """
        check_may(by, Capability.MANAGE_TEAMS)
        wanted = {member.pk: member for member in members}
        check_are_active(wanted.values(), field="team")
        current = self.locked()
        known = current.team_terms()
        added = [wanted[pk] for pk in wanted.keys() - {member.pk for member in known}]
        removed = [member for member in known if member.pk not in wanted]
        terms = dict(members) if isinstance(members, Mapping) else {}
        check_are_to_come(term for member, term in terms.items() if term != known.get(member))
        decision = TeamDecision.TEAM if wanted else current.team_decision
        if not wanted and decision == TeamDecision.TEAM:
            decision = TeamDecision.UNDECIDED
        if added or removed or decision != current.team_decision:
            self._change_team(added, removed, decision, by=by, terms=terms)
        self._change_terms({each: term for each, term in terms.items() if known.get(each, term) != term}, by=by)

    @transaction.atomic
    def add_to_team(self, *, member: Member, by, term: Term | None = None) -> None:
        """One more active member on the account team; who is on it already keeps the term unless one is named.

        Raises DomainError `member_inactive`, `until_past`.
        """
        check_may(by, Capability.MANAGE_TEAMS)
        check_are_active([member], field="member")
        wanted, present = term or FOR_GOOD, self.locked().team_terms().get(member)
        if wanted != present:
            check_are_to_come([wanted])
        if present is None:
            self._change_team([member], [], TeamDecision.TEAM, by=by, terms={member: wanted})
        elif term is not None and term != present:
            self._change_terms({member: term}, by=by)

    @transaction.atomic
    def remove_from_team(self, *, member: Member, by) -> None:
        """One less; with the last one it is undecided again who looks after the company."""
        check_may(by, Capability.MANAGE_TEAMS)
        remaining = self.locked().team_terms()
        if member in remaining:
            decision = TeamDecision.TEAM if len(remaining) > 1 else TeamDecision.UNDECIDED
            self._change_team([], [member], decision, by=by)

    @transaction.atomic
    def end_places(self) -> None:
        """Take away the places whose last day has passed; the system does it, by the calendar."""
        current = self.locked()
        ended = [place.member for place in self.places().ended().in_name_order()]
        if ended:
            is_last = current.team_decision == TeamDecision.TEAM and not self.places().standing().exists()
            self._change_team([], ended, TeamDecision.UNDECIDED if is_last else current.team_decision, by=None)

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

    def _change_team(
        self, added: list[Member], removed: list[Member], decision: str, *, by,
        terms: Mapping[Member, Term] | None = None,
    ) -> None:  # fmt: skip
        terms = terms or {}
        if added:
            self.check_is_no_alias()
        self.places().filter(member__in=[*removed, *added]).delete()  # an ended place is in the way of a new one
        AccountTeamMember.objects.bulk_create(
            AccountTeamMember(
                tenant_id=self.tenant_id, company_id=self.pk, member=member,
                until_on=terms.get(member, FOR_GOOD).until_on, reason=terms.get(member, FOR_GOOD).reason,
            )
            for member in added
        )  # fmt: skip
        self._set(by_edit=True, team_decision=decision)
        tell(team_changed(self, added=added, removed=removed, by=by))

    def _change_terms(self, wanted: Mapping[Member, Term], *, by) -> None:
        """Longer, shorter, or for another reason: one event for each place."""
        for place in self.places().filter(member__in=wanted).in_name_order() if wanted else []:
            before, after = place.term, wanted[place.member]
            place.until_on, place.reason = after.until_on, after.reason
            place.save(update_fields=["until_on", "reason"])
            self._set(by_edit=True)
            publish(
                "companies.team_term_changed", subject=place, company=self, by=by,
                changes=differences(before, {"until_on": after.until_on, "reason": after.reason}),
                data={"member": place.member_id},
            )  # fmt: skip


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


def check_are_to_come(terms: Iterable[Term]) -> None:
    """A last day that has passed would be no place at all."""
    today = timezone.localdate()
    if any(term.until_on and term.until_on < today for term in terms):
        raise DomainError("until_past", _("The last day on the team has passed already."), field="team")
