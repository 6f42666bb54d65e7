"""Verbs of onboarding that concern several aggregates: sign, change the plan, go live; those of `starting.py` too."""

from collections.abc import Collection
from dataclasses import asdict, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.changes import differences
from core.conflicts import SIGNED_UNSEEN
from core.errors import DomainError, NotAllowed
from core.events import publish, publish_many
from onboarding.evaluation import evaluate
from onboarding.evidence import Evidence
from onboarding.models import Onboarding, OnboardingState, Signature, Step, StepState
from onboarding.models.step import current_signature
from onboarding.plan import Answers, Owners, Plan, plan_for
from onboarding.querysets import UNFINISHED
from onboarding.starting import discard_draft, save_draft, start_draft, start_onboarding
from onboarding.steps import kind_of
from tenants.models import Member
from tenants.roles import Capability, Role


@transaction.atomic
def sign_step(*, step: Step, by: Member, seen: str | None = None) -> Signature:
    """Put one's name under a step whose kind asks for it; the signature remembers what was signed.

    A sales hand-over is signed by the customer's account manager, a manual step by whoever works on it.
    `seen` is the fingerprint of what was before the eyes (of what stands there by default). Raises NotAllowed for
    anybody else, DomainError `changed_since` when something else stands there by now, or while something else of the
    step does not hold. Signed twice by the same person as it stands, it is signed once.
    """
    step = step.locked()
    company, kind = step.onboarding.company, kind_of(step)
    if not hasattr(kind, "fingerprint"):
        raise DomainError("nothing_to_sign", _("This step verifies itself; there is nothing to sign."))
    if step.kind == "sales_handover" and by.pk != company.manager_id:
        raise NotAllowed("manager_signs", _("Only the account manager signs the sales hand-over."))
    step.check_may_work(by)
    stands = kind.fingerprint(company, step)
    if seen not in (None, stands):
        raise DomainError("changed_since", SIGNED_UNSEEN)
    missing = [each for each in kind.findings(Evidence(company), step)[:-1] if not each.holds]
    if missing:
        raise DomainError("incomplete", format_lazy("{}: {}", _("Before it can be signed"), missing[0].text))
    signed = current_signature(step)
    if signed is None or (signed.signed_by_id, signed.fingerprint) != (by.pk, stands):
        signed = Signature.objects.create(tenant_id=step.tenant_id, step=step, signed_by=by, fingerprint=stands)
        step.publish("step_signed", by=by)
    return signed


