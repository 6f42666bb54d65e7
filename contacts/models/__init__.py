"""Contacts: the customers' people, their one primary contact, and who may use the portal."""

from contacts.models.contact import ANYBODY, Contact
from contacts.models.merge import ContactMerge
from contacts.models.portal_access import TASKFIRE_RIGHTS, PortalAccess, PortalRight, UsesPortal
from contacts.models.record import ContactRecord, Salutation
from contacts.models.search import ContactTerm

__all__ = [
    "ANYBODY",
    "TASKFIRE_RIGHTS",
    "Contact",
    "ContactMerge",
    "ContactRecord",
    "ContactTerm",
    "PortalAccess",
    "PortalRight",
    "Salutation",
    "UsesPortal",
]
