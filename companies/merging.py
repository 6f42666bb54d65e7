"""Merging two records into one, and taking it back.

What moves is an explicit list in `config/merging.py`, which knows every floor, and is handed over once at the start.
What is not on it stays with the absorbed record, which is kept as an alias: its events are never rewritten.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Model, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.hierarchy import MAX_DEPTH, ancestor_distances, depth_of, height_of, lock_families
from companies.models import Company, CompanyMerge, SearchTerm, index_company
from companies.models.merge import MergeRecord
from companies.permissions import check_may
from core.errors import DomainError
from core.events import publish
from tenants.models import Member
from tenants.roles import Capability

Text = str | Promise
Pair = Callable[[Any, Any], QuerySet]


@dataclass(frozen=True, kw_only=True)
class Move:
    """Records that go over to the survivor. `rows`: of (absorbed, survivor); `field`: their link, which is set anew."""

    key: str
    label: Text
    rows: Pair
    field: str = "company"


@dataclass(frozen=True, kw_only=True)
class GivenUp:
    """A value that may stand once only, and that the absorbed record's side gives up before the move."""

    key: str
    rows: Pair
    field: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why two records cannot become one as they are. `rows`: what stands in the way; nothing there, no refusal."""

    code: str
    message: Text
    rows: Pair


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What merging two records of one kind does. `links`: names of constraints between records that move together."""

    moves: Iterable[Move] = ()
    given_up: Iterable[GivenUp] = ()
    refusals: Iterable[Refusal] = ()
    links: Iterable[str] = ()


@dataclass
class Plans:
    """The plans by kind, as `config/` hands them over."""

    companies: Plan = field(default_factory=Plan)
    contacts: Plan = field(default_factory=Plan)


plans = Plans()


@dataclass(frozen=True)
class Preview:
    """What would happen: what moves with how many, and what stands in the way."""

    moves: list[tuple[Move, int]]
    refusals: list[DomainError]


def preview(plan: Plan, absorbed, survivor, refusals: Iterable[DomainError]) -> Preview:
    """Count what would move. Two queries, however long the plan is."""
    counted = [
        move.rows(absorbed, survivor).order_by().values(key=Value(move.key)).annotate(number=Count("pk"))
        for move in plan.moves
    ]
    counts = dict(_together(counted).values_list("key", "number")) if counted else {}
    moves = [(move, counts[move.key]) for move in plan.moves if counts.get(move.key)]
    return Preview(moves, [*refusals, *refused(plan, absorbed, survivor)])


def refused(plan: Plan, absorbed, survivor) -> list[DomainError]:
    """What of the plan's refusals holds. One query."""
    asked = [each.rows(absorbed, survivor).order_by().values(key=Value(each.code)) for each in plan.refusals]
    holds = set(_together(asked).values_list("key", flat=True)) if asked else set()
    return [DomainError(each.code, each.message, field="into") for each in plan.refusals if each.code in holds]


def _together(queries: list[QuerySet]) -> QuerySet:
    first, *rest = queries
    return first.union(*rest, all=True) if rest else first


@contextmanager
def checked_at_the_end(links: Iterable[str]) -> Iterator[None]:
    """Records that point to each other move one table after the other: what links them is checked when all have."""
    names = ", ".join(connection.ops.quote_name(link) for link in links)
    if not names:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


def carry_over(plan: Plan, absorbed: Model, survivor: Model) -> dict[str, dict]:
    """Move what the plan names. Returns `moved` and `given_up` of the record of the merge."""
    given_up, moved = {}, {}
    with checked_at_the_end(plan.links):
        for each in plan.given_up:
            rows = each.rows(absorbed, survivor)
            before = {str(pk): value for pk, value in rows.values_list("pk", each.field)}
            if before:
                rows.model._default_manager.filter(pk__in=before).update(**{each.field: each.value})
                given_up[each.key] = before
        for move in plan.moves:
            rows = move.rows(absorbed, survivor)
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
            if ids:
                rows.model._default_manager.filter(pk__in=ids).update(**{move.field: survivor})
                moved[move.key] = ids
    return {"moved": moved, "given_up": given_up}


def carry_back(plan: Plan, merge: MergeRecord) -> dict[str, int]:
    """Move back what still stands where the merge put it. Returns how many of each move do not, by its key."""
    lost = {}
    with checked_at_the_end(plan.links):
        for move in reversed(list(plan.moves)):
            ids = merge.moved.get(move.key, [])
            rows = move.rows(merge.absorbed, merge.survivor).model._default_manager
            back = rows.filter(pk__in=ids, **{move.field: merge.survivor}).update(**{move.field: merge.absorbed})
            if back < len(ids):
                lost[move.key] = len(ids) - back
        for each in plan.given_up:
            _give_back(each, merge)
    return lost


def _give_back(rule: GivenUp, merge: MergeRecord) -> None:
    rows = rule.rows(merge.absorbed, merge.survivor).model._default_manager
    for pk, value in merge.given_up.get(rule.key, {}).items():
        rows.filter(pk=pk, **{rule.field: rule.value}).update(**{rule.field: value})


