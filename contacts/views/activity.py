"""What happened to one contact and to its access to the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.views.activity import activity_context, export_of
from contacts.models import Contact, PortalAccess
from contacts.views.contact import visible
from events.reading import of_records


@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    context = activity_context(request, of_records(_records(found)))
    return render(request, "contacts/contact_activity.html", {**context, "contact": found})


@require_safe
def contact_export(request: HttpRequest, pk: int) -> HttpResponse:
    return export_of(request, of_records(_records(visible(request, pk))))


def _records(contact: Contact) -> list[tuple[str, int]]:
    access = PortalAccess.objects.filter(contact=contact).values_list("pk", flat=True)
    return [
        (Contact._meta.label_lower, contact.pk),
        *((PortalAccess._meta.label_lower, number) for number in access),
    ]
