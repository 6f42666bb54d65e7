"""Merging two contacts of one company into one, and taking it back (`core/merging.py` says how)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.permissions import check_may
from contacts.models import Contact, ContactMerge
from core.errors import DomainError
from core.events import publish
from core.merging import Preview, Undone, carry_back, carry_over, locked, preview, refusals_of_plan
from tenants.models import Member
from tenants.roles import Capability

PORTAL = "contacts.portal"
"""The move of a portal access, by its key in the plan."""


def preview_of_contacts(*, absorbed: Contact, survivor: Contact, by: Member) -> Preview:
    """What merging `absorbed` into `survivor` would move, and why it would be refused."""
    return preview(absorbed, survivor, _refusals(absorbed, survivor), by=by)


@transaction.atomic
def merge_contacts(*, absorbed: Contact, survivor: Contact, by: Member) -> ContactMerge:
    """Two contacts of one company that were one person become one. The primary contact stays one: the survivor.

    Raises DomainError with the first thing that stands in the way; `email_missing` when the survivor would become
    the primary contact without an address.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    company = survivor.lock_company()
    absorbed, survivor = locked(Contact.objects.select_related("company"), absorbed, survivor)
    for refusal in [*_refusals(absorbed, survivor), *refusals_of_plan(absorbed, survivor, by=by)]:
        raise refusal
    was_active = absorbed.is_active
    if absorbed.is_primary:
        survivor.designate_primary(by=by)
    carried = carry_over(absorbed, survivor)
    absorbed.deactivate(by=by)
    merge = ContactMerge.objects.create(
        tenant_id=survivor.tenant_id, absorbed=absorbed, survivor=survivor, was_active=was_active, merged_by=by,
        **carried,
    )  # fmt: skip
    publish("contacts.contact_merged", subject=survivor, company=company, by=by, data=merge.told)
    return merge


@transaction.atomic
def undo_merge_of_contacts(*, merge: ContactMerge, by: Member) -> Undone:
    """Take a merge back, within a week. Being the primary contact stays with the survivor.

    A portal access goes back to the person whose account it opens for; where an address is another one by now, it ends.
    Returns what is not as it was before. Raises DomainError `merge_final`, `cannot_be_parted`.
    """
    by.check_may(Capability.MANAGE_TENANT)
    company = merge.survivor.lock_company()
    merge = merge.locked_to_undo(Contact.objects.select_related("company"))
    undone = carry_back(merge, by=by)
    _end_portal_that_stayed(merge, undone, by=by)
    merge.mark_as_undone(by=by)
    if merge.was_active:
        merge.absorbed.activate(by=by)
    publish("contacts.merge_undone", subject=merge.survivor, company=company, by=by, data=merge.told)
    return undone


def _end_portal_that_stayed(merge: ContactMerge, undone: Undone, *, by: Member) -> None:
    """What went over by an address that the two no longer share is nobody's: it was given to the other person."""
    for each in [each for each in undone.stayed if each[0].key == PORTAL]:
        merge.survivor.disable_portal(by=by)
        undone.stayed.remove(each)
        undone.cut.append(each)


def _refusals(absorbed: Contact, survivor: Contact) -> list[DomainError]:
    return [
        DomainError(code, message, field="into")
        for code, message, holds in (
            ("same_record", _("Choose another contact: this is the same."), absorbed.pk == survivor.pk),
            ("other_company", _("A contact never moves to another company."),
             absorbed.company_id != survivor.company_id),
            ("survivor_inactive", _("The contact that remains is not active."), not survivor.is_active),
            ("already_merged", _("This contact was merged into another already."),
             absorbed.absorption() is not None),
        )
        if holds
    ]  # fmt: skip
