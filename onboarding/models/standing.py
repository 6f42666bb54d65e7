"""How an onboarding and its steps stand: what follows from their states, also for the few columns that a list reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db import models
from django.db.models import F
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

GO_LIVE = "go_live"


class OnboardingState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    ON_HOLD = "on_hold", _("on hold")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = (OnboardingState.DRAFT, OnboardingState.ACTIVE, OnboardingState.ON_HOLD)
"""No other onboarding of the company begins beside it."""
RUNNING_STATES = (OnboardingState.ACTIVE, OnboardingState.ON_HOLD)
"""Open, and more than a draft."""


class OnboardingStanding:
    """What is true of an onboarding by its state."""

    state: str

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_draft(self) -> bool:
        return self.state == OnboardingState.DRAFT

    @property
    def is_active(self) -> bool:
        return self.state == OnboardingState.ACTIVE

    @property
    def is_on_hold(self) -> bool:
        return self.state == OnboardingState.ON_HOLD

    @property
    def is_completed(self) -> bool:
        return self.state == OnboardingState.COMPLETED

    @property
    def is_cancelled(self) -> bool:
        return self.state == OnboardingState.CANCELLED


class StepState(models.TextChoices):
    NOT_YET = "not_yet", _("not yet")
    OPEN = "open", _("open")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("skipped")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


PASSED = (StepState.DONE, StepState.SKIPPED, StepState.NOT_APPLICABLE)


class WaitingOn(models.TextChoices):
    NOBODY = "", _("nobody")
    CUSTOMER = "customer", _("the customer")
    THIRD_PARTY = "third_party", _("a third party")


class Standing:
    """What is true of a step by these columns of it."""

    kind: str
    state: str
    due_on: date | None
    waiting_on: str
    reopened_at: Any
    open_findings: Any

    @property
    def is_passed(self) -> bool:
        """Whether what comes after it may begin."""
        return self.state in PASSED

    @property
    def is_not_yet(self) -> bool:
        return self.state == StepState.NOT_YET

    @property
    def is_skipped(self) -> bool:
        return self.state == StepState.SKIPPED

    @property
    def is_applicable(self) -> bool:
        return self.state != StepState.NOT_APPLICABLE

    @property
    def is_to_do(self) -> bool:
        return self.state == StepState.OPEN

    @property
    def waits_on_customer(self) -> bool:
        return self.state == StepState.OPEN and self.waiting_on == WaitingOn.CUSTOMER

    @property
    def is_reopened(self) -> bool:
        return self.state == StepState.OPEN and self.reopened_at is not None

    @property
    def is_go_live(self) -> bool:
        return self.kind == GO_LIVE

    @property
    def mark(self) -> str:
        """The state as it is drawn: `core.templatetags.ui.STEP_STATES`."""
        if self.state == StepState.OPEN and self.waiting_on:
            return "waiting"
        return "reopened" if self.is_reopened else self.state

    @property
    def no_longer_holds(self) -> bool:
        """Whether its evidence has ended since it was done, as it may in a completed onboarding."""
        return self.state == StepState.DONE and bool(self.open_findings)

    def days_late(self, on: date) -> int:
        return max((on - self.due_on).days, 0) if self.due_on and not self.is_passed else 0


@dataclass(frozen=True, slots=True)
class ListedStep(Standing):
    """A step as a list of many onboardings reads it: hundreds of them make up one page."""

    kind: str
    state: str
    due_on: date | None
    waiting_on: str
    reopened_at: str | None
    open_findings: int

    @classmethod
    def of(cls, row: dict[str, Any]) -> "ListedStep":
        """From a row of `AS_LISTED`."""
        return cls(**{**row, "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None})


AS_LISTED = JSONBAgg(
    JSONObject(
        **{name: name for name in ("kind", "state", "due_on", "waiting_on", "reopened_at")},
        open_findings=models.Func(
            F("open_findings"), function="jsonb_array_length", output_field=models.IntegerField()
        ),
    ),
    order_by=("position", "id"),
)
"""The steps of one onboarding in order, in one value."""


@dataclass(frozen=True, slots=True)
class ListedOnboarding(OnboardingStanding):
    """An onboarding as a list of customers reads it."""

    state: str
    step_list: list[ListedStep]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "ListedOnboarding":
        """From its state and its steps `AS_LISTED`."""
        return cls(row["state"], [ListedStep.of(step) for step in row["listed_steps"] or ()])
