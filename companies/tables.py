"""The list of customers."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.extensions import RowAction, shown
from companies.filters import FamilyFilter
from companies.models import (
    Classification,
    Company,
    CompanyType,
    Competitor,
    Grouping,
    MarketSegment,
    ServiceModel,
    Territory,
)
from companies.models.record import GROUPINGS
from core.grids import (
    ANY_ID,
    Action,
    Bulk,
    Column,
    DateFilter,
    Filter,
    Grid,
    PersonFilter,
    SeveralFilter,
    TextFilter,
    View,
    YesNoFilter,
)  # fmt: skip
from core.several import MOST
from core.templatetags.ui import day, icon, money, pill
from tenants.models import Member
from tenants.roles import Capability, Role

MINE = View(key="my", label=_("My customers"), narrow=lambda rows, member: rows.mine(member))


def managers_of_visible(grid: Grid) -> list[tuple[int, str]]:
    """The account managers of the customers that this member sees."""
    visible = Company.objects.visible_to(grid.member)
    found = Member.objects.filter(pk__in=visible.order_by().values("manager")).in_name_order()
    return [(member.pk, member.name) for member in found]


def draw_name(row: Company, name: str) -> SafeString:
    """The name, with a lock where few may see the customer."""
    if not row.is_confidential:
        return conditional_escape(name)
    lock = '{} <span class="muted" title="{}">{}<span class="visually-hidden">{}</span></span>'
    return format_html(lock, name, gettext("Confidential"), icon("lock-closed", 16), gettext("Confidential"))


def draw_active(row: Company, is_active: bool) -> str:
    return escape(gettext("Active")) if is_active else pill(gettext("Inactive"), "critical")


def draw_classification(row: Company, classification: Classification | None) -> SafeString | str:
    """With its icon; the name always stands beside."""
    if classification is None:
        return ""
    return format_html('<span class="person">{}{}</span>', icon(classification.icon, 16), classification)


def groupings(model: type[Grouping]):
    """The choices of a filter: all that a company may have, those no longer offered too."""
    return lambda grid: list(model.objects.in_order().values_list("pk", "name"))


def asset_value_of(row: Company) -> str:
    """In the company's own currency: amounts of one list may be in several."""
    return "" if row.asset_value_cents is None else money(row.asset_value_cents, row.currency)


def draw_entered(row: Company, at: datetime) -> str:
    return day(at)


LINKED = ("manager", *GROUPINGS)
ACTIONS = (
    RowAction(label=_("Open"), url_name="companies:detail"),
    RowAction(label=_("Edit company"), url_name="companies:edit", needs=Capability.EDIT_COMPANIES),
    RowAction(label=_("Change account team"), url_name="companies:team", needs=Capability.MANAGE_TEAMS),
)
"""What this floor itself offers to do with a customer."""


