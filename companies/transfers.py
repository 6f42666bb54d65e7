"""What a member hands over when somebody else takes the customers on: account management and places on teams.

Each part has the same two functions: what there is, and moving all of it. `config/transfer.py` lists them.
"""

from django.db import transaction
from django.db.models import F, QuerySet

from companies.events import manager_changed, team_changed
from companies.models import AccountTeamMember, Company, CompanyMerge
from core.events import publish_many
from tenants.models import Member


def managed_by(member: Member) -> QuerySet[Company]:
    """The companies whose account manager this is, also those that are no longer active."""
    return Company.objects.filter(manager=member).in_name_order()


def with_places_of(member: Member) -> QuerySet[Company]:
    """The companies on whose account team this member is."""
    return Company.objects.filter(pk__in=_places(member).values("company")).in_name_order()


@transaction.atomic
def transfer_management(*, member: Member, to: Member, by: Member) -> None:
    """Make `to` the account manager of all of them: one statement, and one event for each company."""
    companies = _locked(managed_by(member))
    _update(companies, manager=to)
    for company in companies:
        company.manager = to
    publish_many([manager_changed(company, before=member, by=by) for company in companies])


@transaction.atomic
def transfer_places(*, member: Member, to: Member, by: Member) -> None:
    """Give the places on account teams to `to`, each with its term; who is on a team already stays as before."""
    companies = _locked(with_places_of(member))
    given = {place.company_id: place for place in _places(member)}
    known = set(_places(to).values_list("company_id", flat=True))
    AccountTeamMember.objects.filter(company__in=given, member__in=[member, to]).exclude(
        member=to, company__in=known
    ).delete()
    _join([company for company in companies if company.pk not in known], to, given)
    _update(companies)
    publish_many(
        [
            team_changed(company, added=[] if company.pk in known else [to], removed=[member], by=by)
            for company in companies
        ]
    )


@transaction.atomic
def join_teams(*, companies: QuerySet[Company], member: Member, by: Member) -> None:
    """Put the member on the account teams of these companies, on which he is not, so that he sees them.

    Raises DomainError `merged` where one of them is an alias, at which nobody works any more.
    """
    joined = _locked(companies)
    CompanyMerge.objects.check_none_is_alias(joined)
    AccountTeamMember.objects.filter(company__in=joined, member=member).delete()
    _join(joined, member, {})
    _update(joined, team_decision="team")
    for company in joined:
        company.team_decision = "team"
    publish_many([team_changed(company, added=[member], removed=[], by=by) for company in joined])


def _places(member: Member) -> QuerySet[AccountTeamMember]:
    return AccountTeamMember.objects.standing().filter(member=member)


def _locked(companies: QuerySet[Company]) -> list[Company]:
    """Always in the same order, so that two who do this at once wait for each other."""
    ids = list(companies.order_by().values_list("pk", flat=True))
    return list(Company.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk"))


def _join(companies: list[Company], member: Member, terms: dict[int, AccountTeamMember]) -> None:
    AccountTeamMember.objects.bulk_create(
        AccountTeamMember(
            tenant_id=company.tenant_id, company=company, member=member,
            until_on=terms[company.pk].until_on if company.pk in terms else None,
            reason=terms[company.pk].reason if company.pk in terms else "",
        )
        for company in companies
    )  # fmt: skip


def _update(companies: list[Company], **values) -> None:
    Company.objects.filter(pk__in=[each.pk for each in companies]).update(version=F("version") + 1, **values)