@transaction.atomic
def withdraw_signature(*, step: Step, by: Member) -> None:
    """It is not done after all: no name stands under the step any more, whosever it was, and it opens again.

    Raises NotAllowed for who does not work on it, DomainError `nothing_to_sign` when no name stands there.
    """
    step = step.locked()
    step.check_may_work(by)
    signature = current_signature(step)
    if signature is None:
        raise DomainError("nothing_to_sign", _("Nobody has signed this step."))
    Signature.objects.filter(step=step, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    step.publish("signature_withdrawn", by=by)


@transaction.atomic
def change_plan(*, onboarding: Onboarding, by: Member, seen: int | None = None, **values) -> Onboarding:
    """Change service model, go-live date or an answer of a running onboarding, or of a draft.

    Steps that now belong to it join, common ones keep their state, those that fall away become *not applicable* and
    keep their history. A draft has no steps: nothing but its answers changes. `seen` is the version that was before
    the editor's eyes (the present one by default).
    Raises EditConflict, or DomainError when the onboarding has ended or the answers contradict each other.
    """
    by.check_may(Capability.RUN_ONBOARDING)
    fresh = _locked_with_company(onboarding)
    if not fresh.is_open:
        raise DomainError("onboarding_ended", _("This onboarding has ended; its plan stays as it is."))
    answers = replace(Answers.of(fresh), **values)
    plan = plan_for(answers=answers, manager=fresh.company.manager, start_on=fresh.started_on, company=fresh.company)
    changes = differences(fresh, asdict(answers))
    values = {**asdict(answers), "playbook": plan.playbook}
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save_edit(list(values), seen=fresh.version if seen is None else seen)
    if fresh.is_draft:
        if changes:
            publish("onboarding.draft_changed", subject=fresh, company=fresh.company, by=by, changes=changes)
        return fresh
    _rejoin(fresh, plan, by=by)
    if fresh.company.service_model != answers.service_model:
        company = fresh.company
        company.update_details(values={"service_model": answers.service_model}, seen=company.version, by=by)
    if changes:
        publish("onboarding.plan_changed", subject=fresh, company=fresh.company, by=by, changes=changes)
    return evaluate(fresh, by=by)


@transaction.atomic
def complete_onboarding(*, onboarding: Onboarding, by: Member) -> Onboarding:
    """Go live: everything is verified anew, and every mandatory step must be done, skipped or not applicable.

    The company becomes a customer if it is none yet. Raises DomainError `steps_open`, naming what is missing.
    """
    by.check_may(Capability.RUN_ONBOARDING)
    fresh = evaluate(_locked_with_company(onboarding), by=by)
    if not fresh.is_active:
        raise DomainError("onboarding_state", _("Only an active onboarding goes live."))
    missing = [step for step in fresh.step_list if step.is_mandatory and not step.is_go_live and not step.is_passed]
    if missing:
        names = ", ".join(str(step.title) for step in missing)
        raise DomainError("steps_open", format_lazy("{}: {}", _("Not everything is in place yet"), names))
    fresh.company.become_customer(by=by)
    now = timezone.now()
    for step in fresh.step_list:
        if step.is_go_live:
            step.state, step.done_at, step.open_findings = StepState.DONE, now, []
            step.save(update_fields=["state", "done_at", "open_findings"])
            step.publish("step_completed", by=by)
    fresh.state, fresh.ended_by, fresh.ended_at = OnboardingState.COMPLETED, by, now
    fresh.save(update_fields=["state", "ended_by", "ended_at"])
    onboarding.state = fresh.state
    publish("onboarding.onboarding_completed", subject=fresh, company=fresh.company, by=by)
    return fresh


@transaction.atomic
def assign_step(*, step: Step, member: Member | None, by: Member, joins_team: bool = False) -> None:
    """Give the step to somebody; who does not see the customer joins its account team first, if that is wanted."""
    company = step.onboarding.company
    if member and joins_team and not Company.objects.visible_to(member).filter(pk=company.pk).exists():
        company.add_to_team(member=member, by=by)
    step.assign(member=member, by=by)


@transaction.atomic
def release_lost_steps(*, company: Company, by: Member | None) -> None:
    """Take the open steps of a customer from members who no longer see it; then they stand with the role."""
    held = _unfinished_steps(company).filter(assignee__isnull=False)
    if not held:
        return
    seeing = company.members_who_see_it().values_list("pk", flat=True)
    lost = {step.assignee_id for step in held}.difference(seeing)
    if not lost:
        return
    _lock_onboarding_of(company)
    for step in _unfinished_steps(company).filter(assignee__in=lost):
        step.release(by=by)


def give_to_joined(*, onboarding: Onboarding, joined: Collection[int], by: Member | None) -> None:
    """Somebody has come to the account team: steps that wait for a role are theirs where that settles whose they are.

    The onboarding was locked and its steps were read just now; one that somebody gave back stays with the role.
    """
    waiting = [step for step in onboarding.step_list if step.state in UNFINISHED and step.assignee_id is None]
    if not joined or not waiting or not onboarding.is_open:
        return
    owners = Owners(manager=onboarding.company.manager, company=onboarding.company)
    given = []
    for step in waiting:
        owner = owners.of(step.owner_role)
        if owner is not None and owner.pk in joined:
            step.assignee, step.left_by_name = owner, ""
            given.append(step)
    Step.objects.bulk_update(given, ["assignee", "left_by_name"])
    publish_many(
        [step.occurrence("step_assigned", by=by, changes={"assignee": ["", str(step.assignee)]}) for step in given]
    )


@transaction.atomic
def hand_to_new_manager(*, company: Company, before_id: int | None, manager: Member, by: Member | None) -> None:
    """The account manager has changed: what was with the old one in that role is with the new one now."""
    _lock_onboarding_of(company)
    for step in _unfinished_steps(company).filter(assignee=before_id, owner_role=Role.ACCOUNT_MANAGER):
        before = step.assignee.name if step.assignee else ""
        step.assignee = manager
        step.save(update_fields=["assignee"])
        step.publish("step_assigned", by=by, changes={"assignee": [before, manager.name]})


def _unfinished_steps(company: Company) -> QuerySet[Step]:
    steps = Step.objects.filter(onboarding__company=company, onboarding__in=Onboarding.objects.running())
    return steps.unfinished().select_related("assignee", "onboarding__company")


def _lock_onboarding_of(company: Company) -> None:
    """Whoever writes steps locks their onboarding before, as verification does."""
    list(Onboarding.objects.running().filter(company=company).locked())


def _locked_with_company(onboarding: Onboarding) -> Onboarding:
    """The onboarding as it stands, after its company: verbs of the company lock both too, in this order."""
    onboarding.company.locked()
    return Onboarding.objects.locked().select_related("company__manager", "company__tenant").get(pk=onboarding.pk)


def _rejoin(onboarding: Onboarding, plan: Plan, *, by: Member) -> None:
    """Bring the steps in line with a changed plan."""
    existing = {step.key: step for step in onboarding.steps.select_related("assignee")}
    planned = {each.plan.key: each for each in plan.steps}
    Step.objects.bulk_create([each.step_of(onboarding) for key, each in planned.items() if key not in existing])
    for key, step in existing.items():
        step.onboarding = onboarding
        wanted = planned.get(key)
        applies = wanted.applies if wanted else kind_of(step).key == "manual"
        if not applies and step.is_applicable:
            step.state, step.waiting_on, step.waiting_note, step.waiting_since = StepState.NOT_APPLICABLE, "", "", None
            step.save()
            step.publish("step_dropped", by=by)
        elif applies and not step.is_applicable:
            step.state, step.due_on = StepState.NOT_YET, wanted.due_on if wanted else step.due_on
            step.assignee = step.assignee or (wanted.owner if wanted else None)
            step.save()
        elif wanted and step.is_go_live:
            step.due_on = wanted.due_on
            step.save(update_fields=["due_on"])


__all__ = [
    "Answers",
    "Owners",
    "assign_step",
    "change_plan",
    "complete_onboarding",
    "discard_draft",
    "give_to_joined",
    "hand_to_new_manager",
    "plan_for",
    "release_lost_steps",
    "save_draft",
    "sign_step",
    "start_draft",
    "start_onboarding",
    "withdraw_signature",
]
