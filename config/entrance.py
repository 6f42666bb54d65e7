"""The way in: from the front door to where one belongs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tenants.access import for_contacts
from tenants.models import Entrance


def home(request: HttpRequest) -> HttpResponse:
    """To the only place one has, or to a choice among several."""
    entrances = Entrance.objects.filter(user=request.user).select_related("tenant")
    return redirect("landing", entrances[0].tenant.slug)


@for_contacts
def landing(request: HttpRequest) -> HttpResponse:
    """Each role lands where its work is."""
    return redirect("onboarding:my_work", request.tenant.slug)
