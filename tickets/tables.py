"""The list of tickets."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from companies.models import SearchTerm
from core.grids import Action, Column, Filter, Grid
from core.sortkeys import words
from core.templatetags.ui import moment, pill
from sla.models import Priority
from tickets.choices import Status
from tickets.models import Ticket
from tickets.presentation import Look, next_due_look, priority_look, status_look

LAST = "\U0010ffff"


def draw_look(row: Ticket, look: Look | None) -> str:
    if look is None:
        return ""
    plain = look.tone == "neutral" and not look.icon
    return escape(look.label) if plain else pill(look.label, look.tone, look.icon)


def draw_moment(row: Ticket, at: datetime | None) -> str:
    return moment(at) if at else ""


class TicketGrid(Grid):
    """Tickets of the customers that the member sees."""

    key = "tickets"
    caption = _("Tickets")
    search_label = _("Number or customer")
    default_sort = "-number"
    empty_title = _("No tickets here")
    empty_text = _("Tickets come from the customer portal, or are entered here for somebody who calls.")
    columns = [
        Column(key="number", label=_("Number"), sort=("created_at",)),
        Column(key="title", label=_("Title"), value=lambda row: Truncator(row.title).chars(80)),
        Column(key="company", label=_("Customer"), value="company.name"),
        Column(key="status", label=_("Status"), value=status_look, draw=draw_look),
        Column(key="priority", label=_("Priority"), value=priority_look, draw=draw_look),
        Column(
            key="due", label=_("Due"), value=lambda row: next_due_look(row, timezone.now()),
            draw=draw_look, sort=("next_due_at",),
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
        Filter(key="status", label=_("Every status"), choices=Status.choices, apply="status"),
        Filter(key="priority", label=_("Every priority"), choices=Priority.choices, apply="priority"),
    ]

    def __init__(self, *args, view: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.view = view
        if view == "due":
            self.default_sort = "due"  # type: ignore[misc]

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        """By the beginning of the number, or of a word of the customer."""
        found = Q(number__gte=text.upper(), number__lt=text.upper() + LAST)
        for word in words(text):
            terms = SearchTerm.objects.filter(company=OuterRef("company"), term__gte=word, term__lt=word + LAST)
            found |= Exists(terms)
        return rows.filter(found)

    def prepare(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("company", "assignee", "contact", "service_level", "issue")

    def link(self, row: Ticket) -> str:
        return self.url("tickets:detail", row.pk)

    def title(self, row: Ticket) -> str:
        return f"{row.number} {row.title}"

    def menu(self, row: Ticket) -> list[Action]:
        company = self.url("companies:detail", row.company_id)
        return [Action(label=_("Open ticket"), url=self.link(row)), Action(label=_("Open customer"), url=company)]

    @property
    def plain_address(self) -> str:
        return self._with_view(self.path)

    def _address(self, **asked) -> str:
        return self._with_view(super()._address(**asked))

    def _with_view(self, address: str) -> str:
        return f"{address}{'&' if '?' in address else '?'}view={self.view}" if self.view else address
