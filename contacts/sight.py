"""What is said of people to somebody who may not see their company."""

from django.utils.translation import gettext as _

from companies.sight import Sight
from contacts.models import Contact


def name_of(contact: Contact, sight: Sight) -> str:
    """The person's name; of somebody at a company that the reader does not see, that there is one."""
    return contact.full_name if sight.sees(contact.company_id) else _("a contact of another company")


def email_of(contact: Contact, sight: Sight) -> str:
    """The address in the same way."""
    return contact.email if sight.sees(contact.company_id) else _("a contact of another company")
