"""Columns and filters that higher floors add to the lists of lower ones. None is a query for each row."""

from collections.abc import Callable, Iterable

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject, Trim
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.extensions import ListColumn, show
from contacts.models import Contact
from core.grids import Column, Filter, Grid, View, YesNoFilter, once_for_row
from core.querying import found_as_a_whole, is_there
from core.templatetags.ui import pill, progress_bar
from devices.models import Device
from onboarding.models import Onboarding, OnboardingState, Step
from onboarding.models.standing import ListedOnboarding
from onboarding.presentation import Progress
from sla.models import Assignment, ServiceLevel
from tenants.models import Member
from tickets.models import Ticket


def _number(rows, company: str = "company") -> Coalesce:
    """How many of these rows a company has."""
    counted = rows.filter(**{company: OuterRef("pk")}).order_by().values(company).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def with_primary_contact(rows, member):
    primary = Contact.objects.primary().filter(company=OuterRef("pk"))
    name = Trim(Concat("first_name", Value(" "), "last_name"), output_field=CharField())
    return rows.annotate(primary_contact_name=Subquery(primary.annotate(name=name).values("name")[:1]))


def with_onboarding(rows, member):
    """The latest onboarding of each customer with its steps, in one value."""
    latest = Onboarding.objects.filter(company=OuterRef("pk")).with_progress().order_by("-pk")[:1]
    listed = JSONObject(state="state", listed_steps="listed_steps")
    return rows.annotate(latest_onboarding=Subquery(latest.values(listed=listed)))


def with_open_steps(rows, member):
    return rows.annotate(open_steps=_number(Step.objects.to_do(), "onboarding__company"))


def with_devices(rows, member):
    return rows.annotate(device_count=_number(Device.objects.active()))


def with_open_tickets(rows, member):
    return rows.annotate(open_tickets=_number(Ticket.objects.open()))


def with_service_level(rows, member):
    general = Assignment.objects.for_everything().filter(company=OuterRef("pk"))
    return rows.annotate(service_level_name=Subquery(general.values("service_level__name")[:1]))


@once_for_row
def latest_progress(row) -> Progress | None:
    """How far the latest onboarding is; None when there was none."""
    latest = row.latest_onboarding
    return Progress(ListedOnboarding.of(latest)) if latest else None


def draw_bar(row, progress: Progress | None) -> SafeString:
    if progress is None:
        return format_html('<span class="muted">{}</span>', gettext("not started"))
    return progress_bar(progress.marks, label=progress.label, small=True)


def draw_word(row, progress: Progress | None) -> str:
    if progress is None:
        return ""
    word = progress.words[0]
    return pill(word.label, word.tone, word.icon)


COMPANY_COLUMNS = [
    ListColumn(
        column=Column(key="primary_contact", label=_("Primary contact"), value="primary_contact_name"),
        prepare=with_primary_contact,
    ),
    ListColumn(
        column=Column(
            key="onboarding",
            label=_("Onboarding"),
            value=latest_progress,
            draw=draw_bar,
            text=lambda progress: progress.label,
        ),
        prepare=with_onboarding,
    ),
    ListColumn(
        column=Column(
            key="onboarding_state",
            label=_("State"),
            value=latest_progress,
            draw=draw_word,
            text=lambda progress: progress.words[0].label,
        ),
        prepare=with_onboarding,
    ),
    ListColumn(
        column=Column(key="open_steps", label=_("Open steps"), numeric=True, shown=False), prepare=with_open_steps
    ),
    ListColumn(
        column=Column(key="service_level", label=_("Service level"), value="service_level_name", shown=False),
        prepare=with_service_level,
    ),
    ListColumn(
        column=Column(key="devices", label=_("Devices"), value="device_count", numeric=True, small=False),
        prepare=with_devices,
    ),
    ListColumn(
        column=Column(key="tickets", label=_("Open tickets"), value="open_tickets", numeric=True, small=False),
        prepare=with_open_tickets,
    ),
]

TECHNICIAN_COLUMNS = frozenset({"name", "primary_contact", "open_steps", "service_level", "devices", "tickets"})
"""What somebody who is only a technician sees of the customers, before choosing columns."""


def having(find: Callable[[], QuerySet], company: str = "company") -> Callable[[QuerySet, bool], QuerySet]:
    """Narrows to the companies that have any of these rows, or to those that have none."""

    def narrow(rows: QuerySet, has_one: bool) -> QuerySet:
        there = is_there(find().filter(**{company: OuterRef("pk")}))
        return rows.filter(there) if has_one else rows.exclude(there)

    return narrow


by_primary_contact = having(Contact.objects.primary)


def without_primary_contact(rows: QuerySet, member: Member) -> QuerySet:
    """Active customers with nobody to write to: few, where things are as they should be."""
    primary = Contact.objects.primary().filter(company=OuterRef("pk"))
    return found_as_a_whole(rows.customers().active().exclude(Exists(primary)))


COMPANY_VIEWS = [
    View(
        key="in-onboarding",
        label=_("In onboarding"),
        narrow=lambda rows, member: rows.filter(Exists(Onboarding.objects.running().filter(company=OuterRef("pk")))),
    ),
    View(
        key="without-primary",
        label=_("Without primary contact"),
        narrow=without_primary_contact,
    ),
]


def by_onboarding(rows, asked: str):
    """Those whose latest onboarding stands so."""
    if asked == NO_ONBOARDING:
        return rows.exclude(is_there(Onboarding.objects.filter(company=OuterRef("pk"))))
    later = Onboarding.objects.filter(company=OuterRef("company"), pk__gt=OuterRef("pk"))
    latest = Onboarding.objects.filter(~Exists(later), state=asked)
    return rows.filter(pk__in=latest.values("company"))


def shared_service_levels(grid: Grid) -> Iterable[tuple[int, str]]:
    return ServiceLevel.objects.filter(company=None, is_active=True).order_by("name").values_list("pk", "name")


def by_service_level(rows, level: str):
    """Those whose own assignment for everything is this level."""
    general = Assignment.objects.for_everything().filter(company=OuterRef("pk"), service_level=level)
    return rows.filter(is_there(general))


NO_ONBOARDING = "none"
COMPANY_FILTERS = [
    YesNoFilter(key="primary_contact", label=_("Primary contact"), apply=by_primary_contact, quick=False),
    Filter(
        key="onboarding",
        label=_("Onboarding"),
        choices=[(NO_ONBOARDING, _("not started")), *OnboardingState.choices],
        apply=by_onboarding,
        quick=False,
    ),
    YesNoFilter(
        key="open_steps", label=_("Open steps"), apply=having(Step.objects.to_do, "onboarding__company"), quick=False
    ),
    Filter(
        key="service_level", label=_("Service level"), choices=shared_service_levels, apply=by_service_level,
        quick=False,
    ),
    YesNoFilter(key="devices", label=_("Devices"), apply=having(Device.objects.active), quick=False),
    YesNoFilter(key="tickets", label=_("Open tickets"), apply=having(Ticket.objects.open), quick=False),
]  # fmt: skip

show(columns=COMPANY_COLUMNS, technician_columns=TECHNICIAN_COLUMNS, views=COMPANY_VIEWS, filters=COMPANY_FILTERS)
