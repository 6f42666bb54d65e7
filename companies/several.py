"""Verbs for several companies at once: a few statements whatever their number, and one event for each company.

Each verb means exactly what the verb of one company means. What cannot be done to a company is refused in words; the
others are changed, or none, as whoever asks has chosen.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from companies.models import AccountTeamMember, Classification, Company, TeamDecision
from companies.models.account_team import check_are_active
from companies.models.record import check_are_offered
from companies.permissions import check_may
from core.errors import DomainError
from core.events import publish
from tenants.models import Member
from tenants.roles import Capability

MOST = 500
"""Companies in one go: each of them is looked at by everything that reacts to its event."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A company that cannot be changed so, and why."""

    company: Company
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of each company."""

    changed: list[Company]
    unchanged: list[Company]
    refused: list[Refusal]


class Verb:
    """What is done to each of the companies."""

    needs: Capability

    def prepare(self, companies: list[Company]) -> None:
        """Look up for all of them what the questions below need. Raises DomainError when none can be changed."""

    def refusal(self, company: Company) -> str:
        """Why it cannot be done to this one; nothing where it can."""
        return ""

    def is_done(self, company: Company) -> bool:
        """Whether there is nothing to change."""
        raise NotImplementedError

    def write(self, companies: list[Company]) -> None:
        """Change these, in a few statements."""
        raise NotImplementedError

    def announce(self, company: Company, by) -> None:
        """Publish the one event of this company."""
        raise NotImplementedError


@dataclass
class GiveManager(Verb):
    """Another account manager, who must be active."""

    member: Member
    needs = Capability.MANAGE_TEAMS

    def prepare(self, companies):
        check_are_active([self.member], field="member")

    def is_done(self, company):
        return company.manager_id == self.member.pk

    def write(self, companies):
        _update(companies, manager=self.member, version=F("version") + 1)

    def announce(self, company, by):
        before, company.manager = company.manager, self.member
        publish(
            "companies.manager_changed", subject=company, company=company, by=by,
            changes={"manager": [str(before), str(self.member)]},
            data={"manager_before": before.pk, "manager": self.member.pk},
        )  # fmt: skip


@dataclass
class _ChangeTeams(Verb):
    members: list[Member]
    teams: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    needs = Capability.MANAGE_TEAMS

    def prepare(self, companies):
        places = AccountTeamMember.objects.standing().filter(company__in=companies)
        for company, member in places.values_list("company", "member"):
            self.teams[company].add(member)

    def announce(self, company, by):
        added, removed = self.changes_of(company)
        publish(
            "companies.team_changed", subject=company, company=company, by=by,
            changes={"team": [sorted(map(str, removed)), sorted(map(str, added))]},
            data={
                "added": [member.pk for member in added], "removed": [member.pk for member in removed],
                "decision": str(company.team_decision),
            },
        )  # fmt: skip

    def changes_of(self, company) -> tuple[list[Member], list[Member]]:
        """Who comes and who goes."""
        raise NotImplementedError

    def is_done(self, company):
        return self.changes_of(company) == ([], [])


@dataclass
class JoinTeams(_ChangeTeams):
    """These active members come onto the account teams, for good; who is on one already stays as before."""

    def prepare(self, companies):
        check_are_active(self.members, field="members")
        super().prepare(companies)

    def changes_of(self, company):
        return [member for member in self.members if member.pk not in self.teams[company.pk]], []

    def write(self, companies):
        AccountTeamMember.objects.filter(company__in=companies, member__in=self.members).ended().delete()
        AccountTeamMember.objects.bulk_create(
            AccountTeamMember(tenant_id=company.tenant_id, company=company, member=member)
            for company in companies
            for member in self.changes_of(company)[0]
        )
        _update(companies, team_decision=TeamDecision.TEAM, version=F("version") + 1)


@dataclass
class LeaveTeams(_ChangeTeams):
    """These members leave the account teams; without the last one it is undecided again who looks after a company."""

    def changes_of(self, company):
        return [], [member for member in self.members if member.pk in self.teams[company.pk]]

    def write(self, companies):
        AccountTeamMember.objects.filter(company__in=companies, member__in=self.members).delete()
        leaving = {member.pk for member in self.members}
        empty = [company for company in companies if self.teams[company.pk] <= leaving]
        _update(companies, version=F("version") + 1)
        _update(empty, team_decision=TeamDecision.UNDECIDED)


@dataclass
class SetActive(Verb):
    """Work with the companies again, or no more."""

    is_active: bool
    needs = Capability.EDIT_COMPANIES

    def refusal(self, company):
        if not self.is_active:
            return str(_("Your own company cannot be deactivated.")) if company.is_own else ""
        if company.manager.is_active:
            return ""
        words = _("Choose an active account manager first: %(name)s is no longer active.")
        return words % {"name": company.manager}

    def is_done(self, company):
        return company.is_active == self.is_active

    def write(self, companies):
        _update(companies, is_active=self.is_active)

    def announce(self, company, by):
        key = "companies.company_activated" if self.is_active else "companies.company_deactivated"
        publish(key, subject=company, company=company, by=by)


@dataclass
class Classify(Verb):
    """This classification, or none."""

    classification: Classification | None
    needs = Capability.EDIT_COMPANIES

    def prepare(self, companies):
        check_are_offered([self.classification])

    def is_done(self, company):
        return company.classification == self.classification

    def write(self, companies):
        self.before = {company.pk: company.classification for company in companies}
        _update(companies, classification=self.classification, version=F("version") + 1)

    def announce(self, company, by):
        before, after = self.before[company.pk], self.classification
        publish(
            "companies.company_changed", subject=company, company=company, by=by,
            changes={"classification": [str(before) if before else None, str(after) if after else None]},
        )  # fmt: skip


def sift(companies: Iterable[Company], verb: Verb) -> Outcome:
    """What would become of each company, without changing any."""
    known = list(companies)
    verb.prepare(known)
    refused = [Refusal(each, why) for each in known if (why := verb.refusal(each))]
    out = {refusal.company.pk for refusal in refused}
    rest = [each for each in known if each.pk not in out]
    return Outcome(
        changed=[each for each in rest if not verb.is_done(each)],
        unchanged=[each for each in rest if verb.is_done(each)],
        refused=refused,
    )


@transaction.atomic
def change_several(*, companies: Iterable[Company], verb: Verb, all_or_none: bool, by) -> Outcome:
    """Do it to each of the companies that it can be done to.

    Raises DomainError `some_refused` when all were to be changed or none, and what the verb itself raises.
    """
    check_may(by, verb.needs)
    ids = [company.pk for company in companies][:MOST]
    locked = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    outcome = sift(locked.select_related("manager", "classification"), verb)
    if outcome.refused and all_or_none:
        raise DomainError("some_refused", _("Not all of them can be changed, so none was."))
    if outcome.changed:
        verb.write(outcome.changed)
        for company in outcome.changed:
            verb.announce(company, by)
    return outcome


def _update(companies: list[Company], **values) -> None:
    """One statement; the companies at hand have the values too."""
    Company.objects.filter(pk__in=[company.pk for company in companies]).update(**values)
    for company in companies:
        for name, value in values.items():
            if name not in ("version", "manager"):
                setattr(company, name, value)
