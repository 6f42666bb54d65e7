"""The list of messages to customers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from companies.searching import search_by_company
from core.grids import Action, Column, DateFilter, Filter, Grid
from core.templatetags.ui import moment, pill
from notifications.models import DeliveryState, Message, MessageKind
from tenants.roles import Capability


def draw_state(row: Message, state: str) -> SafeString:
    """The state, and why a message is held."""
    shown = pill(DeliveryState(state).label, row.state_tone, row.state_icon)
    if not row.held_reason:
        return shown
    return format_html('<span>{} <span class="muted small">{}</span></span>', shown, row.get_held_reason_display())


class MessageGrid(Grid):
    key = "messages"
    caption = _("Messages to customers")
    columns = [
        Column(key="subject", label=_("Message"), value=lambda row: row.heading),
        Column(key="company", label=_("Customer"), value="company.name"),
        Column(key="recipient", label=_("Recipient"), small=False),
        Column(key="state", label=_("State"), value="state", choices=DeliveryState.choices, draw=draw_state),
        Column(
            key="created", label=_("Written"), value="created_at", draw=lambda row, at: moment(at), sort=("created_at",)
        ),
    ]
    filters = [
        Filter(key="state", label=_("State"), choices=DeliveryState.choices, apply="state"),
        Filter(
            key="kind", label=_("Kind"), apply="kind",
            choices=[choice for choice in MessageKind.choices if choice[0] != MessageKind.ACCOUNT],
        ),
        DateFilter(key="written", label=_("Written"), apply="created_at"),
    ]  # fmt: skip
    default_sort = "-created"
    search_label = _("Customer")
    empty_title = _("No messages yet")
    empty_text = _("Messages from Handover to primary contacts appear here, including what is held and why.")

    def search(self, rows, text):
        return search_by_company(rows, text)

    def prepare(self, rows):
        return rows.select_related("company", "rule")

    def link(self, row):
        return self.url("notifications:detail", row.pk)

    def title(self, row):
        return row.heading

    def menu(self, row):
        actions = [Action(label=_("Open"), url=self.link(row))]
        if row.state == DeliveryState.FAILED and self.may(Capability.VIEW_MESSAGES):
            url = self.url("notifications:send_again", row.pk)
            actions.append(Action(label=_("Send again"), url=url, post=True))
        return actions
