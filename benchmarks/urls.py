"""The addresses of Handover and one more: a page with nothing on it, behind the whole of the middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import TENANT, urlpatterns
from tenants.access import for_contacts


@for_contacts
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path(TENANT + "empty/", empty, name="empty"), *urlpatterns]
handler400, handler403 = "config.errors.bad_request", "config.errors.permission_denied"
handler404, handler500 = "config.errors.not_found", "config.errors.server_error"
