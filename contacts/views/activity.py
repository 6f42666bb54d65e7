"""What happened to one contact and to its access to the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.views.activity import activity_context, export_of
from contacts.activity import of_contact
from contacts.views.contact import visible


@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    context = activity_context(request, of_contact(found))
    return render(request, "contacts/contact_activity.html", {**context, "contact": found})


@require_safe
def contact_export(request: HttpRequest, pk: int) -> HttpResponse:
    return export_of(request, of_contact(visible(request, pk)))
