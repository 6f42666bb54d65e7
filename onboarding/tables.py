"""The list of onboardings."""

from datetime import date

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from companies.models import ServiceModel
from companies.searching import search_by_company
from core.grids import Action, Column, Filter, Grid, once_for_row
from core.templatetags.ui import day, pill, progress_bar
from onboarding.models import Onboarding, OnboardingState
from onboarding.presentation import Progress
from tenants.roles import Capability


def _in_state(rows: QuerySet, value: str) -> QuerySet:
    return rows.open() if value == "open" else rows.filter(state=value)


@once_for_row
def progress_of(row: Onboarding) -> Progress:
    return Progress(row)


def draw_progress(row: Onboarding, progress: Progress) -> SafeString:
    if row.is_draft:
        return format_html('<span class="small muted nowrap">{}</span>', progress.label)
    bar = progress_bar(progress.marks, label=progress.label, small=True)
    count = f"{progress.done}/{progress.total}"
    return format_html('<span class="progress-cell">{}<span class="small muted nowrap">{}</span></span>', bar, count)


def started_of(row: Onboarding) -> date | None:
    return None if row.is_draft else row.started_on


def draw_words(row: Onboarding, progress: Progress) -> SafeString:
    pills = ((pill(word.label, word.tone, word.icon),) for word in progress.words)
    return format_html('<span class="row">{}</span>', format_html_join("", "{}", pills))


def draw_day(row: Onboarding, value: date | None) -> str:
    return day(value) if value else ""


class OnboardingGrid(Grid):
    """Onboardings of every customer that the member sees; the open ones unless something else is asked."""

    key = "onboardings"
    caption = _("Onboardings")
    search_label = _("Find a customer")
    default_sort = "go_live"
    empty_title = _("No open onboarding")
    empty_text = _("When a deal is won, start its onboarding here: you see the plan before anything is created.")
    columns = [
        Column(key="company", label=_("Customer"), value="company.name", sort=("company__sort_name",)),
        Column(key="service_model", label=_("Service model"), choices=ServiceModel.choices, small=False),
        Column(key="progress", label=_("Progress"), value=progress_of, draw=draw_progress),
        Column(key="state", label=_("State"), value=progress_of, draw=draw_words),
        Column(key="go_live", label=_("Go-live"), value="go_live_on", draw=draw_day, sort=("go_live_on",)),
        Column(key="manager", label=_("Account manager"), value="company.manager.name", small=False),
        Column(
            key="started", label=_("Started"), value=started_of, draw=draw_day, sort=("started_at",),
            shown=False,
        ),
    ]  # fmt: skip
    filters = [
        Filter(
            key="state", label=_("Every state"), apply=_in_state,
            choices=[("open", _("open")), *OnboardingState.choices], default="open",
        ),
        Filter(key="model", label=_("Every service model"), choices=ServiceModel.choices, apply="service_model"),
    ]  # fmt: skip

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return search_by_company(rows, text)

    def prepare(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("company__manager", "company__tenant").with_progress()

    def link(self, row: Onboarding) -> str:
        return self.url("onboarding:detail", row.pk)

    def title(self, row: Onboarding) -> str:
        return row.company.name

    def menu(self, row: Onboarding) -> list[Action]:
        found = [Action(label=_("Open customer"), url=self.url("companies:detail", row.company_id))]
        if row.is_open and self.may(Capability.RUN_ONBOARDING):
            found.append(Action(label=_("Change the plan"), url=self.url("onboarding:change", row.pk)))
        return found
