"""Looks at the evidence again and moves the steps: the only place where a step becomes done or opens again.

A step is done if and only if all its findings hold; go-live alone is pressed. A done step stays done when a
predecessor opens again. A completed onboarding keeps its states; what stopped holding is kept as a finding.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.events import Occurrence, publish_many
from core.findings import Finding, all_hold
from onboarding.due_dates import working_days
from onboarding.evidence import Evidence, Shared
from onboarding.gathering import Cause
from onboarding.models import DueFrom, Onboarding, Step, StepState
from onboarding.querysets import OnboardingQuerySet
from onboarding.steps import kind_of

VERIFIED = (StepState.NOT_YET, StepState.OPEN, StepState.DONE)
MOVED = (
    "state", "opened_at", "done_at", "due_on", "open_findings", "reopened_at", "reopened_by_name", "reopened_by_event",
    "reopened_because", "waiting_on", "waiting_note", "waiting_since",
)  # fmt: skip
"""What is written of a step that moves; of one that stays no more than its findings, so that verbs may meet it."""
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@transaction.atomic
def evaluate(
    onboarding: Onboarding, *, because: Occurrence | None = None, kinds: set[str] | None = None, by=None
) -> Onboarding:
    """Verify the steps of these kinds (all of them by default) against the data as it is now.

    Waits for whoever verifies the same onboarding, so that the last of two concurrent changes sees both. `because`
    is the event behind it: a step that opens again names its actor. Returns the onboarding as it stands then.
    """
    fresh = _locked(Onboarding.objects.filter(pk=onboarding.pk)).get()
    return _verify([_Verification(fresh, Evidence(fresh.company, because and because.known), because, kinds, by)])[0]


@transaction.atomic
def evaluate_each(*, causes: Mapping[int, Cause]) -> list[Onboarding]:
    """The same for several customers, each because of what happened to it or to its family.

    Always in the same order, so that two who verify the same ones do not block each other.
    """
    locked = list(_locked(Onboarding.objects.verified().filter(company__in=causes))) if causes else []
    shared = Shared([fresh.company for fresh in locked])
    looks = []
    for fresh in locked:
        cause = causes[fresh.company_id]
        evidence = Evidence(fresh.company, cause.occurrence.known, shared)
        looks.append(_Verification(fresh, evidence, cause.occurrence, cause.kinds, None))
    return _verify(looks)


def _locked(onboardings: OnboardingQuerySet) -> QuerySet:
    steps = Prefetch("steps", Step.objects.select_related("assignee").in_order(), to_attr="step_list")
    return onboardings.locked().prefetch_related(steps).select_related(
        "company__manager", "company__tenant", "company__parent", "company__invoice_settings"
    )  # fmt: skip


def _verify(looks: "Sequence[_Verification]") -> list[Onboarding]:
    """Look at all of them, then write what has moved: the steps first, then the events at once.

    So whatever reacts to the events sees all of it, and many onboardings are written like one.
    """
    for look in looks:
        look.run()
    moved = {step.pk: step for look in looks for step in look.moved}
    noted = [step for look in looks for step in look.noted if step.pk not in moved]
    Step.objects.bulk_update(noted, ["open_findings"])
    Step.objects.bulk_update(moved.values(), MOVED)
    Onboarding.objects.bulk_update([look.onboarding for look in looks if look.is_whole], ["verified_at"])
    publish_many([occurrence for look in looks for occurrence in look.happened])
    return [look.onboarding for look in looks]


class _Verification:
    """One look at one onboarding: moves its steps in memory, and says what has moved."""

    def __init__(
        self, onboarding: Onboarding, evidence: Evidence, because: Occurrence | None, kinds: Collection[str] | None, by
    ) -> None:
        self.onboarding = onboarding
        self.evidence = evidence
        self.because = because
        self.kinds = kinds
        self.by = because.by if because else by
        self.steps: list[Step] = onboarding.step_list
        self.happened: list[Occurrence] = []
        self.moved: list[Step] = []
        self.noted: list[Step] = []

    def run(self) -> None:
        for step in self.steps:
            if step.state in VERIFIED and not step.is_go_live:
                self._look_at(step)
        if self.onboarding.is_open:
            self._open_what_may_begin()
            self._look_at_go_live()
        if self.is_whole:
            self.onboarding.verified_at = timezone.now()

    @property
    def is_whole(self) -> bool:
        """Whether every step is looked at."""
        return self.kinds is None

    def _look_at(self, step: Step) -> None:
        if self.kinds is not None and step.kind not in self.kinds:
            return
        findings = kind_of(step).findings(self.evidence, step)
        holds = all_hold(findings)
        self._keep(step, findings)
        if self.onboarding.is_open and holds and step.state != StepState.DONE:
            self._complete(step)
        elif self.onboarding.is_open and not holds and step.state == StepState.DONE:
            self._open_again(step)

    def _keep(self, step: Step, findings: list[Finding]) -> None:
        """Remember what does not hold, in every language."""
        open_ones = [finding for finding in findings if not finding.holds]
        if _differ(step.open_findings, open_ones):
            step.open_findings = _in_all_languages(open_ones, lambda: kind_of(step).findings(self.evidence, step))
            self.noted.append(step)

    def _complete(self, step: Step) -> None:
        step.state, step.done_at = StepState.DONE, timezone.now()
        step.reopened_at, step.reopened_by_name, step.reopened_by_event, step.reopened_because = None, "", "", []
        step.waiting_on, step.waiting_note, step.waiting_since = "", "", None
        self._has_moved(step, "step_completed")

    def _open_again(self, step: Step) -> None:
        step.state, step.reopened_at = StepState.OPEN, timezone.now()
        step.reopened_by_name = str(self.by)[:120] if self.by else ""
        step.reopened_by_event = self.because.key if self.because else ""
        step.reopened_because = [found["words"] for found in step.open_findings]
        reasons = [found["words"]["en"] for found in step.open_findings]
        data = {"reasons": reasons, "because": step.reopened_by_event}
        if self.because and self.because.event_id:
            data["because_event"] = self.because.event_id
        self._has_moved(step, "step_reopened", data)

    def _open_what_may_begin(self) -> None:
        passed = {step.key for step in self.steps if step.is_passed}
        known = {step.key for step in self.steps}
        waiting = [step for step in self.steps if step.is_not_yet and not step.is_go_live]
        for step in waiting:
            if not passed.issuperset(known.intersection(step.predecessors)):
                continue
            step.state, step.opened_at = StepState.OPEN, timezone.now()
            if step.due_from == DueFrom.PREDECESSOR and step.due_on:
                step.due_on = max(step.due_on, self.days.after(self.today, step.due_days))
            self._has_moved(step, "step_opened")

    def _look_at_go_live(self) -> None:
        """Open while everything mandatory is passed, and not yet otherwise. Its findings are the other steps."""
        for step in self.steps:
            if not step.is_go_live or step.state not in (StepState.NOT_YET, StepState.OPEN):
                continue
            is_ready = all_hold(kind_of(step).findings(self.evidence, step))
            if is_ready == (step.state == StepState.OPEN):
                continue
            step.state = StepState.OPEN if is_ready else StepState.NOT_YET
            step.opened_at = timezone.now() if is_ready else None
            if is_ready:
                self._has_moved(step, "step_opened")
            else:
                self.moved.append(step)

    def _has_moved(self, step: Step, what: str, data: dict[str, Any] | None = None) -> None:
        self.moved.append(step)
        self.happened.append(step.occurrence(what, by=self.by, data=data))

    @cached_property
    def days(self):
        return working_days()

    @cached_property
    def today(self) -> date:
        return timezone.localdate()


def in_words(finding: Finding) -> str:
    """A finding that does not hold, in one line."""
    return f"{finding.text}: {finding.detail}" if finding.detail else _("%(what)s: not yet") % {"what": finding.text}


def _differ(stored: list[dict], findings: list[Finding]) -> bool:
    language = _language()
    before = [(each["key"], each["words"].get(language), each["url"]) for each in stored]
    return before != [(each.key, in_words(each), str(each.url)) for each in findings]


def _in_all_languages(findings: list[Finding], again: Callable[[], list[Finding]]) -> list[dict]:
    """The findings as they are stored. Numbers and names in them are words already, so each language asks anew."""
    here = _language()
    kept = {
        each.key: {"key": each.key, "role": str(each.role), "url": str(each.url), "words": {here: in_words(each)}}
        for each in findings
    }
    for language in LANGUAGES if findings else ():
        if language == here:
            continue
        with override(language):
            for each in again():
                if each.key in kept:
                    kept[each.key]["words"][language] = in_words(each)
    return list(kept.values())


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]
