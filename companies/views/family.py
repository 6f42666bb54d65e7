"""A company's family: where it stands, and what stands below it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from companies import operations
from companies.branches import family_seen_by
from companies.forms import AdoptForm, HierarchyForm, NewSubsidiaryForm
from companies.views.company import visible
from core.forms import retyped
from core.http import render_form, see_other
from core.searching import searched
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability

SHOWN = 500
"""Companies of a family on one page; a larger one is cut below."""


@require_safe
def subsidiaries(request: HttpRequest, pk: int) -> HttpResponse:
    """The family as a tree, with the ways to enlarge it."""
    company = visible(request, pk)
    family = family_seen_by(request.member, company).within(SHOWN, at=company.pk)
    is_parent = family.has_below(company.pk)
    context = {"company": company, "family": family, "is_parent": is_parent, "current_tab": "subsidiaries"}
    return render(request, "companies/company_subsidiaries.html", context)


@needs(Capability.EDIT_COMPANIES)
@done_once
def new_subsidiary(request: HttpRequest, pk: int) -> HttpResponse:
    """A new company below this one."""
    parent = visible(request, pk)
    form = NewSubsidiaryForm(request.POST or None, parent=parent, tenant=request.tenant, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.create_subsidiary(tenant=request.tenant, by=request.member, parent=parent, **form.details)
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result.name})
        return see_other("companies:subsidiaries", request.tenant.slug, form.result.pk)
    return render_form(request, "companies/subsidiary_new.html", {"form": form, "company": parent}, form)


@needs(Capability.EDIT_COMPANIES)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Place companies that are there already below this one. `find` narrows those offered, and keeps the ticks."""
    parent = visible(request, pk)
    sent = request.POST or request.GET
    find, chosen = searched(sent), sent.getlist("children")
    offered = {"parent": parent, "member": request.member, "find": find, "chosen": chosen}
    is_search = "find_more" in request.POST
    form = retyped(AdoptForm, request.POST, **offered) if is_search else AdoptForm(request.POST or None, **offered)
    if form.is_valid() and form.apply(lambda: operations.adopt(parent=parent, by=request.member, **form.values)):
        count = len(form.values["children"])
        done = ngettext(
            "%(count)d company now belongs to %(name)s.", "%(count)d companies now belong to %(name)s.", count
        )
        messages.success(request, done % {"count": count, "name": parent.name})
        return see_other("companies:subsidiaries", request.tenant.slug, parent.pk)
    context = {"form": form, "company": parent, "find": find}
    return render_form(request, "companies/subsidiary_adopt.html", context, form)


@needs(Capability.EDIT_COMPANIES)
def hierarchy(request: HttpRequest, pk: int) -> HttpResponse:
    """The place in a family: asked and answered. `?find=` narrows the companies offered."""
    company = visible(request, pk)
    find, chosen = searched(request.GET), request.GET.getlist("children")
    form = HierarchyForm(request.POST or None, company=company, member=request.member, find=find, chosen=chosen)
    if form.is_valid() and form.apply(
        lambda: operations.decide_place(company=company, by=request.member, **form.values)
    ):
        messages.success(request, _("The place of %(name)s in the family is saved.") % {"name": company.name})
        return see_other("companies:subsidiaries", request.tenant.slug, company.pk)
    context = {"form": form, "company": company, "find": find}
    return render_form(request, "companies/company_hierarchy.html", context, form)
