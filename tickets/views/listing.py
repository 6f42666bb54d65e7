"""Lists of tickets: the whole, views of it, and those of one customer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from companies.models import Company
from core.http import render_grid
from tenants.roles import Capability
from tickets.models import Ticket
from tickets.presentation import next_due_look, status_look
from tickets.tables import TicketGrid

VIEWS = {
    "mine": (gettext_lazy("My tickets"), lambda rows, member: rows.open().assigned_to(member)),
    "unassigned": (gettext_lazy("Unassigned"), lambda rows, member: rows.open().unassigned()),
    "due": (gettext_lazy("Due next"), lambda rows, member: rows.due_next()),
}
SHOWN_ON_TAB = 50


@require_safe
def ticket_list(request: HttpRequest) -> HttpResponse:
    """The tickets of the customers one sees: all, one's own, unassigned, or what is due next."""
    view = request.GET.get("view", "")
    rows = Ticket.objects.visible_to(request.member)
    if view in VIEWS:
        rows = VIEWS[view][1](rows, request.member)
    may_work = request.member.may(Capability.WORK_TICKETS)
    grid = TicketGrid(request, rows, view=view if view in VIEWS else "")
    context = {"grid": grid, "tabs": tabs(request, view), "may_work": may_work}
    return render_grid(request, "tickets/ticket_list.html", context)


@require_safe
def company_tab(request: HttpRequest, company_id: int) -> HttpResponse:
    """The newest tickets of a customer, on its page."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=company_id)
    now = timezone.now()
    rows = Ticket.objects.for_company(company).select_related("assignee").order_by("-created_at", "-id")
    tickets = [(each, status_look(each), next_due_look(each, now)) for each in rows[:SHOWN_ON_TAB]]
    context = {
        "company": company,
        "tickets": tickets,
        "is_cut": len(tickets) == SHOWN_ON_TAB,
        "may_work": request.member.may(Capability.WORK_TICKETS),
        "current_tab": "tickets",
    }
    return render(request, "tickets/company_tab.html", context)


def tabs(request: HttpRequest, current: str) -> list[dict]:
    """The views as tabs above the list."""
    address = reverse("tickets:list", args=[request.tenant.slug])
    found = [
        {"label": label, "url": f"{address}?view={key}", "is_current": key == current}
        for key, (label, _narrow) in VIEWS.items()
    ]
    everything = {"label": _("All I see"), "url": address, "is_current": current not in VIEWS}
    return [*found[:2], everything, *found[2:]]
