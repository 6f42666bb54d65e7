"""How an onboarding and its steps are put into words and shapes."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.looks import Look
from onboarding.links import step_url
from onboarding.models import Onboarding, OnboardingState, Phase, Step, StepState
from onboarding.models.standing import ListedOnboarding

ICONS = {OnboardingState.DRAFT: "pencil-square", OnboardingState.ON_HOLD: "pause"}


@dataclass(frozen=True, slots=True)
class RailStep:
    """A step as the rail shows it."""

    step: Step
    url: str
    is_current: bool
    is_faint: bool
    is_late: bool
    aside: Any

    @property
    def day(self) -> date | None:
        """The due date, where it says more than a word."""
        return None if self.aside else self.step.due_on


@dataclass(frozen=True, slots=True)
class RailPhase:
    label: Any
    steps: list[RailStep]


class Progress:
    """How far an onboarding is. Reads its steps, which a list prefetches."""

    def __init__(self, onboarding: Onboarding | ListedOnboarding, today: date | None = None) -> None:
        self.onboarding = onboarding
        self.today = today or timezone.localdate()
        self.steps: list = onboarding.step_list

    @cached_property
    def applicable(self) -> list[Step]:
        return [step for step in self.steps if step.is_applicable]

    @property
    def marks(self) -> list[str]:
        return [step.mark for step in self.applicable]

    @property
    def done(self) -> int:
        return sum(step.is_passed for step in self.applicable)

    @property
    def total(self) -> int:
        return len(self.applicable)

    @property
    def label(self) -> str:
        if self.onboarding.is_draft:
            return _("not started")
        return _("%(done)d of %(total)d steps done") % {"done": self.done, "total": self.total}

    @cached_property
    def to_do(self) -> list[Step]:
        return [step for step in self.applicable if step.is_to_do]

    @property
    def days_late(self) -> int:
        """Of the step that is latest, or of go-live itself."""
        overdue = [step.days_late(self.today) for step in self.applicable if step.is_to_do or step.is_go_live]
        return max(overdue, default=0)

    @property
    def words(self) -> list[Look]:
        """Where it stands; the most urgent first, `on track` only when there is nothing else to say."""
        ended = self._ended()
        if ended:
            return [ended]
        found = [*self._troubles()]
        return found or [Look(_("on track"), "positive", "check")]

    def _ended(self) -> Look | None:
        if self.onboarding.is_completed:
            count = len(self.no_longer_holding)
            if count:
                words = ngettext("live, %(count)d finding", "live, %(count)d findings", count) % {"count": count}
                return Look(words, "caution", "exclamation-triangle")
            return Look(_("live"), "positive", "check-circle")
        if self.onboarding.is_active:
            return None
        state = OnboardingState(self.onboarding.state)
        return Look(state.label, "neutral", ICONS.get(state, "minus"))

    def _troubles(self):
        late = self.days_late
        if late:
            words = ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}
            yield Look(words, "critical", "exclamation-circle")
        if any(step.kind == "primary_contact" for step in self.to_do):
            yield Look(_("no primary contact"), "caution", "exclamation-triangle")
        if self.reopened:
            yield Look(_("opened again"), "caution", "arrow-uturn-left")
        if any(step.waits_on_customer for step in self.to_do):
            yield Look(_("waiting on customer"), "neutral", "clock")

    @property
    def reopened(self) -> list[Step]:
        """The steps that were done and are to do again."""
        return [step for step in self.to_do if step.is_reopened]

    @property
    def no_longer_holding(self) -> list[Step]:
        """Of a completed onboarding: the steps whose evidence has ended since."""
        return [step for step in self.steps if step.no_longer_holds]

    def next_after(self, step: Step | None, member) -> Step | None:
        """The next step to do, after this one and then from the beginning: the member's own first, else any other."""
        ordered = self.applicable
        start = ordered.index(step) + 1 if step in ordered else 0
        around = [*ordered[start:], *ordered[:start]]
        workable = [each for each in around if each.is_to_do and each != step and each.may_work(member)]
        return next((each for each in workable if each.is_up_to(member)), next(iter(workable), None))

    def rail(self, current: Step | None) -> list[RailPhase]:
        phases = []
        for phase in Phase:
            steps = [self._rail_step(step, current) for step in self.steps if step.phase == phase]
            if steps:
                phases.append(RailPhase(phase.label, steps))
        return phases

    def _rail_step(self, step: Step, current: Step | None) -> RailStep:
        late = step.is_to_do and step.days_late(self.today) > 0
        return RailStep(
            step=step,
            url=step_url(self.onboarding.company, step),
            is_current=current is not None and step.pk == current.pk,
            is_faint=step.state in (StepState.NOT_APPLICABLE, StepState.NOT_YET, StepState.SKIPPED),
            is_late=late,
            aside=self._aside(step),
        )

    def _aside(self, step: Step):
        if step.state in (StepState.NOT_APPLICABLE, StepState.SKIPPED):
            return step.get_state_display()
        return _("waiting") if step.mark == "waiting" else ""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A line of *My work*."""

    step: Step
    url: str
    words: str
    when: str
    is_late: bool
    mark: str


@dataclass(frozen=True, slots=True)
class WorkSection:
    title: Any
    items: list[WorkItem]
    key: str


def sections(steps: list[Step], today: date) -> list[WorkSection]:
    """Late, This week, Later, Waiting on the customer or on others; empty ones are left out."""
    names = {
        "late": _("Late"),
        "week": _("This week"),
        "later": _("Later"),
        "customer": _("Waiting on the customer"),
        "third_party": _("Waiting on a third party"),
    }
    order = list(names)
    keyed = sorted(steps, key=lambda step: (order.index(_section_of(step, today)), step.due_on or date.max))
    return [
        WorkSection(names[key], [_item(step, today) for step in found], key)
        for key, found in groupby(keyed, key=lambda step: _section_of(step, today))
    ]


def what_it_lacks(step: Step) -> str:
    """The step in a few words: why it was opened again, what is waited for, or what is missing."""
    if step.waiting_on:
        return step.waiting_note
    if step.is_reopened and step.reasons:
        return _("opened again: %(reason)s") % {"reason": step.reasons[0]}
    return step.missing[0] if step.missing else ""


def _section_of(step: Step, today: date) -> str:
    if step.waiting_on:
        return step.waiting_on
    if step.days_late(today):
        return "late"
    return "week" if step.due_on and (step.due_on - today).days < 7 - today.weekday() else "later"


def _item(step: Step, today: date) -> WorkItem:
    late = 0 if step.waiting_on else step.days_late(today)
    when = ""
    if late:
        when = ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}
    elif step.waiting_on and step.waiting_since:
        days = (today - timezone.localtime(step.waiting_since).date()).days
        when = ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days} if days else _("since today")
    return WorkItem(
        step=step,
        url=step_url(step.onboarding.company, step),
        words=what_it_lacks(step),
        when=when,
        is_late=bool(late),
        mark=step.mark,
    )
