"""The list of messages to customers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.grids import Action, Column, Filter, Grid
from notifications.models import DeliveryState, MessageKind
from tenants.roles import Capability


class MessageGrid(Grid):
    key = "messages"
    caption = _("Messages to customers")
    columns = [
        Column(key="subject", label=_("Message"), value=lambda row: row.heading),
        Column(key="company", label=_("Customer"), value="company.name"),
        Column(key="recipient", label=_("Recipient"), small=False),
        Column(key="state", label=_("State"), template="notifications/_cells.html#state"),
        Column(key="created", label=_("Written"), template="notifications/_cells.html#created", sort=("created_at",)),
    ]
    filters = [
        Filter(key="state", label=_("State"), choices=DeliveryState.choices, apply="state"),
        Filter(
            key="kind", label=_("Kind"), apply="kind",
            choices=[choice for choice in MessageKind.choices if choice[0] != MessageKind.ACCOUNT],
        ),
    ]  # fmt: skip
    default_sort = "-created"
    search_label = _("Customer")
    empty_title = _("No messages yet")
    empty_text = _("What Handover writes to primary contacts stands here, also what is held and why.")

    def search(self, rows, text):
        return rows.filter(company__in=Company.objects.visible_to(self.member).search(text))

    def prepare(self, rows):
        return rows.select_related("company", "rule")

    def link(self, row):
        return reverse("notifications:detail", args=[self.request.tenant.slug, row.pk])

    def title(self, row):
        return row.heading

    def menu(self, row):
        actions = [Action(label=_("Open"), url=self.link(row))]
        if row.state == DeliveryState.FAILED and self.member.may(Capability.VIEW_MESSAGES):
            url = reverse("notifications:send_again", args=[self.request.tenant.slug, row.pk])
            actions.append(Action(label=_("Send again"), url=url, post=True))
        return actions
