"""What frames every page: the tenant, the person, and the rail with what this person may see.

Nothing is asked of the database unless a template shows it: the counts of the rail are one query, and a fragment or
an error page never runs it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.models import ReviewState
from companies.access import what_decides
from companies.models import Company
from config.company_tabs import TABS
from config.demo.people import demo_sign_ins
from core.counting import NumberOf, up_to
from core.names import initials_of
from core.prepared import first_row
from notifications.models import Message
from onboarding.models import Onboarding, Step
from tenants.models import Member, Tenant, Theme
from tenants.roles import Capability
from tenants.views.profile import THEME_COOKIE
from tickets.models import Ticket

COUNT_CAP = 99
"""More than that is "many": to count on would make a tenant of 200,000 customers wait on every page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail: where it leads, who sees it, whose pages stand under it, what is counted beside it."""

    key: str
    label: Promise
    url_name: str
    pages: tuple[str, ...] = ()
    needs: Capability | None = None
    counts: Promise | None = None


RAIL = (
    Entry("my_work", _("My work"), "onboarding:my_work", counts=_("Open steps of yours and of your roles")),
    Entry("onboarding", _("Onboarding"), "onboarding:list", pages=("onboarding",), counts=_("Onboardings under way")),
    Entry("companies", _("Customers"), "companies:list", pages=("companies", "sla")),
    Entry("contacts", _("Contacts"), "contacts:list", pages=("contacts",)),
    Entry("devices", _("Devices"), "devices:list", pages=("devices",)),
    Entry("contracts", _("Contracts"), "contracts:list", pages=("contracts",), needs=Capability.VIEW_BILLING),
    Entry("tickets", _("Tickets"), "tickets:list", pages=("tickets",), counts=_("Open tickets assigned to you")),
    Entry(
        "billing",
        _("Billing review"),
        "billing:review_queue",
        pages=("billing",),
        needs=Capability.VIEW_BILLING,
        counts=_("Customers whose invoice settings are not signed"),
    ),
    Entry(
        "notifications",
        _("Messages"),
        "notifications:list",
        pages=("notifications",),
        needs=Capability.VIEW_MESSAGES,
        counts=_("Messages that are held or have failed"),
    ),
    Entry("tenants", _("Settings"), "tenants:people", pages=("tenants",), needs=Capability.MANAGE_TENANT),
)

SETTINGS = (
    (
        _("People"),
        "tenants:people",
        ("tenants:invite", "tenants:person", "companies:member_territories", "staff:transfer"),
    ),
    (_("Roles"), "tenants:roles", ()),
    (_("General"), "tenants:settings", ()),
    (_("Own company"), "companies:own", ()),
    (_("Customers"), "companies:setup", ("companies:groupings", "companies:new_grouping", "companies:edit_grouping")),
    (_("Service levels"), "sla:list", ("sla:detail", "sla:edit")),
    (_("Billing"), "billing:seller", ("billing:tax_regions", "billing:templates")),
    (
        _("Services"),
        "contracts:services",
        ("contracts:new_service", "contracts:edit_service", "contracts:types"),
    ),
    (_("Activity"), "companies:tenant_activity", ()),
    (_("API tokens"), "tenants:tokens", ()),
)
"""What an admin sets up, across the floors: words, where it begins, further pages under it."""

COMPANY_TABS = frozenset(tab.url_name for tab in TABS)
"""Whichever package a tab of a customer comes from, one is still at the customer."""
SETTING_PAGES = frozenset(name for _label, first, further in SETTINGS for name in (first, *further))

OF_ONESELF = ("tenants:profile", "tenants:own_tokens")
"""Pages of this floor that are no settings of the tenant."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the rail as the template shows it; `count` is empty where nothing is counted or to do.

    `counted` says what the count is of.
    """

    label: str | Promise
    url: str
    is_current: bool
    count: str = ""
    counted: str | Promise = ""


class Workspace:
    """The frame of one page of one person."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.tenant: Tenant | None = getattr(request, "tenant", None)
        self.member: Member | None = getattr(request, "member", None)

    @property
    def accent(self) -> str:
        return self.tenant.accent if self.tenant else ""

    @property
    def theme(self) -> str:
        """Light, dark, or as the device says: the person's choice, before signing in that of the cookie."""
        user = getattr(self.request, "user", None)
        chosen = user.theme if user and user.is_authenticated else self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in Theme.values else Theme.SYSTEM

    @property
    def demo_people(self) -> list[dict[str, str]]:
        """Who may sign in on the sign-in page of the demo; nobody anywhere else."""
        return demo_sign_ins() if settings.DEMO else []

    @property
    def search_url(self) -> str:
        return self._url("companies:list") if self.member else ""

    @property
    def profile_url(self) -> str:
        return self._url("tenants:profile")

    @property
    def initials(self) -> str:
        """Of a person who has no member: a customer's contact."""
        if self.member:
            return self.member.initials
        user = getattr(self.request, "user", None)
        return initials_of(user.name) if user and user.is_authenticated else ""

    @cached_property
    def items(self) -> list[Item]:
        if self.tenant is None or self.member is None:
            return []
        entries = [entry for entry in RAIL if entry.needs is None or self.member.may(entry.needs)]
        numbers = counts(self.member, [entry.key for entry in entries if entry.counts])
        return [
            Item(
                label=entry.label,
                url=self._url(entry.url_name),
                is_current=self._is_current(entry),
                count=up_to(COUNT_CAP, number) if (number := numbers.get(entry.key)) else "",
                counted=entry.counts or "",
            )
            for entry in entries
        ]

    @property
    def settings_tabs(self) -> list[Item]:
        """The tabs of the settings, with the one that stands open; none for whom some of these pages are all."""
        if not self._sets_up:
            return []
        here = self.request.resolver_match.view_name
        return [Item(label, self._url(name), here == name or here in further) for label, name, further in SETTINGS]

    @property
    def _sets_up(self) -> bool:
        return self.member is not None and self.member.may(Capability.MANAGE_TENANT)

    def _url(self, name: str) -> str:
        return reverse(name, args=[self.tenant.slug]) if self.tenant else ""

    def _is_current(self, entry: Entry) -> bool:
        match = self.request.resolver_match
        if match is None:
            return False
        own = {each.url_name for each in RAIL}
        if match.view_name in own:
            return match.view_name == entry.url_name
        if match.view_name in COMPANY_TABS:
            return entry.url_name == "companies:list"
        if match.view_name in SETTING_PAGES and self._sets_up:
            return entry.url_name == SETTINGS[0][1]
        return match.app_name in entry.pages and match.view_name not in OF_ONESELF


