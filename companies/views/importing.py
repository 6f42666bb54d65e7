"""Companies and their locations from a file. What follows is the same for every import."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.importing import company, location
from companies.views.company import visible
from imports import views
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.EDIT_COMPANIES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file about companies; it is checked, and nothing is imported yet."""
    url = reverse("companies:import", args=[request.tenant.slug])
    return views.upload(
        request, kind=company.KIND, upload_url=url, template="companies/import.html", tabs=_tabs(request, company.KIND)
    )


@needs(Capability.EDIT_COMPANIES)
@require_http_methods(["GET", "HEAD", "POST"])
def locations(request: HttpRequest) -> HttpResponse:
    """Choose a file about locations of many customers."""
    url = reverse("companies:import_locations", args=[request.tenant.slug])
    template, tabs = "companies/import_locations.html", _tabs(request, location.KIND)
    return views.upload(request, kind=location.KIND, upload_url=url, template=template, tabs=tabs)


@needs(Capability.EDIT_COMPANIES)
@require_http_methods(["GET", "HEAD", "POST"])
def locations_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file about the locations of one customer."""
    found = visible(request, pk)
    url = reverse("companies:import_locations_of", args=[request.tenant.slug, found.pk])
    return views.upload(
        request, kind=location.KIND, upload_url=url, template="companies/import_locations.html",
        company_id=found.pk, company=found,
    )  # fmt: skip


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """What can be imported from the list of customers."""
    choices = [(company.KIND, _("Companies"), "companies:import"),
               (location.KIND, _("Locations"), "companies:import_locations")]  # fmt: skip
    return [
        {"label": label, "url": reverse(name, args=[request.tenant.slug]), "is_current": kind == current}
        for kind, label, name in choices
    ]
