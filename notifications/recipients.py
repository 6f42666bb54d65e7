"""Who gets a workflow notification: the primary contact, or nobody yet, and then why."""

from collections.abc import Iterable

from companies.models import Company
from contacts.models import Contact
from notifications.models import HeldReason


def resolve(company: Company) -> tuple[Contact | None, str]:
    """The company's primary contact if mail can go there, else None and the reason why the message is held."""
    return resolve_each([company.pk])[company.pk]


def resolve_each(companies: Iterable[int]) -> dict[int, tuple[Contact | None, str]]:
    """The same for many companies by their ids, in one query."""
    asked = set(companies)
    found = Contact.objects.filter(company__in=asked, is_primary=True, is_active=True)
    primary = {contact.company_id: contact for contact in found}
    reasons = {pk: _reason_against(primary.get(pk)) for pk in asked}
    return {pk: (None, reason) if reason else (primary[pk], "") for pk, reason in reasons.items()}


def _reason_against(contact: Contact | None) -> str:
    if contact is None:
        return HeldReason.NO_PRIMARY
    if not contact.email:
        return HeldReason.NO_ADDRESS
    if contact.bounced_at:
        return HeldReason.BOUNCED
    if not contact.receives_notifications:
        return HeldReason.OPTED_OUT
    return ""
