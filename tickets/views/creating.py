"""A ticket entered by staff: first for whom, then what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from companies.models import Company
from companies.views import choosing
from core.http import render_form, see_other
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability
from tickets.forms import NewTicketForm
from tickets.operations import open_ticket


@needs(Capability.WORK_TICKETS)
def choose_company(request: HttpRequest) -> HttpResponse:
    """For whom the ticket is."""
    return choosing.choose_company(
        request, title=_("New ticket"), back=("tickets:list", _("Tickets")), then="tickets:new_for"
    )


@needs(Capability.WORK_TICKETS)
@done_once
def new(request: HttpRequest, company_id: int) -> HttpResponse:
    """What the ticket is about, once it is said for whom it is."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=company_id)
    form = NewTicketForm(request.POST or None, company=company)
    if form.is_valid() and form.apply(lambda: open_ticket(company=company, by=request.member, **form.values)):
        messages.success(request, _("Ticket %(number)s is open.") % {"number": form.result})
        return see_other("tickets:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "tickets/ticket_new.html", {"form": form, "company": company}, form)
