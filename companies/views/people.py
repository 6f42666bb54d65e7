"""Who looks after a company."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies import operations
from companies.access import access_of, accesses
from companies.forms import TeamForm
from companies.views.company import to_company, visible, without_removed
from core.forms import retyped
from core.http import render_form
from core.ids import is_id
from tenants.access import needs
from tenants.models import Member
from tenants.roles import Capability


@require_safe
@needs(Capability.MANAGE_TEAMS)
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees the company by which rule, and with `?member=` why somebody sees it or does not.

    For those who choose account teams: it tells of colleagues' roles, territories and absences (decision 0013).
    """
    company = visible(request, pk)
    seeing = accesses(company)
    others = Member.objects.exclude(pk__in=[each.member.pk for each in seeing]).in_name_order()
    asked = request.GET.get("member", "")
    member = Member.objects.filter(pk=asked).first() if is_id(asked) else None
    context = {"company": company, "seeing": seeing, "others": others, "current_tab": "access"}
    answer = access_of(company, member) if member else None
    return render(request, "companies/company_access.html", {**context, "answer": answer})


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
