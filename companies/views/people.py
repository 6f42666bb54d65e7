"""Who looks after a company."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from companies import operations
from companies.forms import TeamForm, retyped
from companies.views.company import to_company, visible, without_removed
from core.http import render_form
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
