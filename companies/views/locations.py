"""The tab *Locations* of a company's page: all its places, a new one, and which is the primary one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import operations
from companies.forms import LocationForm
from companies.models import Company, Location
from companies.views.company import visible
from core.http import do, render_form, see_other
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability

PAGE = 100


@require_safe
def locations(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    page = Paginator(Location.objects.for_company(company).in_order(), PAGE).get_page(request.GET.get("page"))
    context = {"company": company, "page": page, "current_tab": "locations"}
    return render(request, "companies/company_locations.html", context)


@needs(Capability.EDIT_COMPANIES)
@done_once
def new(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    fresh = Location(tenant_id=company.tenant_id, company=company, country=company.country)
    form = LocationForm(request.POST or None, instance=fresh)
    if form.is_valid() and form.apply(
        lambda: operations.add_location(company=company, by=request.member, **form.values)
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result})
        return see_other("companies:locations", request.tenant.slug, company.pk)
    return render_form(request, "companies/location_form.html", {"form": form, "company": company}, form)


@needs(Capability.EDIT_COMPANIES)
def edit(request: HttpRequest, pk: int, location: int) -> HttpResponse:
    company, found = find(request, pk, location)
    form = LocationForm(request.POST or None, instance=found)
    if form.is_valid() and form.apply(
        lambda: found.update_details(values=form.values, seen=form.seen, by=request.member)
    ):
        messages.success(request, _("%(name)s is saved.") % {"name": found})
        return see_other("companies:locations", request.tenant.slug, company.pk)
    context = {"form": form, "company": company, "location": found}
    return render_form(request, "companies/location_form.html", context, form)


@require_POST
@needs(Capability.EDIT_COMPANIES)
def make_primary(request: HttpRequest, pk: int, location: int) -> HttpResponse:
    company, found = find(request, pk, location)
    done = _("%(name)s is the primary location now. Its address is the company's.")
    return do_here(request, company, found, found.make_primary, done)


@require_POST
@needs(Capability.EDIT_COMPANIES)
def deactivate(request: HttpRequest, pk: int, location: int) -> HttpResponse:
    company, found = find(request, pk, location)
    return do_here(request, company, found, found.deactivate, _("%(name)s is no longer used."))


@require_POST
@needs(Capability.EDIT_COMPANIES)
def activate(request: HttpRequest, pk: int, location: int) -> HttpResponse:
    company, found = find(request, pk, location)
    return do_here(request, company, found, found.activate, _("%(name)s is used again."))


def find(request: HttpRequest, pk: int, location: int) -> tuple[Company, Location]:
    """The location, if it is one of this company and the member sees the company; 404 otherwise."""
    company = visible(request, pk)
    return company, get_object_or_404(Location.objects.for_company(company), pk=location)


def do_here(request: HttpRequest, company: Company, location: Location, verb, done: str) -> HttpResponse:
    """Call a verb that has no form: the tab says that it is done, or why not."""
    done %= {"name": location}
    return do(request, lambda: verb(by=request.member), done, "companies:locations", request.tenant.slug, company.pk)