def counts(member: Member, keys: list[str]) -> dict[str, int]:
    """What is to do behind each of these lines, in one query."""
    if not keys:
        return {}
    numbers = first_row(("rail", *keys, *what_decides(member)), lambda: _counted(member, keys))
    return dict(zip(keys, numbers or (), strict=False))


def _counted(member: Member, keys: list[str]) -> QuerySet:
    """One row with the numbers of these lines. What has two parts is counted by the index of each."""
    sets: dict[str, Callable[[], list[QuerySet]]] = {
        "my_work": lambda: [
            Step.objects.to_do_by(member).assigned_to(member),
            Step.objects.to_do_by(member).of_roles(member.roles),
        ],
        "onboarding": lambda: [Onboarding.objects.visible_to(member).active()],
        "tickets": lambda: [Ticket.objects.visible_to(member).open().assigned_to(member)],
        "billing": lambda: [
            Company.objects.visible_to(member)
            .customers()
            .active()
            .exclude(invoice_settings__last_known_state=ReviewState.SIGNED)
        ],
        "notifications": lambda: [Message.objects.visible_to(member).filter(state__in=["held", "failed"])],
    }
    numbers = [reduce(add, (NumberOf(rows, cap=COUNT_CAP + 1) for rows in sets[key]())) for key in keys]
    return Tenant.objects.filter(pk=member.tenant_id).values_list(*numbers)


def workspace(request: HttpRequest) -> dict:
    """The context of every page; error pages are rendered without it."""
    frame = Workspace(request)
    return {
        "workspace": frame,
        "tenant": frame.tenant,
        "member": frame.member,
        "demo": settings.DEMO,
    }
