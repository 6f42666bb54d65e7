"""The company's switches for the customer portal and for Taskfire."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies.forms import TaskfireForm
from companies.views.company import do_here, visible
from core.http import render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@require_POST
@needs(Capability.MANAGE_PORTAL)
def enable_portal(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    done = _("The customer portal of %(name)s is on.")
    return do_here(request, company, lambda: company.enable_portal(by=request.member), done)


@require_POST
@needs(Capability.MANAGE_PORTAL)
def disable_portal(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    done = _("The customer portal of %(name)s is off. Its contacts are signed out.")
    return do_here(request, company, lambda: company.disable_portal(by=request.member), done)


@needs(Capability.MANAGE_PORTAL)
def taskfire(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement; with both points confirmed Taskfire is on."""
    company = visible(request, pk)
    form = TaskfireForm(request.POST or None)
    if form.is_valid() and form.apply(
        lambda: company.enable_taskfire(confirmations=form.confirmations, by=request.member)
    ):
        messages.success(request, _("Taskfire of %(name)s is on.") % {"name": company.name})
        return see_other("companies:detail", request.tenant.slug, company.pk)
    return render_form(request, "companies/company_taskfire.html", {"form": form, "company": company}, form)


@require_POST
@needs(Capability.MANAGE_PORTAL)
def disable_taskfire(request: HttpRequest, pk: int) -> HttpResponse:
    company = visible(request, pk)
    done = _("Taskfire of %(name)s is off. Its Taskfire rights are Basic now.")
    return do_here(request, company, lambda: company.disable_taskfire(by=request.member), done)
