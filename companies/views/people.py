"""Who looks after a company, and where it stands in a family."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies import operations
from companies.forms import HierarchyForm, TeamForm, retyped
from companies.views.company import do, to_company, visible, without_removed
from core.http import render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.MANAGE_TEAMS)
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The account team by itself, as the row menu offers it."""
    company = visible(request, pk)
    if "remove" in request.POST:
        form = retyped(TeamForm, without_removed(request.POST, "team"), company=company, member=request.member)
        return render_form(request, "companies/company_team.html", {"form": form, "company": company}, form)
    data = request.POST if request.method == "POST" else None  # nobody chosen is an answer too
    form = TeamForm(data, company=company, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.decide_team(company=company, by=request.member, **form.decision)
    ):
        messages.success(request, _("The account team of %(name)s is saved.") % {"name": company.name})
        return to_company(request, company)
    return render_form(request, "companies/company_team.html", {"form": form, "company": company}, form)


@needs(Capability.EDIT_COMPANIES)
def hierarchy(request: HttpRequest, pk: int) -> HttpResponse:
    """The place in a family: asked and answered. `?find=` narrows the companies offered."""
    company = visible(request, pk)
    find = request.GET.get("find", "").replace("\x00", "")[:100]
    form = HierarchyForm(request.POST or None, company=company, member=request.member, find=find)
    if form.is_valid() and form.apply(
        lambda: operations.decide_place(company=company, by=request.member, **form.values)
    ):
        messages.success(request, _("The place of %(name)s in the family is saved.") % {"name": company.name})
        return see_other("companies:detail", request.tenant.slug, company.pk)
    family = company.family().visible_to(request.member) if company.has_relatives() else []
    context = {"form": form, "company": company, "family": family, "find": find}
    return render_form(request, "companies/company_hierarchy.html", context, form)


@require_POST
@needs(Capability.EDIT_COMPANIES)
def leave_parent(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    done = _("%(name)s no longer belongs to its parent company.")
    return do(request, company, lambda: company.leave_parent(by=request.member), done)
