"""Verbs for several companies at once; see `core.several`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from companies.events import manager_changed, team_changed
from companies.models import AccountTeamMember, Classification, Company, CompanyMerge, TeamDecision
from companies.models.account_team import check_are_active
from companies.models.record import check_are_offered
from companies.permissions import check_may
from core.events import publish, tell
from core.several import MOST, Outcome, Verb, carry_out
from tenants.models import Member
from tenants.roles import Capability


@dataclass
class GiveManager(Verb[Company]):
    """Another account manager, who must be active."""

    member: Member
    needs = Capability.MANAGE_TEAMS

    def prepare(self, companies):
        check_are_active([self.member], field="member")

    def is_done(self, company):
        return company.manager_id == self.member.pk

    def write(self, companies, by):
        _update(companies, manager=self.member, version=F("version") + 1)

    def announce(self, company, by):
        before, company.manager = company.manager, self.member
        tell(manager_changed(company, before=before, by=by))


@dataclass
class _ChangeTeams(Verb[Company]):
    members: list[Member]
    teams: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    needs = Capability.MANAGE_TEAMS

    def prepare(self, companies):
        places = AccountTeamMember.objects.standing().filter(company__in=companies)
        for company, member in places.values_list("company", "member"):
            self.teams[company].add(member)

    def announce(self, company, by):
        added, removed = self.changes_of(company)
        tell(team_changed(company, added=added, removed=removed, by=by))

    def changes_of(self, company) -> tuple[list[Member], list[Member]]:
        """Who comes and who goes."""
        raise NotImplementedError

    def is_done(self, company):
        return self.changes_of(company) == ([], [])


@dataclass
class JoinTeams(_ChangeTeams):
    """These active members come onto the account teams, for good; who is on one already stays as before."""

    aliases: dict[int, str] = field(default_factory=dict)

    def prepare(self, companies):
        check_are_active(self.members, field="members")
        self.aliases = CompanyMerge.objects.why_not_to_work_with(companies)
        super().prepare(companies)

    def refusal(self, company):
        return "" if self.is_done(company) else self.aliases.get(company.pk, "")

    def changes_of(self, company):
        return [member for member in self.members if member.pk not in self.teams[company.pk]], []

    def write(self, companies, by):
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

    def write(self, companies, by):
        AccountTeamMember.objects.filter(company__in=companies, member__in=self.members).delete()
        leaving = {member.pk for member in self.members}
        empty = [company for company in companies if self.teams[company.pk] <= leaving]
        _update(companies, version=F("version") + 1)
        _update(empty, team_decision=TeamDecision.UNDECIDED)


@dataclass
class SetActive(Verb[Company]):
    """Work with the companies again, or no more."""

    is_active: bool
    aliases: dict[int, str] = field(default_factory=dict)
    needs = Capability.EDIT_COMPANIES

    def prepare(self, companies):
        self.aliases = CompanyMerge.objects.why_not_to_work_with(companies) if self.is_active else {}

    def refusal(self, company):
        if not self.is_active:
            return str(_("Your own company cannot be deactivated.")) if company.is_own else ""
        if company.pk in self.aliases:
            return self.aliases[company.pk]
        if company.manager.is_active:
            return ""
        words = _("Choose an active account manager first: %(name)s is no longer active.")
        return words % {"name": company.manager}

    def is_done(self, company):
        return company.is_active == self.is_active

    def effects(self, changed):
        lost = changed and not self.is_active
        return [str(_("The contacts of these customers can no longer use the portal."))] if lost else []

    def write(self, companies, by):
        _update(companies, is_active=self.is_active)

    def announce(self, company, by):
        key = "companies.company_activated" if self.is_active else "companies.company_deactivated"
        publish(key, subject=company, company=company, by=by)


@dataclass
class Classify(Verb[Company]):
    """This classification, or none."""

    classification: Classification | None
    needs = Capability.EDIT_COMPANIES

    def prepare(self, companies):
        check_are_offered([self.classification])

    def is_done(self, company):
        return company.classification == self.classification

    def write(self, companies, by):
        self.before = {company.pk: company.classification for company in companies}
        _update(companies, classification=self.classification, version=F("version") + 1)

    def announce(self, company, by):
        before, after = self.before[company.pk], self.classification
        publish(
            "companies.company_changed", subject=company, company=company, by=by,
            changes={"classification": [str(before) if before else None, str(after) if after else None]},
        )  # fmt: skip


@transaction.atomic
def change_several(companies: Iterable[Company], *, verb: Verb[Company], all_or_none: bool, by) -> Outcome[Company]:
    """Do it to each of the companies that it can be done to, as `carry_out` says."""
    check_may(by, verb.needs)
    ids = [company.pk for company in companies][:MOST]
    locked = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    return carry_out(verb, locked.select_related("manager", "classification"), all_or_none=all_or_none, by=by)


def _update(companies: list[Company], **values) -> None:
    """One statement; the companies at hand have the values too."""
    Company.objects.filter(pk__in=[company.pk for company in companies]).update(**values)
    for company in companies:
        for name, value in values.items():
            if name not in ("version", "manager"):
                setattr(company, name, value)
