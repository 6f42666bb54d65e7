"""The list of onboardings."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.models import Company, ServiceModel
from core.grids import Action, Column, Filter, Grid
from onboarding.models import Onboarding, OnboardingState
from onboarding.presentation import Progress
from tenants.roles import Capability


def _in_state(rows: QuerySet, value: str) -> QuerySet:
    return rows.open() if value == "open" else rows.filter(state=value)


def progress_of(row: Onboarding) -> Progress:
    """The progress of a row, worked out once for all its cells."""
    if not hasattr(row, "shown_progress"):
        row.shown_progress = Progress(row)
    return row.shown_progress


class OnboardingGrid(Grid):
    """Onboardings of every customer that the member sees; the open ones unless something else is asked."""

    key = "onboardings"
    caption = _("Onboardings")
    search_label = _("Find a customer")
    default_sort = "go_live"
    empty_title = _("No onboarding yet")
    empty_text = _("When a deal is won, start its onboarding here: you see the plan before anything is created.")
    columns = [
        Column(key="company", label=_("Customer"), value="company.name", sort=("company__sort_name",)),
        Column(key="service_model", label=_("Service model"), value="get_service_model_display", small=False),
        Column(key="progress", label=_("Progress"), value=progress_of, template="onboarding/_progress_cell.html"),
        Column(key="state", label=_("State"), value=progress_of, template="onboarding/_state_cell.html"),
        Column(key="go_live", label=_("Go-live"), template="onboarding/_go_live_cell.html", sort=("go_live_on",)),
        Column(key="manager", label=_("Account manager"), value="company.manager.name", small=False),
        Column(
            key="started", label=_("Started"), template="onboarding/_started_cell.html", sort=("started_at",),
            shown=False,
        ),
    ]  # fmt: skip
    filters = [
        Filter(
            key="state", label=_("Every state"), apply=_in_state,
            choices=[("open", _("open")), *OnboardingState.choices[1:]],
        ),
        Filter(key="model", label=_("Every service model"), choices=ServiceModel.choices, apply="service_model"),
    ]  # fmt: skip

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(company__in=Company.objects.search(text))

    def prepare(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("company__manager", "company__tenant").with_steps()

    def link(self, row: Onboarding) -> str:
        return reverse("onboarding:detail", args=[self.request.tenant.slug, row.pk])

    def title(self, row: Onboarding) -> str:
        return row.company.name

    def menu(self, row: Onboarding) -> list[Action]:
        slug = self.request.tenant.slug
        found = [Action(label=_("Open customer"), url=reverse("companies:detail", args=[slug, row.company_id]))]
        if row.is_open and self.member.may(Capability.RUN_ONBOARDING):
            found.append(Action(label=_("Change the plan"), url=reverse("onboarding:change", args=[slug, row.pk])))
        return found
