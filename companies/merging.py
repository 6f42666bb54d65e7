"""Merging two companies into one, and taking it back (`core/merging.py` says how)."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.hierarchy import MAX_DEPTH, ancestor_distances, depth_of, height_of, lock_families
from companies.models import Company, CompanyMerge, SearchTerm, index_company
from companies.permissions import check_may
from companies.sight import Sight
from core.errors import DomainError
from core.events import publish
from core.merging import Preview, Undone, carry_back, carry_over, locked, preview, refusals_of_plan
from tenants.models import Member
from tenants.roles import Capability


def preview_of_companies(*, absorbed: Company, survivor: Company, by: Member) -> Preview:
    """What merging `absorbed` into `survivor` would move, and why it would be refused."""
    return preview(absorbed, survivor, _refusals(absorbed, survivor, by), by=by)


@transaction.atomic
def merge_companies(*, absorbed: Company, survivor: Company, by: Member) -> CompanyMerge:
    """Two companies that were one become one: everything on the plan goes to the survivor, in one transaction.

    Raises DomainError with the first thing that stands in the way (`preview_of_companies` lists all).
    """
    check_may(by, Capability.EDIT_COMPANIES)
    lock_families(survivor.tenant_id)
    absorbed, survivor = locked(_rows(), absorbed, survivor)
    for refusal in [*_refusals(absorbed, survivor, by), *refusals_of_plan(absorbed, survivor, by=by)]:
        raise refusal
    was_active = absorbed.is_active
    absorbed.step_aside()
    merge = CompanyMerge.objects.create(
        tenant_id=survivor.tenant_id, absorbed=absorbed, survivor=survivor, was_active=was_active, merged_by=by,
        **carry_over(absorbed, survivor),
    )  # fmt: skip
    _index_aliases(survivor)
    _tell(merge, "companies.company_merged", "companies.company_absorbed", by=by)
    return merge


@transaction.atomic
def undo_merge_of_companies(*, merge: CompanyMerge, by: Member) -> Undone:
    """Take a merge back, within a week: what was moved goes back, what came later stays with the survivor.

    Merges of contacts of the one with contacts of the other are taken back first. Returns what is not as it was
    before. Raises DomainError `merge_final`, `alias_in_family`, what contacts refuse, and `cannot_be_parted`.
    """
    by.check_may(Capability.MANAGE_TENANT)
    lock_families(merge.tenant_id)
    merge = merge.locked_to_undo(_rows())
    if merge.absorbed.parent_id is not None:
        message = _("%(name)s was placed below another company since. End that link first.")
        raise DomainError("alias_in_family", message % {"name": merge.absorbed})
    merge.absorbed.come_back(is_active=merge.was_active)
    undone = carry_back(merge, by=by)
    merge.mark_as_undone(by=by)
    _index_aliases(merge.survivor)
    _tell(merge, "companies.merge_undone", "companies.absorption_undone", by=by)
    return undone


def _rows() -> QuerySet[Company]:
    return Company.objects.select_related("manager", "tenant")


def _refusals(absorbed: Company, survivor: Company, by: Member) -> list[DomainError]:
    sees_parent = absorbed.parent_id is not None and Sight(by, known=()).sees(absorbed.parent_id)
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
            ("merge_below_parent", _("The company that is to be merged has a parent company. End that link first."),
             sees_parent),
            ("merge_hindered", _("A record that you may not see prevents this. Ask an admin."),
             absorbed.parent_id is not None and not sees_parent),
            ("merge_in_family", _("The company that remains is below the other. End that link first."),
             absorbed.pk in ancestor_distances(survivor.pk)),
            ("family_too_deep", _("The family would have more than %(count)d levels.") % {"count": MAX_DEPTH},
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
    absorbed, survivor = merge.absorbed, merge.survivor
    publish(key, subject=survivor, company=survivor, by=by, data=merge.told)
    publish(
        key_of_alias, subject=absorbed, company=absorbed, by=by,
        data={"survivor": survivor.pk, "name": str(survivor)},
    )  # fmt: skip