def preview_of_companies(*, absorbed: Company, survivor: Company) -> Preview:
    """What merging `absorbed` into `survivor` would move, and why it would be refused."""
    return preview(plans.companies, absorbed, survivor, _refusals_of_companies(absorbed, survivor))


@transaction.atomic
def merge_companies(*, absorbed: Company, survivor: Company, by: Member) -> CompanyMerge:
    """Two companies that were one become one: everything on the plan goes to the survivor, in one transaction.

    Raises DomainError with the first thing that stands in the way (`preview_of_companies` lists all).
    """
    check_may(by, Capability.EDIT_COMPANIES)
    lock_families(survivor.tenant_id)
    absorbed, survivor = _locked(absorbed, survivor)
    for refusal in [*_refusals_of_companies(absorbed, survivor), *refused(plans.companies, absorbed, survivor)]:
        raise refusal
    was_active = absorbed.is_active
    absorbed.step_aside()
    merge = CompanyMerge.objects.create(
        tenant_id=survivor.tenant_id, absorbed=absorbed, survivor=survivor, was_active=was_active, merged_by=by,
        **carry_over(plans.companies, absorbed, survivor),
    )  # fmt: skip
    _index_aliases(survivor)
    _tell(merge, "companies.company_merged", "companies.company_absorbed", by=by)
    return merge


@transaction.atomic
def undo_merge_of_companies(*, merge: CompanyMerge, by: Member) -> dict[str, int]:
    """Take a merge back, within a week: what was moved goes back, what came later stays with the survivor.

    Returns how many records could not go back, by the key of their move. Raises DomainError `merge_final`.
    """
    by.check_may(Capability.MANAGE_TENANT)
    lock_families(merge.tenant_id)
    absorbed, survivor = _locked(merge.absorbed, merge.survivor)
    merge = CompanyMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    check_may_be_undone(merge)
    merge.absorbed, merge.survivor = absorbed, survivor
    absorbed.come_back(is_active=merge.was_active)
    lost = carry_back(plans.companies, merge)
    mark_as_undone(merge, by=by)
    _index_aliases(survivor)
    _tell(merge, "companies.merge_undone", "companies.absorption_undone", by=by)
    return lost


def check_may_be_undone(merge: MergeRecord) -> None:
    """Raise DomainError when the merge was taken back already, or the week is over."""
    if not merge.can_be_undone:
        raise DomainError("merge_final", _("This merge can no longer be taken back: that is possible for a week."))


def mark_as_undone(merge: MergeRecord, *, by: Member) -> None:
    """The merge no longer stands."""
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])


def _locked(*companies: Company) -> list[Company]:
    """The companies as they stand now, locked in the order of their ids, returned in the order given."""
    rows = Company.objects.select_for_update(of=("self",), no_key=True).select_related("manager", "tenant")
    locked = rows.filter(pk__in=[company.pk for company in companies]).order_by("pk")
    found: Mapping[int, Company] = {company.pk: company for company in locked}
    return [found[each.pk] for each in companies]


def _refusals_of_companies(absorbed: Company, survivor: Company) -> list[DomainError]:
    return [
        DomainError(code, message, field="into")
        for code, message, holds in (
            ("same_record", _("Choose another company: this is the same."), absorbed.pk == survivor.pk),
            ("own_company_stays", _("Your own company cannot be merged into another."), absorbed.is_own),
            ("own_company_stays", _("Your own company takes in no other."), survivor.is_own),
            ("survivor_inactive", _("The company that remains is not active."), not survivor.is_active),
            ("already_merged", _("This company was merged into another already."), absorbed.absorption() is not None),
            ("currencies_differ", _("The two companies have different currencies."),
             absorbed.currency != survivor.currency),
            ("confidential_differs", _("One of the two is confidential. Decide that for both alike first."),
             absorbed.is_confidential != survivor.is_confidential),
            ("merge_below_parent", _("The company to be merged away has a parent company. End that link first."),
             absorbed.parent_id is not None),
            ("merge_in_family", _("The company that remains stands below the other. End that link first."),
             absorbed.pk in ancestor_distances(survivor.pk)),
            ("family_too_deep", _("The family would get deeper than eight levels."),
             depth_of(survivor.pk) + height_of(absorbed.pk) - 1 > MAX_DEPTH),
        )
        if holds
    ]  # fmt: skip


def _index_aliases(survivor: Company) -> None:
    """The words that found the absorbed companies find the survivor."""
    aliases = survivor.merges.standing().values("absorbed")
    own = SearchTerm.objects.filter(company__in=aliases, source=SearchTerm.COMPANY).values_list("term", flat=True)
    index_company(survivor, source=SearchTerm.ALIASES, terms=own)


def _tell(merge: CompanyMerge, key: str, key_of_alias: str, *, by: Member) -> None:
    counts = {name: len(ids) for name, ids in merge.moved.items()}
    absorbed, survivor = merge.absorbed, merge.survivor
    publish(
        key, subject=survivor, company=survivor, by=by,
        data={"absorbed": absorbed.pk, "name": str(absorbed), "moved": counts},
    )  # fmt: skip
    publish(
        key_of_alias, subject=absorbed, company=absorbed, by=by,
        data={"survivor": survivor.pk, "name": str(survivor)},
    )  # fmt: skip
