"""The list of customers, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies import operations
from companies.extensions import shown
from companies.forms import NewCompanyForm
from companies.models import Company
from companies.tables import CompanyGrid, action_for
from core.http import render_form, render_grid, see_other
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """The companies that one may see: all of them, or a view of them."""
    rows = Company.objects.visible_to(request.member).others()
    first = action_for(shown.first_step, request.member, request.tenant.slug) if shown.first_step else None
    beginning = {"empty_url": first.url, "empty_label": first.label} if first else {}
    grid = CompanyGrid(request, rows, **beginning)
    return render_grid(request, "companies/company_list.html", {"grid": grid, "first": first})


@needs(Capability.EDIT_COMPANIES)
@done_once
def new(request: HttpRequest) -> HttpResponse:
    """Enter a company; likely duplicates are shown before it is saved."""
    form = NewCompanyForm(request.POST or None, tenant=request.tenant, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.create_company(tenant=request.tenant, by=request.member, **form.details)
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result.name})
        return see_other("companies:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "companies/company_new.html", {"form": form}, form)
