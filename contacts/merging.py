"""Merging two contacts of one company into one, and taking it back (`companies/merging.py` says how)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.merging import (
    Preview,
    carry_back,
    carry_over,
    check_may_be_undone,
    mark_as_undone,
    plans,
    preview,
    refused,
)
from companies.permissions import check_may
from contacts.models import Contact, ContactMerge
from core.errors import DomainError
from core.events import publish
from tenants.models import Member
from tenants.roles import Capability


def preview_of_contacts(*, absorbed: Contact, survivor: Contact) -> Preview:
    """What merging `absorbed` into `survivor` would move, and why it would be refused."""
    return preview(plans.contacts, absorbed, survivor, _refusals_of_contacts(absorbed, survivor))


@transaction.atomic
def merge_contacts(*, absorbed: Contact, survivor: Contact, by: Member) -> ContactMerge:
    """Two contacts of one company that were one person become one. The primary contact stays one: the survivor.

    Raises DomainError with the first thing that stands in the way; `email_missing` when the survivor would become
    the primary contact without an address.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    company = survivor.lock_company()
    absorbed, survivor = _locked(absorbed, survivor)
    for refusal in [*_refusals_of_contacts(absorbed, survivor), *refused(plans.contacts, absorbed, survivor)]:
        raise refusal
    was_active = absorbed.is_active
    if absorbed.is_primary:
        survivor.designate_primary(by=by)
    carried = carry_over(plans.contacts, absorbed, survivor)
    absorbed.deactivate(by=by)
    merge = ContactMerge.objects.create(
        tenant_id=survivor.tenant_id, absorbed=absorbed, survivor=survivor, was_active=was_active, merged_by=by,
        **carried,
    )  # fmt: skip
    counts = {name: len(ids) for name, ids in merge.moved.items()}
    publish(
        "contacts.contact_merged", subject=survivor, company=company, by=by,
        data={"absorbed": absorbed.pk, "name": str(absorbed), "moved": counts},
    )  # fmt: skip
    return merge


@transaction.atomic
def undo_merge_of_contacts(*, merge: ContactMerge, by: Member) -> dict[str, int]:
    """Take a merge back, within a week. Being the primary contact stays with the survivor.

    Returns how many records could not go back, by the key of their move. Raises DomainError `merge_final`.
    """
    by.check_may(Capability.MANAGE_TENANT)
    company = merge.survivor.lock_company()
    absorbed, survivor = _locked(merge.absorbed, merge.survivor)
    merge = ContactMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    check_may_be_undone(merge)
    merge.absorbed, merge.survivor = absorbed, survivor
    lost = carry_back(plans.contacts, merge)
    mark_as_undone(merge, by=by)
    if merge.was_active:
        absorbed.activate(by=by)
    publish(
        "contacts.merge_undone", subject=survivor, company=company, by=by,
        data={"absorbed": absorbed.pk, "name": str(absorbed)},
    )  # fmt: skip
    return lost


def _locked(*contacts: Contact) -> list[Contact]:
    """The contacts as they stand now, locked in the order of their ids, returned in the order given."""
    rows = Contact.objects.select_for_update(of=("self",), no_key=True).select_related("company")
    locked = rows.filter(pk__in=[contact.pk for contact in contacts]).order_by("pk")
    found = {contact.pk: contact for contact in locked}
    return [found[contact.pk] for contact in contacts]


def _refusals_of_contacts(absorbed: Contact, survivor: Contact) -> list[DomainError]:
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
