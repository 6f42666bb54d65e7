"""One step of an onboarding, and the names under it."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.errors import DomainError, NotAllowed
from core.events import Occurrence, occurrence_of, publish_many
from core.rowsecurity import TenantForeignKey
from onboarding.models.onboarding import Onboarding
from onboarding.models.playbook import StepPlan
from onboarding.models.standing import OnboardingState, Standing, StepState, WaitingOn
from onboarding.querysets import StepQuerySet
from onboarding.titles import TITLES
from tenants.models import Member, TenantOwned
from tenants.roles import Capability


class Step(Standing, StepPlan, TenantOwned):
    """One step of an onboarding. It is never ticked: it is done while its findings hold.

    `open_findings` are the findings that did not hold when they were last looked at, in both languages
    (`onboarding/evaluation.py` alone writes them and the states `not_yet`, `open` and `done`).
    """

    history_omits = ("open_findings", "reopened_because", "reopened_by_event", "reopened_by_name", "left_by_name")

    onboarding = TenantForeignKey(Onboarding, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20, choices=StepState, default=StepState.NOT_YET)
    assignee = TenantForeignKey(Member, null=True, blank=True, related_name="+", verbose_name=_("assigned to"))
    left_by_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by_name = models.CharField(max_length=120, blank=True)
    reopened_by_event = models.CharField(max_length=80, blank=True)
    reopened_because = models.JSONField(default=list)
    open_findings = models.JSONField(default=list)
    waiting_on = models.CharField(_("waiting on"), max_length=20, choices=WaitingOn, blank=True)
    waiting_note = models.CharField(_("what for"), max_length=300, blank=True)
    waiting_since = models.DateTimeField(null=True)
    skipped_by = TenantForeignKey(Member, null=True, related_name="+")
    skipped_at = models.DateTimeField(null=True)
    skip_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "onboarding", "key"], name="onboarding_step_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "assignee", "state", "due_on", "id"], name="onboarding_step_of_member"),
            models.Index(
                fields=["tenant", "owner_role", "due_on", "id"],
                condition=models.Q(state=StepState.OPEN, assignee=None),
                name="onboarding_step_of_role",
            ),
            models.Index(
                fields=["tenant", "due_on", "id"],
                condition=models.Q(state="open", waiting_on=""),
                name="onboarding_step_by_due",
            ),
            models.Index(
                fields=["tenant", "due_on", "id"],
                condition=models.Q(state="open") & ~models.Q(waiting_on=""),
                name="onboarding_step_waiting",
            ),
            models.Index(
                fields=["tenant", "id"],
                condition=models.Q(state=StepState.DONE) & ~models.Q(open_findings=[]),
                name="onboarding_step_ended",
            ),
        ]

    def __str__(self):
        return str(self.title)

    @property
    def title(self):
        """What the step is called, in the reader's language."""
        return self.own_title or TITLES.get(self.kind, self.key)

    @property
    def reasons(self) -> list[str]:
        """Why it was opened again, in the reader's language."""
        return [in_readers_language(reason) for reason in self.reopened_because]

    @property
    def missing(self) -> list[str]:
        """What does not hold, in the reader's language."""
        return [in_readers_language(found["words"]) for found in self.open_findings]

    def check_may_work(self, member: Member) -> None:
        """Who runs onboardings, who has the step's role, and whom it is assigned to work on it."""
        if not member.is_active or not (
            member.may(Capability.RUN_ONBOARDING) or self.owner_role in member.roles or self.assignee_id == member.pk
        ):
            raise NotAllowed(
                "not_your_step", _("This step belongs to another role. The account manager can assign it.")
            )

    def may_work(self, member: Member) -> bool:
        try:
            self.check_may_work(member)
        except NotAllowed:
            return False
        return True

    def is_up_to(self, member: Member) -> bool:
        """Whether it is assigned to the member, or to nobody and the member has its role."""
        if self.assignee_id is None:
            return self.owner_role in member.roles
        return self.assignee_id == member.pk

    @transaction.atomic
    def assign(self, *, member: Member | None, by: Member) -> None:
        """Give the step to somebody who sees the customer, or to nobody: then it stands with its role.

        Who runs onboardings assigns anybody; others take a step of their own role, or give it back. Where it stands
        there already, nobody is told.
        """
        if not by.may(Capability.RUN_ONBOARDING) and not (
            self.owner_role in by.roles and (member is None or member.pk == by.pk)
        ):
            by.check_may(Capability.RUN_ONBOARDING)
        step = self.locked()
        if member and not Company.objects.visible_to(member).filter(pk=step.onboarding.company_id).exists():
            raise DomainError(
                "does_not_see_customer",
                _("%(name)s does not see this customer. Add them to the account team first.") % {"name": member.name},
                field="member",
            )
        if step.assignee == member:
            return
        before, step.assignee, step.left_by_name = step.assignee, member, ""
        step.save(update_fields=["assignee", "left_by_name"])
        self.assignee, self.left_by_name = member, ""
        changes = {"assignee": [before.name if before else "", member.name if member else ""]}
        step.publish("step_assigned", by=by, changes=changes)

    @transaction.atomic
    def wait_on(self, *, whom: str, note: str, by: Member) -> None:
        """Say that somebody else has the ball; only an open step waits. What stands there already is told to nobody.

        Raises DomainError when nobody is named, without a note, or while the step is not open.
        """
        self.check_may_work(by)
        step = self.locked()
        if whom not in (WaitingOn.CUSTOMER, WaitingOn.THIRD_PARTY):
            raise DomainError("nobody_named", _("Choose who it is waiting on."), field="whom")
        if not note.strip():
            raise DomainError("note_missing", _("Say what is needed: the customer reads it."), field="note")
        if not step.is_to_do:
            raise DomainError("step_not_open", _("Only an open step can wait."))
        note = note.strip()[:300]
        if (step.waiting_on, step.waiting_note) == (whom, note):
            return
        step.waiting_on, step.waiting_note, step.waiting_since = whom, note, timezone.now()
        step.save(update_fields=["waiting_on", "waiting_note", "waiting_since"])
        step.publish("step_waiting", by=by, data={"waiting_on": whom, "waiting_note": step.waiting_note})

    @transaction.atomic
    def stop_waiting(self, *, by: Member) -> None:
        """The step is with us again; where it waits on nobody, nothing happens."""
        self.check_may_work(by)
        step = self.locked()
        if not step.waiting_on:
            return
        step.waiting_on, step.waiting_note, step.waiting_since = "", "", None
        step.save(update_fields=["waiting_on", "waiting_note", "waiting_since"])
        step.publish("step_wait_ended", by=by)

    @transaction.atomic
    def skip(self, *, reason: str, by: Member) -> None:
        """Leave the step out, with a reason. Go-live cannot be skipped, and what is done needs no skipping."""
        by.check_may(Capability.SKIP_STEPS)
        step = self.locked()
        if step.is_go_live:
            raise DomainError("go_live_not_skippable", _("Go-live cannot be skipped."))
        if not reason.strip():
            raise DomainError("reason_missing", _("Say why this step is skipped."), field="reason")
        if step.is_passed:
            raise DomainError("step_not_open", _("Only a step that is still to do can be skipped."))
        step.state, step.skip_reason = StepState.SKIPPED, reason.strip()[:300]
        step.skipped_by, step.skipped_at = by, timezone.now()
        step.waiting_on, step.waiting_note, step.waiting_since = "", "", None
        step.save()
        step.publish("step_skipped", by=by, data={"reason": step.skip_reason})

    @transaction.atomic
    def take_up_again(self, *, by: Member) -> None:
        """Take a skipped step back into the plan; it is verified at once."""
        by.check_may(Capability.SKIP_STEPS)
        step = self.locked()
        if step.state != StepState.SKIPPED:
            raise DomainError("step_not_skipped", _("This step was not skipped."))
        step.state, step.skip_reason, step.skipped_by, step.skipped_at = StepState.OPEN, "", None, None
        step.save()
        step.publish("step_taken_up", by=by)

    def release(self, *, by: Member | None) -> None:
        """Take the step from somebody who no longer sees the customer; the page says with whom it was."""
        if self.assignee is None:
            return
        name, self.assignee = self.assignee.name, None
        self.left_by_name = name
        self.save(update_fields=["assignee", "left_by_name"])
        self.publish("step_released", by=by, changes={"assignee": [name, ""]})

    def publish(self, what: str, *, by, changes=None, data=None) -> None:
        """Publish an event of this step."""
        publish_many([self.occurrence(what, by=by, changes=changes, data=data)])

    def occurrence(self, what: str, *, by, changes=None, data=None) -> Occurrence:
        """Something that happened to this step; every one names it, by its key and as its customer would read it."""
        company = self.onboarding.company
        with override(company.language):
            named = {"step": str(self.title), "step_key": self.key, "kind": self.kind, "onboarding": self.onboarding_id}
        due = {"due_on": self.due_on.isoformat()} if self.due_on else {}
        return occurrence_of(
            f"onboarding.{what}", subject=self, company=company, by=by, changes=changes,
            data={**named, **due, **(data or {})},
        )  # fmt: skip

    def locked(self) -> "Step":
        """This step as it stands now, its row locked; refused when the onboarding has ended.

        The onboarding is locked first, as verification does it: two who lock in one order never block each other.
        """
        onboarding = Onboarding.objects.locked().select_related("company__tenant").get(pk=self.onboarding_id)
        if not onboarding.is_open:
            raise DomainError(
                "onboarding_ended",
                _("This onboarding is %(state)s; its steps stay as they are.")
                % {"state": OnboardingState(onboarding.state).label},
            )
        step = Step.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=self.pk)
        step.onboarding = onboarding
        return step


def in_readers_language(words: dict[str, str]) -> str:
    """Words kept in every language of ours, as the reader reads them."""
    return words.get((get_language() or "en")[:2]) or words.get("en", "")


class Signature(TenantOwned):
    """A name under a step, with the fingerprint of what was signed: change that, and the signature is stale."""

    step = TenantForeignKey(Step, on_delete=models.CASCADE, related_name="signatures")
    signed_by = TenantForeignKey(Member, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    fingerprint = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "step", "-signed_at"], name="onboarding_signature_latest")]

    def __str__(self):
        return f"{self.step_id} {self.signed_at:%Y-%m-%d}"


def current_signature(step: Step) -> Signature | None:
    """The latest name under the step that was not withdrawn; it may be stale."""
    return (
        Signature.objects.filter(step=step, withdrawn_at__isnull=True)
        .select_related("signed_by")
        .order_by("-signed_at", "-pk")
        .first()
    )
