"""Who gets a workflow notification: the primary contact, or nobody yet, and then why."""

from companies.models import Company
from contacts.models import Contact
from notifications.models import HeldReason


def resolve(company: Company) -> tuple[Contact | None, str]:
    """The company's primary contact if mail can go there, else None and the reason why the message is held."""
    contact = Contact.objects.filter(company=company, is_primary=True, is_active=True).first()
    if contact is None:
        return None, HeldReason.NO_PRIMARY
    if not contact.email:
        return None, HeldReason.NO_ADDRESS
    if contact.bounced_at:
        return None, HeldReason.BOUNCED
    if not contact.receives_notifications:
        return None, HeldReason.OPTED_OUT
    return contact, ""
