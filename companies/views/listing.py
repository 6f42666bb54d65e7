"""The list of customers, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from companies import operations
from companies.extensions import ListView, shown
from companies.forms import NewCompanyForm
from companies.models import Company
from companies.tables import CompanyGrid, action_for
from core.http import render_form, render_grid, see_other
from tenants.access import needs
from tenants.roles import Capability

MINE = ListView(key="my", label=gettext_lazy("My customers"), narrow=lambda rows, member: rows.mine(member))


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """The companies that one may see: all of them, or a view of them."""
    view = next((each for each in all_views() if each.key == request.GET.get("view", "")), None)
    rows = Company.objects.visible_to(request.member).others()
    if view:
        rows = view.narrow(rows, request.member)
    first = action_for(shown.first_step, request.member, request.tenant.slug) if shown.first_step else None
    grid = CompanyGrid(
        request, rows, view=view.key if view else "",
        empty_url=first.url if first else "", empty_label=first.label if first else "",
    )  # fmt: skip
    context = {"grid": grid, "tabs": tabs(request, view), "first": first}
    return render_grid(request, "companies/company_list.html", context)


@needs(Capability.EDIT_COMPANIES)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a company; likely duplicates are shown before it is saved."""
    form = NewCompanyForm(request.POST or None, tenant=request.tenant, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.create_company(tenant=request.tenant, by=request.member, **form.details)
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result.name})
        return see_other("companies:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "companies/company_new.html", {"form": form}, form)


def all_views() -> list[ListView]:
    """The views of this floor and of the higher ones."""
    return [MINE, *shown.views]


def tabs(request: HttpRequest, current: ListView | None) -> list[dict]:
    """The views as tabs above the list."""
    address = reverse("companies:list", args=[request.tenant.slug])
    everything = {"label": _("All I may see"), "url": address, "is_current": current is None}
    further = [
        {"label": each.label, "url": f"{address}?view={each.key}", "is_current": each is current}
        for each in all_views()
    ]
    return [everything, *further]
