"""Verbs over many contacts at once: every rule of the verbs on one, asked set-wise, and one event for each record."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.models import Company, CompanyMerge
from companies.permissions import check_may
from contacts.models import Contact, PortalAccess
from contacts.models.record import DETAILS, FOUND_BY, KEPT
from contacts.models.search import index_contacts
from core.changes import check_names, differences
from core.errors import DomainError
from core.events import occurrence_of, publish_each, publish_many
from tenants.roles import Capability

BATCH = 500


@transaction.atomic
def create_contacts(*, drafts: Sequence[tuple[Company, Mapping[str, Any]]], by) -> list[Contact]:
    """Enter a contact for each pair of company and details, as `create_contact` would one by one."""
    check_may(by, Capability.EDIT_CONTACTS)
    CompanyMerge.objects.check_none_is_alias({company for company, _values in drafts})
    for _company, values in drafts:
        check_names(values, DETAILS)
        if not values.get("last_name", "").strip():
            raise DomainError("name_missing", _("A contact needs a last name."), field="last_name")
    drafts = [(company, Contact(company=company).following(values)) for company, values in drafts]
    contacts = [
        Contact(tenant_id=company.tenant_id, company=company, **{"language": company.language, **values})
        for company, values in drafts
    ]
    for contact, (_company, values) in zip(contacts, drafts, strict=True):
        contact.check_details(values)
        contact.normalise()
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    index_contacts(contacts)
    publish_each("contacts.contact_created", contacts, by=by)
    return contacts


@transaction.atomic
def change_contacts(*, values: Mapping[Contact, Mapping[str, Any]], by) -> None:
    """Write details of many contacts, as `update_details` would one by one; their versions grow.

    Raises DomainError `uses_portal` for another address of somebody who uses the portal under the old one: he would be
    invited again, and that is for a person to decide.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    stored = _locked(values)
    wanted = {contact: stored[contact.pk].following(each) for contact, each in values.items()}
    changes = {contact: differences(stored[contact.pk], each) for contact, each in wanted.items()}
    changes = {contact: each for contact, each in changes.items() if each}
    with_new_address = [contact for contact, each in changes.items() if "email" in each]
    check_address_may_change(with_new_address)
    for contact, each in changes.items():
        stored[contact.pk].check_details({name: wanted[contact][name] for name in each})
        for name in each:
            setattr(contact, name, wanted[contact][name])
        contact.normalise()
        contact.version = stored[contact.pk].version + 1
        if "email" in each:
            contact.bounced_at = None
    fields = {"version", "bounced_at", *KEPT, *(name for each in changes.values() for name in each)}
    _write(changes, fields)
    index_contacts([contact for contact, each in changes.items() if each.keys() & FOUND_BY], are_new=False)
    publish_each("contacts.contact_changed", changes, by=by, changes=changes)


@transaction.atomic
def designate_primaries(*, contacts: Sequence[Contact], by) -> None:
    """Make each of them the primary contact of its company, in the place of whoever was; one of a company at most.

    Raises DomainError as `designate_primary` does.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    company_ids = [contact.company_id for contact in contacts]
    locked = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=company_ids).order_by("pk")
    companies = {company.pk: company for company in locked}
    before = {each.company_id: each for each in Contact.objects.primary().filter(company__in=companies)}
    new = [each for each in contacts if before.get(each.company_id) != each]
    for contact in new:
        contact.check_may_be_primary()
    _set_primary(False, [before[each.company_id] for each in new if each.company_id in before])
    _set_primary(True, new)
    publish_many(
        [
            occurrence_of(
                "contacts.primary_designated", subject=each, company=companies[each.company_id], by=by,
                changes={"primary_contact": [_name(before.get(each.company_id)), str(each)]},
                data={"replaced": before[each.company_id].pk if each.company_id in before else None},
            )
            for each in new
        ]
    )  # fmt: skip


@transaction.atomic
def remove_contacts(*, contacts: Sequence[Contact], by) -> None:
    """Take back contacts that an import entered and on which nothing was built. Nothing else is ever deleted.

    Raises Django's ProtectedError when something refers to one of them after all.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    companies = {contact.company for contact in contacts}
    Contact.objects.filter(pk__in=[contact.pk for contact in contacts]).delete()
    publish_each("contacts.contact_removed", contacts, by=by)
    index_contacts([], of_companies=companies)


def check_address_may_change(contacts: Collection[Contact]) -> None:
    """Raise DomainError when one of them uses the portal under its present address."""
    if contacts and PortalAccess.objects.filter(contact__in=contacts, is_enabled=True).exists():
        raise DomainError("uses_portal", USES_PORTAL, field="email")


USES_PORTAL = _("This person uses the customer portal under the present address. Change it on the contact's page.")


def _locked(contacts: Collection[Contact]) -> dict[int, Contact]:
    """As they are stored now; their companies are locked first, as everywhere."""
    ids = [contact.pk for contact in contacts]
    companies = Company.objects.select_for_update(of=("self",), no_key=True)
    list(companies.filter(pk__in={contact.company_id for contact in contacts}).order_by("pk").values_list("pk"))
    rows = Contact.objects.select_for_update(of=("self",), no_key=True).select_related("location", "company")
    return {each.pk: each for each in rows.filter(pk__in=ids).order_by("pk")}


def _set_primary(is_primary: bool, contacts: Collection[Contact]) -> None:
    for contact in contacts:
        contact.is_primary, contact.version = is_primary, contact.version + 1
    _write(contacts, {"is_primary", "version"})


def _write(contacts: Collection[Contact], fields: Collection[str]) -> None:
    if contacts:
        Contact.objects.bulk_update(contacts, sorted(fields), batch_size=BATCH)


def _name(contact: Contact | None) -> str | None:
    return str(contact) if contact else None
