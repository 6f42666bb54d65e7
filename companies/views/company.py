"""One company: what it is, and its edits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import operations
from companies.branches import family_seen_by
from companies.forms import CompanyForm, OwnCompanyForm
from companies.models import Company
from core.forms import retyped
from core.http import do, render_form, see_other
from tenants.access import needs
from tenants.roles import Capability

CLOSE = 12
"""Companies of a family on the overview; the tab *Subsidiaries* has all of them."""


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The overview: address, family, the people who look after it, its switches."""
    company = visible(request, pk)
    family = family_seen_by(request.member, company).within(CLOSE, at=company.pk)
    absorption = company.absorption()
    survivors = Company.objects.visible_to(request.member).filter(pk=absorption.survivor_id) if absorption else None
    context = {
        "company": company, "family": family, "team": company.places().standing().in_name_order(),
        "absorption": absorption, "is_hidden": survivors is not None and not survivors.exists(),
        "merges": company.taken_in(seen_by=request.member), "current_tab": "overview",
    }  # fmt: skip
    return render(request, "companies/company_detail.html", context)


@needs(Capability.EDIT_COMPANIES)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """*Edit company*: General, Address, Associations."""
    company = visible(request, pk)
    if "remove" in request.POST:
        form = retyped(CompanyForm, without_removed(request.POST, "team"), instance=company, member=request.member)
        return render_form(request, "companies/company_form.html", {"form": form, "company": company}, form)
    form = CompanyForm(request.POST or None, instance=company, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.edit_company(
            company=company, values=form.details, manager=form.values["manager"], team=form.values["team"],
            seen=form.seen, by=request.member,
        )
    ):  # fmt: skip
        messages.success(request, _("%(name)s is saved.") % {"name": company.name})
        return to_company(request, company)
    return render_form(request, "companies/company_form.html", {"form": form, "company": company}, form)


@needs(Capability.MANAGE_TENANT)
def own(request: HttpRequest) -> HttpResponse:
    """The MSP's own company, in the settings: it exists once, stays active, and belongs to nobody."""
    company = get_object_or_404(Company.objects.own())
    form = OwnCompanyForm(request.POST or None, instance=company)
    if form.is_valid() and form.apply(
        lambda: company.update_details(values=form.values, seen=form.seen, by=request.member)
    ):
        messages.success(request, _("%(name)s is saved.") % {"name": company.name})
        return see_other("companies:own", request.tenant.slug)
    return render_form(request, "companies/setup/own_company.html", {"form": form, "company": company}, form)


@require_POST
@needs(Capability.EDIT_COMPANIES)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    return do_here(request, company, lambda: company.deactivate(by=request.member), _("%(name)s is no longer active."))


@require_POST
@needs(Capability.EDIT_COMPANIES)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    return do_here(request, company, lambda: company.activate(by=request.member), _("%(name)s is active again."))


@require_POST
@needs(Capability.EDIT_COMPANIES)
def become_customer(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    return do_here(
        request, company, lambda: company.become_customer(by=request.member), _("%(name)s is a customer now.")
    )


def visible(request: HttpRequest, pk: int) -> Company:
    """The company, if this member sees it; 404 otherwise."""
    companies = Company.objects.visible_to(request.member).with_head()
    return get_object_or_404(companies, pk=pk)


def to_company(request: HttpRequest, company: Company) -> HttpResponse:
    """To the company's page; to the list for whoever no longer sees the company."""
    if Company.objects.visible_to(request.member).filter(pk=company.pk).exists():
        return see_other("companies:detail", request.tenant.slug, company.pk)
    return see_other("companies:list", request.tenant.slug)


def do_here(request: HttpRequest, company: Company, verb, done: str) -> HttpResponse:
    """Call a verb that has no form: the company's page says that it is done, or why not."""
    return do(request, verb, done % {"name": company.name}, "companies:detail", request.tenant.slug, company.pk)


def without_removed(data, name: str):
    """The posted data after the X beside one of the chosen was pressed."""
    kept = data.copy()
    kept.setlist(name, [value for value in data.getlist(name) if value != data["remove"]])
    return kept
