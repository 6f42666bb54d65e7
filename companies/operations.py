"""Verbs over more than one record of a company."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.models import (
    AccountTeamMember,
    Company,
    CompanyType,
    Grouping,
    HierarchyDecision,
    Location,
    MemberTerritory,
    ParentLink,
    Term,
    Territory,
)
from companies.models.account_team import Team, check_are_active
from companies.models.location import MOST, index_locations
from companies.models.record import DETAILS
from companies.permissions import check_may
from core.changes import check_names
from core.errors import DomainError
from core.events import publish
from tenants.models import Member, Tenant
from tenants.roles import Capability

TAX_ID = "tax_id"
"""What is known of a new company beside its record (`Occurrence.known`)."""


@transaction.atomic
def create_company(
    *, tenant, by, manager: Member, name: str, type: str = CompanyType.PROSPECT, tax_id: str = "", **fields
) -> Company:
    """A new company with its account manager. What was not given follows the tenant: country, currency, language.

    A tax id goes to the invoice settings, which are kept on a higher floor. Likely duplicates are for the caller to
    ask about before (`similar_to`). Raises DomainError `member_inactive` when the account manager is not active.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    check_names(fields, {*DETAILS, "is_own", "portal_enabled"})
    if not name.strip():
        raise DomainError("name_missing", _("A company needs a name."), field="name")
    check_are_active([manager], field="manager")
    usual = {"country": tenant.country, "currency": tenant.currency, "language": tenant.language}
    company = Company(tenant_id=tenant.pk, name=name, type=type, manager=manager, **{**usual, **fields})
    company.check_details(fields)
    company.save()
    publish(
        "companies.company_created", subject=company, company=company, by=by, data={"type": str(type)},
        known={TAX_ID: tax_id} if tax_id else {},
    )  # fmt: skip
    return company


@transaction.atomic
def edit_company(
    *, company: Company, values: dict[str, Any], manager: Member, team: dict[Member, Term], seen: int, by
) -> None:
    """What *Edit company* saves at once: the details, the account manager and the account team with its terms.

    Raises EditConflict and what the three verbs raise.
    """
    has_other_team = team != company.team_terms()
    check_are_active(team if has_other_team else [], field="team")
    if manager.pk != company.manager_id:
        check_are_active([manager], field="manager")
    company.update_details(values=values, seen=seen, by=by)
    if manager.pk != company.manager_id:
        company.change_manager(member=manager, by=by)
    if has_other_team:
        company.set_team(members=team, by=by)


@transaction.atomic
def decide_team(*, company: Company, members: Team, manager_alone: bool, by) -> None:
    """The answer of the wizard: this team, or the account manager alone."""
    company.set_team(members=[] if manager_alone else members, by=by)
    if manager_alone:
        company.decide_manager_alone(by=by)


@transaction.atomic
def create_subsidiary(*, tenant, by, parent: Company, link: str, **details) -> Company:
    """A new company that stands below `parent` from the beginning.

    Raises what `create_company` and `place_under` raise.
    """
    company = create_company(tenant=tenant, by=by, **details)
    adopt(parent=parent, children=[company], link=link, by=by)
    return company


@transaction.atomic
def adopt(*, parent: Company, children: Iterable[Company], link: str, by) -> None:
    """Place existing companies under `parent`, and record that it is one."""
    for child in children:
        child.place_under(parent=parent, link=link, by=by)
    if parent.parent_id is None:
        parent.decide_parent(by=by)


@transaction.atomic
def decide_place(
    *, company: Company, decision: str, by, parent: Company | None = None, link: str = "",
    children: Iterable[Company] = (),
) -> None:  # fmt: skip
    """The answer to *Does this company belong with others?*, whatever was answered before.

    Raises DomainError when the answer contradicts a link that stands, or a link would break the family.
    """
    if decision == HierarchyDecision.CHILD:
        if parent is None:
            raise DomainError("parent_missing", _("Choose the parent company."), field="parent")
        company.place_under(parent=parent, link=link, by=by)
    elif decision == HierarchyDecision.PARENT:
        adopt(parent=company, children=children, link=link or ParentLink.SUBSIDIARY, by=by)
    else:
        company.decide_independent(by=by)


@transaction.atomic
def set_territories(*, member: Member, territories: Iterable[Territory], by) -> None:
    """The member looks after exactly these territories; none means nothing more than the own customers."""
    check_may(by, Capability.MANAGE_TENANT)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    wanted = {territory.pk: territory for territory in territories}
    known = {place.territory_id: place for place in member.territories.select_related("territory")}
    if wanted.keys() == known.keys():
        return
    member.territories.exclude(territory__in=wanted).delete()
    MemberTerritory.objects.bulk_create(
        MemberTerritory(tenant_id=member.tenant_id, member=member, territory=wanted[pk])
        for pk in wanted.keys() - known.keys()
    )
    before, after = (sorted(map(str, each)) for each in ([p.territory for p in known.values()], wanted.values()))
    publish("companies.member_territories_changed", subject=member, by=by, changes={"territories": [before, after]})


@transaction.atomic
def end_team_places() -> int:
    """Take every place away whose last day has passed, in the current tenant. Returns the number of companies."""
    ended = AccountTeamMember.objects.ended().order_by().values("company")
    companies = list(Company.objects.filter(pk__in=ended).order_by("pk"))
    for company in companies:
        company.end_places()
    return len(companies)


@transaction.atomic
def add_location(*, company: Company, by, **details) -> Location:
    """A further place of the company. The trade's limit is 5,000 of them.

    Raises DomainError `name_missing`, `merged`, `too_many_locations`, and what `Location.check_details` refuses.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    check_names(details, Location.DETAILS)
    if not details.get("name", "").strip():
        raise DomainError("name_missing", _("A location needs a name."), field="name")
    locked = company.locked()
    locked.check_is_no_alias()
    if locked.locations.count() >= MOST:
        raise DomainError("too_many_locations", _("A company has %(most)d locations at most.") % {"most": MOST})
    location = Location(tenant_id=company.tenant_id, company=locked, **{"country": locked.country, **details})
    location.check_details(details)
    location.save()
    index_locations(locked)
    publish("companies.location_created", subject=location, company=locked, by=by)
    return location


@transaction.atomic
def enter_grouping(model: type[Grouping], *, tenant, by, **details) -> Grouping:
    """A new entry of one of the lists that companies are sorted by, last in it. Raises DomainError `name_taken`."""
    check_may(by, Capability.MANAGE_TENANT)
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    grouping = model(tenant_id=tenant.pk, position=model.objects.count(), **details)
    grouping.check_name()
    grouping.save()
    publish("companies.grouping_created", subject=grouping, by=by)
    return grouping
