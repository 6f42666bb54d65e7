"""Verbs over a company and its contacts."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.permissions import check_may
from contacts.models import Contact
from contacts.models.record import DETAILS
from core.errors import DomainError
from core.events import publish
from tenants.roles import Capability


@transaction.atomic
def create_contact(*, company: Company, by, **fields) -> Contact:
    """A new, active contact of the company; without a language of its own it is spoken to in the company's."""
    check_may(by, Capability.EDIT_CONTACTS)
    unknown = set(fields) - set(DETAILS)
    if unknown:
        raise TypeError(f"A contact is not created with {sorted(unknown)}.")
    if not fields.get("last_name", "").strip():
        raise DomainError("name_missing", _("A contact needs a last name."), field="last_name")
    contact = Contact(tenant_id=company.tenant_id, company=company, **{"language": company.language, **fields})
    contact.save()
    publish("contacts.contact_created", subject=contact, company=company, by=by)
    return contact


@transaction.atomic
def edit_contact(*, contact: Contact, values: dict, is_primary: bool, seen: int, by) -> None:
    """What *Edit contact* saves at once: the personal information and the check box *Primary contact*."""
    contact.lock_company()
    contact.update_details(values=values, seen=seen, by=by)
    if is_primary != contact.is_primary:
        (contact.designate_primary if is_primary else contact.withdraw_primary)(by=by)


@transaction.atomic
def choose_primary_contact(*, company: Company, contact: Contact | None, fields: dict, by) -> Contact:
    """One of the company's contacts, or somebody new with these fields, becomes the primary contact."""
    chosen = contact or create_contact(company=company, by=by, **fields)
    chosen.designate_primary(by=by)
    return chosen


@transaction.atomic
def enter_contact(*, company: Company, values: dict, is_primary: bool, by) -> Contact:
    """A new contact, at once the primary contact if so wanted."""
    contact = create_contact(company=company, by=by, **values)
    if is_primary:
        contact.designate_primary(by=by)
    return contact


@transaction.atomic
def decide_portal(*, contact: Contact, is_enabled: bool, right: str, by) -> None:
    """What the tab *Client portal* saves: in with this right, or out."""
    if is_enabled:
        contact.enable_portal(right=right, by=by)
    else:
        contact.disable_portal(by=by)
