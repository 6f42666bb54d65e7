"""The list of tickets."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from companies.filters import CompanyFilter
from companies.searching import search_by_company
from core.grids import Action, Column, DateFilter, Filter, Grid, PersonFilter, SeveralFilter, View
from core.looks import Look
from core.querying import begins
from core.templatetags.ui import moment, pill
from sla.models import Priority
from tenants.models import Member
from tickets.choices import Status
from tickets.models import Ticket
from tickets.presentation import next_due_look, priority_look, status_look


def draw_look(row: Ticket, look: Look | None) -> str:
    if look is None:
        return ""
    if look.tone == "neutral" and not look.icon:
        return format_html('<span class="nowrap">{}</span>', look.label)
    return pill(look.label, look.tone, look.icon)


def draw_moment(row: Ticket, at: datetime | None) -> str:
    return moment(at) if at else ""


def draw_title(row: Ticket, title: str) -> str:
    return escape(Truncator(title).chars(80))


def active_members(grid: Grid) -> list[tuple[int, str]]:
    return [(member.pk, member.name) for member in Member.objects.active().in_name_order()]


def ticket_link(grid: Grid, row: Ticket) -> str:
    return grid.link(row)


class TicketGrid(Grid):
    """Tickets of the customers that the member sees."""

    key = "tickets"
    caption = _("Tickets")
    search_label = _("Number or customer")
    default_sort = "-number"
    everything_label = _("All I see")
    views = [
        View(key="mine", label=_("My tickets"), narrow=lambda rows, member: rows.open().assigned_to(member)),
        View(key="unassigned", label=_("Unassigned"), narrow=lambda rows, member: rows.open().unassigned()),
        View(key="due", label=_("Due next"), narrow=lambda rows, member: rows.due_next(), state="sort=due"),
    ]
    empty_title = _("No tickets here")
    empty_text = _("Tickets come from the customer portal, or are entered here for somebody who calls.")
    columns = [
        Column(key="number", label=_("Number"), sort=("created_at",)),
        Column(key="title", label=_("Title"), draw=draw_title, link=ticket_link),
        Column(key="company", label=_("Customer"), value="company.name"),
        Column(key="status", label=_("Status"), value=status_look, draw=draw_look, text=lambda look: look.label),
        Column(key="priority", label=_("Priority"), value=priority_look, draw=draw_look, text=lambda look: look.label),
        Column(
            key="due", label=_("Due"), value=lambda row: next_due_look(row, timezone.now()),
            draw=draw_look, text=lambda look: look.label, sort=("next_due_at",),
        ),
        Column(key="assignee", label=_("Assigned to"), value="assignee.name", small=False),
        Column(
            key="next_due_at", label=_("Due on"), draw=draw_moment, sort=("next_due_at",),
            shown=False,
        ),
        Column(key="contact", label=_("Contact"), value="contact.full_name", shown=False),
        Column(key="service_level", label=_("Service level"), value="service_level.name", shown=False),
        Column(key="issue", label=_("Issue type"), value="issue", shown=False),
        Column(
            key="created_at", label=_("Opened"), draw=draw_moment, sort=("created_at",),
            shown=False,
        ),
    ]  # fmt: skip
    filters = [
        SeveralFilter(key="status", label=_("Status"), choices=Status.choices, apply="status"),
        Filter(key="priority", label=_("Every priority"), choices=Priority.choices, apply="priority"),
        PersonFilter(key="assignee", label=_("Assigned to"), choices=active_members, apply="assignee", quick=False),
        DateFilter(key="opened", label=_("Opened"), apply="created_at"),
        CompanyFilter(key="company"),
    ]

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        """By the beginning of the number, or by the words of the customer."""
        return search_by_company(rows, text, own=[begins("number", text.upper())])

    def prepare(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("company", "assignee", "contact", "service_level", "issue")

    def link(self, row: Ticket) -> str:
        return self.url("tickets:detail", row.pk)

    def title(self, row: Ticket) -> str:
        return f"{row.number} {row.title}"

    def menu(self, row: Ticket) -> list[Action]:
        company = self.url("companies:detail", row.company_id)
        return [Action(label=_("Open ticket"), url=self.link(row)), Action(label=_("Open customer"), url=company)]
