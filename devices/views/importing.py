"""Devices of a customer from a file. What follows is the same for every import."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from companies.models import Company
from devices.importing import KIND
from imports import views
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.EDIT_DEVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, company_id: int):
    """Choose a file; it is checked at once, and nothing is imported yet."""
    company = get_object_or_404(Company.objects.visible_to(request.member).select_related("tenant"), pk=company_id)
    url = reverse("devices:import", args=[request.tenant.slug, company.pk])
    return views.upload(
        request, kind=KIND, upload_url=url, template="devices/import.html", company_id=company.pk, company=company
    )
