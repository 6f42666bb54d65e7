"""The way in: from the front door to where one belongs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contacts.portal_places import places_of
from core.rowsecurity import acting_for
from tenants.access import for_contacts
from tenants.models import Entrance, Member, Tenant
from tenants.roles import Role


def home(request: HttpRequest) -> HttpResponse:
    """To the only place one has, or to a choice among several. An entrance that leads nowhere is not offered."""
    entrances = Entrance.objects.filter(user=request.user, tenant__is_active=True).select_related("tenant")
    tenants = [
        entrance.tenant for entrance in entrances.order_by("tenant__name") if _has_place(request, entrance.tenant)
    ]
    if len(tenants) == 1:
        return redirect("landing", tenants[0].slug)
    if not tenants and request.user.is_platform_operator:
        return redirect("platform:tenants")
    return render(request, "entrance/choice.html", {"tenants": tenants})


@for_contacts
def landing(request: HttpRequest) -> HttpResponse:
    """Each role lands where its work is, a contact in the portal of its company."""
    if request.member is not None:
        return redirect(place_of_work(request.member, request.tenant))
    companies = [access.contact.company for access in places_of(request.user, request.tenant)]
    if not companies:
        raise Http404
    if len(companies) == 1:
        return redirect("portal:home", request.tenant.slug, companies[0].pk)
    return render(request, "entrance/portal_choice.html", {"companies": companies})


def place_of_work(member: Member, tenant: Tenant) -> str:
    """My work; the review queue for who only does billing, My customers for who is only a technician."""
    roles = set(member.roles)
    if roles == {Role.BILLING_ADMIN}:
        return reverse("billing:review_queue", args=[tenant.slug])
    if roles == {Role.TECHNICIAN}:
        return reverse("companies:list", args=[tenant.slug]) + "?view=my"
    return reverse("onboarding:my_work", args=[tenant.slug])


def _has_place(request: HttpRequest, tenant: Tenant) -> bool:
    with acting_for(tenant.pk):
        return Member.objects.joined().filter(user=request.user).exists() or places_of(request.user, tenant).exists()
