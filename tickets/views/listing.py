"""Lists of tickets: the whole, views of it, and those of one customer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from companies.models import Company
from core.http import render_grid
from core.querying import first_of
from tenants.roles import Capability
from tickets.models import Ticket
from tickets.presentation import next_due_look, status_look
from tickets.tables import TicketGrid

SHOWN_ON_TAB = 50


@require_safe
def ticket_list(request: HttpRequest) -> HttpResponse:
    """The tickets of the customers one sees: all, one's own, unassigned, or what is due next."""
    may_work = request.member.may(Capability.WORK_TICKETS)
    grid = TicketGrid(request, Ticket.objects.visible_to(request.member))
    return render_grid(request, "tickets/ticket_list.html", {"grid": grid, "may_work": may_work})


@require_safe
def company_tab(request: HttpRequest, company_id: int) -> HttpResponse:
    """The newest tickets of a customer, on its page."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=company_id)
    now = timezone.now()
    rows = Ticket.objects.for_company(company).select_related("assignee").order_by("-created_at", "-id")
    newest, is_cut = first_of(rows, SHOWN_ON_TAB)
    context = {
        "company": company,
        "tickets": [(each, status_look(each), next_due_look(each, now)) for each in newest],
        "is_cut": is_cut,
        "may_work": request.member.may(Capability.WORK_TICKETS) and not company.is_alias,
        "current_tab": "tickets",
    }
    return render(request, "tickets/company_tab.html", context)
