"""Reactions: whatever may change the evidence of a step has it verified again."""

from collections.abc import Collection, Iterable, Sequence

from companies.access import may_hide
from core.events import Occurrence, react_once_within, subscribe
from onboarding.checks import note_tenant_wide_change
from onboarding.evaluation import evaluate, evaluate_each
from onboarding.gathering import Cause, verified_once, verify_or_gather
from onboarding.models import Onboarding
from onboarding.operations import give_to_joined, hand_to_new_manager, release_lost_steps
from onboarding.related import onboarded_relatives
from onboarding.steps import BY_KEY, FAMILY_KEYS, OWN_KEYS, TENANT_KEYS, kinds_watching

react_once_within(verified_once)

JOINED = "onboarding.joined"
"""Under this name an occurrence passes on who has come to the account team."""


def _with_onboarding(company_ids: Collection[int]) -> Iterable[int]:
    verified = Onboarding.objects.verified().filter(company__in=company_ids)
    return verified.values_list("company_id", flat=True)


@subscribe(*OWN_KEYS, concerns=_with_onboarding)
def verify_customer(occurrence: Occurrence) -> None:
    """Something changed at a customer: verify its own steps that depend on it, in the same transaction."""
    kinds = kinds_watching(occurrence)
    if occurrence.key == "companies.team_changed":
        occurrence.known[JOINED] = occurrence.data["added"]
    if occurrence.company is not None and kinds:
        verify_or_gather(_verify_own, occurrence, kinds)


@subscribe(*FAMILY_KEYS, concerns=onboarded_relatives)
def verify_family(occurrence: Occurrence) -> None:
    """Something changed at a parent, a subsidiary or a payer: verify what depends on it elsewhere."""
    kinds = kinds_watching(occurrence, family=True)
    if occurrence.company is not None and kinds:
        verify_or_gather(_verify_others, occurrence, kinds)


@subscribe(*TENANT_KEYS)
def verify_tenant_later(occurrence: Occurrence) -> None:
    """Something changed for every customer: write down that it has to be verified, and do it after commit."""
    note_tenant_wide_change(occurrence)


@subscribe("onboarding.step_skipped", "onboarding.step_taken_up")
def move_on(occurrence: Occurrence) -> None:
    """A step was left out or taken up: what comes after it may begin, or may not."""
    step = occurrence.subject
    evaluate(step.onboarding, because=occurrence, kinds={step.kind})


@subscribe("companies.manager_changed", concerns=_with_onboarding)
def pass_on_work(occurrence: Occurrence) -> None:
    """The new account manager takes over what the old one had in that role."""
    company = occurrence.company
    before = occurrence.data.get("manager_before")
    hand_to_new_manager(company=company, before_id=before, manager=company.manager, by=occurrence.by)
    release_lost_steps(company=company, by=occurrence.by)


@subscribe("companies.team_changed", "companies.company_changed", concerns=_with_onboarding)
def take_back_work(occurrence: Occurrence) -> None:
    """Who left the account team, or does not see a confidential customer, has no step there."""
    if may_hide(occurrence):
        release_lost_steps(company=occurrence.company, by=occurrence.by)


@subscribe("companies.company_merged", "companies.merge_undone", "companies.absorption_undone")
def verify_merged(occurrence: Occurrence) -> None:
    """Nearly everything of a company may have come or gone: every step is looked at, here and in the family."""
    verify_or_gather(_verify_own, occurrence, set(BY_KEY))
    verify_or_gather(_verify_others, occurrence, set(BY_KEY))


def _verify_own(causes: Sequence[Cause]) -> list[Onboarding]:
    """The onboardings of the customers themselves; then work for whom they have got."""
    by_customer = {cause.occurrence.company.pk: cause for cause in causes}
    verified = evaluate_each(causes=by_customer)
    for onboarding in verified:
        because = by_customer[onboarding.company_id].occurrence
        give_to_joined(onboarding=onboarding, joined=because.known.get(JOINED, ()), by=because.by)
    return verified


def _verify_others(causes: Sequence[Cause]) -> list[Onboarding]:
    """Those of their families and of whom they pay for: each once, however many of its relatives have changed."""
    relatives = onboarded_relatives([cause.occurrence.company.pk for cause in causes])
    concerned: dict[int, Cause] = {}
    for cause in causes:
        for company_id in relatives.get(cause.occurrence.company.pk, ()):
            before = concerned.get(company_id)
            concerned[company_id] = Cause(cause.occurrence, cause.kinds | before.kinds) if before else cause
    return evaluate_each(causes=concerned)
