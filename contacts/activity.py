"""What is read of the logs about one contact."""

from django.db.models import QuerySet

from contacts.models import Contact, PortalAccess
from events.reading import of_records


def of_contact(contact: Contact) -> tuple[QuerySet, QuerySet]:
    """What happened to a contact and to its access to the portal."""
    access = PortalAccess.objects.filter(contact=contact).values_list("pk", flat=True)
    return of_records(
        [
            (Contact._meta.label_lower, contact.pk),
            *((PortalAccess._meta.label_lower, number) for number in access),
        ]
    )
