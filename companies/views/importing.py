"""Companies from a file. What follows is the same for every import."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from companies.importing.company import KIND
from imports import views
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.EDIT_COMPANIES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Choose a file; it is checked, and nothing is imported yet."""
    url = reverse("companies:import", args=[request.tenant.slug])
    return views.upload(request, kind=KIND, upload_url=url, template="companies/import.html")
