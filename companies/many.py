"""Verbs over many companies at once: every rule of the verbs on one, asked set-wise, and one event for each record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.events import manager_changed
from companies.hierarchy import MAX_DEPTH, lock_families
from companies.models import Company, HierarchyDecision, ParentLink
from companies.models.account_team import check_are_active
from companies.models.record import CURRENCY_OF_FAMILY, DETAILS, KEYS
from companies.models.search import index_companies
from companies.permissions import check_may
from core.changes import check_names, differences
from core.errors import DomainError
from core.events import occurrence_of, publish_many
from tenants.models import Member, Tenant
from tenants.roles import Capability

BATCH = 500
FOUND_BY = {"name", "number", "city", "website"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A company to be entered: its details, who manages it, and below which company it stands."""

    values: Mapping[str, Any]
    manager: Member
    parent: Company | None = None
    link: str = ""


@transaction.atomic
def create_companies(*, tenant: Tenant, drafts: Sequence[Draft], by) -> list[Company]:
    """Enter them all, as `create_company` and `place_under` would one by one.

    Raises DomainError for the first that one of them would refuse.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    check_are_active({draft.manager for draft in drafts}, field="manager")
    if any(not draft.values.get("name", "").strip() for draft in drafts):
        raise DomainError("name_missing", _("A company needs a name."), field="name")
    usual = {"country": tenant.country, "currency": tenant.currency, "language": tenant.language}
    companies = [_company(tenant, draft, usual) for draft in drafts]
    for company, draft in zip(companies, drafts, strict=True):
        check_names(draft.values, DETAILS)
        company.check_details(draft.values)
    _check_places(tenant, companies, drafts)
    Company.objects.bulk_create(companies, batch_size=BATCH)
    index_companies(companies)
    _publish_new(companies, drafts, by)
    return companies


@transaction.atomic
def change_companies(*, values: Mapping[Company, Mapping[str, Any]], by) -> None:
    """Write details of many companies, as `update_details` would one by one; their versions grow.

    Raises DomainError for the first that it would refuse.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    if any("currency" in each for each in values.values()):
        lock_families(next(iter(values)).tenant_id)
    stored = _locked(values)
    changes = {company: differences(stored[company.pk], dict(each)) for company, each in values.items()}
    changes = {company: each for company, each in changes.items() if each}
    for company, each in changes.items():
        check_names(each, DETAILS)
        stored[company.pk].check_details({name: values[company][name] for name in each})
    _check_currencies([company for company, each in changes.items() if "currency" in each])
    for company, each in changes.items():
        for name in each:
            setattr(company, name, values[company][name])
        company.write_keys()
        company.version = stored[company.pk].version + 1
    _write(changes, {"version", *KEYS, *(name for each in changes.values() for name in each)})
    index_companies([company for company, each in changes.items() if each.keys() & FOUND_BY], are_new=False)
    publish_changes(changes, by)


@transaction.atomic
def change_managers(*, managers: Mapping[Company, Member], by) -> None:
    """Give many companies to other account managers, who must be active."""
    check_may(by, Capability.MANAGE_TEAMS)
    check_are_active(set(managers.values()), field="manager")
    stored = _locked(managers)
    changed = {company: member for company, member in managers.items() if stored[company.pk].manager_id != member.pk}
    for company, member in changed.items():
        company.manager, company.version = member, stored[company.pk].version + 1
    _write(changed, {"version", "manager"})
    publish_many([manager_changed(company, before=stored[company.pk].manager, by=by) for company in changed])


@transaction.atomic
def remove_companies(*, companies: Sequence[Company], by) -> None:
    """Take back companies that an import entered and on which nothing was built. Nothing else is ever deleted.

    Raises Django's ProtectedError when something refers to one of them after all.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    Company.objects.filter(pk__in=[company.pk for company in companies]).delete()
    publish_many([occurrence_of("companies.company_removed", subject=each, company=each, by=by) for each in companies])


def _company(tenant: Tenant, draft: Draft, usual: Mapping[str, Any]) -> Company:
    company = Company(tenant_id=tenant.pk, manager=draft.manager, **{**usual, **draft.values})
    company.write_keys()
    if draft.parent is not None:
        company.parent, company.parent_link = draft.parent, draft.link
        company.hierarchy_decision = HierarchyDecision.CHILD
    return company


def _publish_new(companies: Sequence[Company], drafts: Sequence[Draft], by) -> None:
    """That they were entered, then where they stand."""
    created = [
        occurrence_of(
            "companies.company_created", subject=company, company=company, by=by,
            data={"type": str(company.type)},
        )
        for company in companies
    ]  # fmt: skip
    placed = [
        occurrence_of(
            "companies.hierarchy_changed", subject=company, company=company, by=by,
            changes={"parent": [None, company.parent_id], "parent_link": ["", draft.link]},
            data={"parent_before": None, "parent": company.parent_id},
        )
        for company, draft in zip(companies, drafts, strict=True)
        if draft.parent is not None
    ]  # fmt: skip
    publish_many([*created, *placed])


def publish_changes(changes: Mapping[Company, dict[str, list]], by) -> None:
    """What changed of each company's details."""
    publish_many(
        [
            occurrence_of("companies.company_changed", subject=company, company=company, by=by, changes=each)
            for company, each in changes.items()
        ]
    )


def _check_places(tenant: Tenant, companies: Sequence[Company], drafts: Sequence[Draft]) -> None:
    """New companies have nothing below them: what remains of the rules of a family is the parent's side."""
    placed = [(company, draft) for company, draft in zip(companies, drafts, strict=True) if draft.parent is not None]
    if not placed:
        return
    lock_families(tenant.pk)
    depths = Company.objects.filter(pk__in={draft.parent.pk for _company, draft in placed}).depths()
    for company, draft in placed:
        parent: Any = draft.parent
        check_new_place(company, parent, draft.link, depth=depths[parent.pk])


def check_new_place(company: Company, parent: Company, link: str, *, depth: int) -> None:
    """Whether a company with nothing below it may stand under the parent, which is on this level of its family."""
    if link not in ParentLink:
        raise DomainError("link_unknown", _("Choose subsidiary, franchise or branch."), field="link")
    if not parent.is_active:
        raise DomainError("parent_inactive", _("The parent company is not active."), field="parent")
    if depth + 1 > MAX_DEPTH:
        raise DomainError(
            "too_deep", _("The family would have more than %(count)d levels.") % {"count": MAX_DEPTH}, field="parent"
        )
    if parent.currency != company.currency:
        raise DomainError(
            "currency_of_family", _("Companies of one family share their currency: %(parent)s uses %(currency)s.")
            % {"parent": parent, "currency": parent.currency}, field="parent",
        )  # fmt: skip


def _check_currencies(companies: Sequence[Company]) -> None:
    with_relatives = Company.objects.with_relatives().filter(pk__in=[company.pk for company in companies])
    if companies and with_relatives.exists():
        raise DomainError("currency_of_family", CURRENCY_OF_FAMILY, field="currency")


def _locked(companies: Collection[Company]) -> dict[int, Company]:
    """As they are stored now, locked in the order of their ids: two with the same ones do not block each other."""
    rows = Company.objects.select_for_update(of=("self",), no_key=True).select_related("manager")
    return {each.pk: each for each in rows.filter(pk__in=[company.pk for company in companies]).order_by("pk")}


def _write(companies: Collection[Company], fields: Collection[str]) -> None:
    if companies:
        Company.objects.bulk_update(companies, sorted(fields), batch_size=BATCH)
