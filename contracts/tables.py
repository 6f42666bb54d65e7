"""The list of contracts."""

from datetime import date

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.searching import search_by_company
from contracts.models import Contract, ContractStatus, ContractType
from core.grids import Action, Column, DateFilter, Filter, Grid, SeveralFilter
from core.templatetags.ui import day, pill

STATUS_LOOKS = {
    ContractStatus.ACTIVE: (gettext_lazy("active"), "positive", "check"),
    ContractStatus.UPCOMING: (gettext_lazy("starts later"), "accent", "clock"),
    ContractStatus.EXPIRED: (gettext_lazy("expired"), "neutral", "minus"),
    ContractStatus.INACTIVE: (gettext_lazy("inactive"), "neutral", "minus"),
}


def narrow_to_status(rows, value: str):
    """Contracts with this computed status today."""
    today = timezone.localdate()
    if value == ContractStatus.INACTIVE:
        return rows.filter(is_active=False)
    if value == ContractStatus.EXPIRED:
        return rows.filter(is_active=True, ends_on__lt=today)
    if value == ContractStatus.UPCOMING:
        return rows.open_on(today).filter(starts_on__gt=today)
    return rows.active_on(today)


def draw_status(row: Contract, status: str) -> SafeString:
    """The computed status; a prepaid contract without a purchase is active and yet not usable."""
    shown = STATUS_LOOKS[status]
    if status == ContractStatus.ACTIVE and not row.is_usable:
        shown = (_("no purchase"), "caution", "exclamation-triangle")
    default = pill(_("Default"), "accent", "star") if row.is_default else ""
    return format_html("{} {}", pill(*shown), default)


def draw_day(row: Contract, value: date | None) -> str:
    return day(value, year=True) if value else ""


def status_in_words(status: str) -> str:
    return str(STATUS_LOOKS[status][0])


class ContractGrid(Grid):
    """Contracts of the customers that one sees."""

    key = "contracts"
    caption = gettext_lazy("Contracts")
    default_sort = "company"
    search_label = gettext_lazy("Search by customer")
    empty_title = gettext_lazy("No contracts yet")
    empty_text = gettext_lazy("Contracts are entered on a customer's page.")
    columns = [
        Column(key="name", label=gettext_lazy("Contract"), sort=("name",)),
        Column(key="company", label=gettext_lazy("Company"), value="company.name", sort=("company__sort_name",)),
        Column(key="type", label=gettext_lazy("Type"), choices=ContractType.choices),
        Column(
            key="status", label=gettext_lazy("Status"), value=lambda row: row.status_on(timezone.localdate()),
            draw=draw_status, text=status_in_words,
        ),
        Column(
            key="starts", label=gettext_lazy("Starts on"), value="starts_on", draw=draw_day,
            sort=("starts_on",), small=False,
        ),
        Column(
            key="ends", label=gettext_lazy("Ends on"), value="ends_on", draw=draw_day,
            sort=("ends_on",), small=False,
        ),
        Column(key="number", label=gettext_lazy("Number"), shown=False),
        Column(key="purchase_order", label=gettext_lazy("Purchase order"), shown=False),
    ]  # fmt: skip
    filters = [
        SeveralFilter(key="type", label=gettext_lazy("Type"), choices=ContractType.choices, apply="type"),
        Filter(key="status", label=gettext_lazy("All states"), choices=ContractStatus.choices, apply=narrow_to_status),
        DateFilter(key="starts", label=gettext_lazy("Starts on"), apply="starts_on"),
        DateFilter(key="ends", label=gettext_lazy("Ends on"), apply="ends_on"),
    ]

    def search(self, rows, text):
        return search_by_company(rows, text)

    def prepare(self, rows):
        return rows.select_related("company").with_usability(timezone.localdate())

    def link(self, row):
        return self.url("contracts:detail", row.pk)

    def menu(self, row):
        return [
            Action(label=_("Open contract"), url=self.link(row)),
            Action(label=_("Contracts of this customer"), url=self.url("contracts:company", row.company_id)),
        ]