class CompanyGrid(Grid):
    """Name first, then what this floor knows, with what higher floors add in between."""

    key = "companies"
    caption = _("Customers")
    columns = [
        Column(key="name", label=_("Company"), sort=("sort_name",), draw=draw_name),
        Column(key="service_model", label=_("Service model"), choices=ServiceModel.choices, small=False),
        Column(key="manager", label=_("Account manager"), value="manager.name", small=False),
        Column(key="type", label=_("Type"), choices=CompanyType.choices, shown=False),
        Column(key="classification", label=_("Classification"), draw=draw_classification, shown=False),
        Column(key="territory", label=_("Territory"), value="territory.name", shown=False),
        Column(key="segment", label=_("Market segment"), value="segment.name", shown=False),
        Column(key="competitor", label=_("Competitor"), value="competitor.name", shown=False),
        Column(key="number", label=_("Number"), sort=("number",), shown=False),
        Column(key="city", label=_("City"), sort=("sort_city", "sort_name"), shown=False),
        Column(key="parent", label=_("Parent company"), value="seen_parent_name", shown=False),
        Column(key="state", label=_("Active"), value="is_active", draw=draw_active, shown=False),
        Column(key="sic_code", label=_("Industry code (SIC)"), shown=False),
        Column(key="stock_symbol", label=_("Stock symbol"), shown=False),
        Column(key="stock_market", label=_("Stock market"), shown=False),
        Column(key="asset_value", label=_("Asset value"), value=asset_value_of, numeric=True, shown=False),
        Column(
            key="entered", label=_("Entered"), value="created_at", draw=draw_entered, sort=("created_at",), shown=False
        ),
    ]
    filters = [
        PersonFilter(key="manager", label=_("Account manager"), choices=managers_of_visible, apply="manager"),
        Filter(
            key="service_model", label=_("Service model"), choices=ServiceModel.choices, apply="service_model",
            quick=False,
        ),
        Filter(
            key="classification", label=_("Classification"), choices=groupings(Classification), apply="classification",
            quick=False,
        ),
        Filter(key="territory", label=_("Territory"), choices=groupings(Territory), apply="territory", quick=False),
        Filter(
            key="segment", label=_("Market segment"), choices=groupings(MarketSegment), apply="segment", quick=False
        ),
        Filter(
            key="competitor", label=_("Competitor"), choices=groupings(Competitor), apply="competitor", quick=False
        ),
        Filter(
            key="state", label=_("State"), choices=[("active", _("Active")), ("inactive", _("Inactive"))],
            apply=lambda rows, state: rows.filter(is_active=state == "active"),
        ),
        SeveralFilter(key="type", label=_("Type"), choices=CompanyType.choices, apply="type"),
        TextFilter(key="name", label=_("Company"), apply="sort_name"),
        TextFilter(key="number", label=_("Number"), apply="number", normal=str.strip),
        TextFilter(key="city", label=_("City"), apply="sort_city"),
        DateFilter(key="entered", label=_("Entered"), apply="created_at"),
        YesNoFilter(key="confidential", label=_("Confidential"), apply="is_confidential", quick=False),
        FamilyFilter(key="family"),
    ]  # fmt: skip
    bulk = [
        Bulk(key="manager", label=_("Assign account manager"), needs=Capability.MANAGE_TEAMS),
        Bulk(key="join", label=_("Add to teams"), needs=Capability.MANAGE_TEAMS),
        Bulk(key="leave", label=_("Remove from teams"), needs=Capability.MANAGE_TEAMS),
        Bulk(key="classify", label=_("Classify"), needs=Capability.EDIT_COMPANIES),
        Bulk(key="activate", label=_("Activate"), needs=Capability.EDIT_COMPANIES),
        Bulk(key="deactivate", label=_("Deactivate"), needs=Capability.EDIT_COMPANIES),
    ]
    bulk_most = MOST
    default_sort = "name"
    search_label = _("Name, number, city, e-mail, tax id")
    empty_title = _("No customers yet")
    empty_text = _("Start an onboarding with the first customer you have won.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = list(type(self).columns)
        extra = [each.column for each in shown.columns]
        self.columns = [*known[:3], *extra, *known[3:]]
        self.views = [MINE, *shown.views]
        self.filters = [*type(self).filters, *shown.filters]
        if set(self.member.roles) == {Role.TECHNICIAN} and shown.technician_columns:
            usual = shown.technician_columns
            self.columns = [replace(column, shown=column.key in usual, small=True) for column in self.columns]

    def search(self, rows, text):
        return rows.search(text)

    def prepare(self, rows):
        linked = [name for name in LINKED if name in self.chosen_keys]
        rows = rows.select_related(*linked) if linked else rows
        if "parent" in self.chosen_keys:
            above = Company.objects.visible_to(self.member).filter(pk=OuterRef("parent"))
            rows = rows.annotate(seen_parent_name=Subquery(above.values("name")))
        chosen = [each.prepare for each in shown.columns if each.column.key in self.chosen_keys]
        of_menus = [each.prepare for each in shown.actions if each.prepare]
        for prepare in dict.fromkeys([*chosen, *of_menus]):  # once, though several share it
            rows = prepare(rows, self.member)
        return rows

    @property
    def bulk_url(self):
        return reverse("companies:several", args=[self.request.tenant.slug])

    def link(self, row):
        return self.url("companies:detail", row.pk)

    def title(self, row):
        return row.name

    def menu(self, row):
        return [self.at(action, pk) for each, action in self.actions if (pk := each.id_of(row))]

    @cached_property
    def actions(self) -> list[tuple[RowAction, Action]]:
        """What this member is offered to do with a customer, here and on higher floors."""
        slug = self.request.tenant.slug
        offered = [(each, action_for(each, self.member, slug, ANY_ID)) for each in (*ACTIONS, *shown.actions)]
        return [(each, action) for each, action in offered if action]


def action_for(action: RowAction, member: Member, slug: str, pk: int | None = None) -> Action | None:
    """The action as this member has it with this id, if the roles include it and its page exists."""
    if action.needs and not member.may(action.needs):
        return None
    arguments: list[str | int] = [slug] if action.query or pk is None else [slug, pk]
    try:
        url = reverse(action.url_name, args=arguments)
    except NoReverseMatch:
        return None
    query = action.query.format(id=pk) if action.query and pk is not None else ""
    return Action(label=str(action.label), url=f"{url}?{query}" if query else url)
