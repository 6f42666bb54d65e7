"""Pages of service levels: what there is, what each promises, and which a customer has."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from companies.models import Company
from core.http import render_form, see_other
from core.querying import first_of
from sla.forms import IssueServiceLevelForm, OwnServiceLevelForm, ServiceLevelForm, TargetsForm
from sla.models import Assignment, ServiceLevel
from sla.presentation import hours_of_week, objective_rows
from tenants.access import needs
from tenants.roles import Capability

SHOWN = 100
"""Service levels of single customers in the list; each stands on its customer's page, too."""


def level_list(request: HttpRequest) -> HttpResponse:
    """What the house promises, and the service levels of single customers."""
    visible = ServiceLevel.objects.visible_to(request.member).select_related("calendar", "company")
    levels = visible.annotate(customers=Count("assignments__company", distinct=True)).order_by("sort_name", "pk")
    own, is_cut = first_of(levels.filter(company__isnull=False), SHOWN)
    context = {"shared": levels.shared(), "own": own, "is_cut": is_cut}
    return render(request, "sla/level_list.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a service level promises, and in which hours it counts."""
    level = get_object_or_404(ServiceLevel.objects.visible_to(request.member).with_clock(), pk=pk)
    context = {
        "level": level,
        "objectives": objective_rows(level),
        "week": hours_of_week(level),
        "may_edit": may_edit(request.member, level),
    }
    return render(request, "sla/level_detail.html", context)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The target times by priority: an admin's for the shared ones, an account manager's for a customer's own."""
    level = get_object_or_404(ServiceLevel.objects.visible_to(request.member).with_clock(), pk=pk)
    request.member.check_may(capability_to_edit(level))
    form = TargetsForm(request.POST or None, level=level)
    if form.is_valid() and form.apply(lambda: form.carry_out(by=request.member)):
        messages.success(request, _("Target times saved."))
        return see_other("sla:detail", request.tenant.slug, level.pk)
    return render_form(request, "sla/level_form.html", {"form": form, "level": level}, form)


def company_tab(request: HttpRequest, company_id: int) -> HttpResponse:
    """The tab of the company's page."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=company_id)
    assignments = Assignment.objects.for_company(company).select_related("service_level__calendar")
    context = {
        "company": company,
        "assignments": assignments,
        "own": ServiceLevel.objects.filter(company=company).in_name_order(),
        "current_tab": "service_level",
        "may_edit": request.member.may(Capability.EDIT_SERVICE_LEVELS) and not company.is_alias,
    }
    return render(request, "sla/company_tab.html", context)


@needs(Capability.EDIT_SERVICE_LEVELS)
def choose(request: HttpRequest, company_id: int) -> HttpResponse:
    """The customer's service level for all tickets, shared or its own."""
    return _chosen(request, company_id, ServiceLevelForm, "sla/choose.html", done=_("Service level saved."))


@needs(Capability.EDIT_SERVICE_LEVELS)
def choose_by_issue(request: HttpRequest, company_id: int) -> HttpResponse:
    """The customer's service levels by issue and sub-issue type."""
    return _chosen(
        request, company_id, IssueServiceLevelForm, "sla/choose_by_issue.html", done=_("Service levels saved.")
    )


@needs(Capability.EDIT_SERVICE_LEVELS)
def new_own(request: HttpRequest, company_id: int) -> HttpResponse:
    """A service level for this customer alone."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=company_id)
    form = OwnServiceLevelForm(request.POST or None, company=company)
    if form.is_valid() and form.apply(lambda: form.carry_out(by=request.member)):
        messages.success(request, _("Service level created."))
        return see_other("sla:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "sla/new_own.html", {"form": form, "company": company}, form)


def _chosen(
    request: HttpRequest, company_id: int, form_class: type[ServiceLevelForm | IssueServiceLevelForm], template: str,
    *, done: str,
) -> HttpResponse:  # fmt: skip
    """The page on which a customer's service levels are chosen in one of these ways."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=company_id)
    form = form_class(request.POST or None, company=company)
    if form.is_valid() and form.apply(lambda: form.carry_out(by=request.member)):
        messages.success(request, done)
        return see_other("sla:company_tab", request.tenant.slug, company.pk)
    return render_form(request, template, {"form": form, "company": company}, form)


def capability_to_edit(level: ServiceLevel) -> Capability:
    """A customer's own belongs to who looks after customers, a shared one to the admins."""
    return Capability.EDIT_SERVICE_LEVELS if level.company_id else Capability.MANAGE_TENANT


def may_edit(member, level: ServiceLevel) -> bool:
    return member.may(capability_to_edit(level))
