"""One customer on its way from sales to service."""

from datetime import date

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.models import Company, ServiceModel
from core.conflicts import Versioned
from core.errors import DomainError
from core.events import publish
from core.rowsecurity import TenantForeignKey
from onboarding.models.playbook import Playbook
from onboarding.models.standing import OPEN_STATES, ListedStep, OnboardingStanding, OnboardingState
from onboarding.querysets import OnboardingQuerySet
from tenants.models import Member, TenantOwned
from tenants.roles import Capability

TRANSITIONS = {
    OnboardingState.DRAFT: set(),
    OnboardingState.ACTIVE: {OnboardingState.ON_HOLD, OnboardingState.COMPLETED, OnboardingState.CANCELLED},
    OnboardingState.ON_HOLD: {OnboardingState.ACTIVE, OnboardingState.CANCELLED},
    OnboardingState.COMPLETED: set(),
    OnboardingState.CANCELLED: set(),
}
"""A draft is started or discarded (`onboarding/starting.py`), never held or cancelled: nothing of it has begun."""


class Onboarding(OnboardingStanding, Versioned, TenantOwned):
    """One customer on its way from sales to service; at most one open per company, never re-opened once completed.

    A draft is answers without steps; until it is started, `started_by` and `started_at` say who saved it, and when.
    Starting, verifying, changing the plan and go-live concern several aggregates: `onboarding/operations.py`.
    """

    history_omits = ("verified_at",)

    company = TenantForeignKey(Company, related_name="onboardings")
    playbook = TenantForeignKey(Playbook, related_name="+")
    service_model = models.CharField(_("service model"), max_length=20, choices=ServiceModel)
    go_live_on = models.DateField(_("go-live"))
    wants_portal = models.BooleanField(_("customer portal"), default=True)
    wants_taskfire = models.BooleanField("Taskfire", default=False)
    is_subsidiary = models.BooleanField(_("belongs to another company"), default=False)
    state = models.CharField(max_length=20, choices=OnboardingState, default=OnboardingState.ACTIVE)
    hold_reason = models.CharField(_("reason"), max_length=200, blank=True)
    started_by = TenantForeignKey(Member, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True)
    ended_by = TenantForeignKey(Member, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = OnboardingQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company"], condition=models.Q(state__in=OPEN_STATES), name="onboarding_one_open"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "go_live_on", "id"], name="onboarding_by_state"),
            models.Index(fields=["tenant", "company"], name="onboarding_by_company"),
            models.Index(fields=["tenant", "go_live_on", "id"], name="onboarding_by_go_live"),
            models.Index(
                fields=["tenant", "go_live_on", "id"],
                condition=models.Q(state__in=OPEN_STATES),
                name="onboarding_open_by_go_live",
            ),
            models.Index(fields=["tenant", "started_at", "id"], name="onboarding_by_start"),
        ]

    def __str__(self):
        return f"{self.company_id} {self.state}"

    @property
    def started_on(self) -> date:
        return timezone.localtime(self.started_at).date()

    @property
    def live_since(self) -> date | None:
        """The day it went live, whatever the plan said; None until then."""
        return timezone.localtime(self.ended_at).date() if self.is_completed and self.ended_at else None

    @cached_property
    def step_list(self) -> list:
        """The steps in order, read once, each knowing this onboarding; those that a list has read already are used."""
        if "listed_steps" in self.__dict__:
            return [ListedStep.of(row) for row in self.__dict__["listed_steps"] or ()]
        if "steps" in getattr(self, "_prefetched_objects_cache", {}):
            return sorted(self.steps.all(), key=lambda step: (step.position, step.pk))
        steps = list(self.steps.select_related("assignee").in_order())
        for step in steps:
            step.onboarding = self
        return steps

    @transaction.atomic
    def hold(self, *, reason: str, by: Member) -> None:
        """Pause: nothing of it is due in anybody's work until it is resumed. Verification goes on."""
        if not reason.strip():
            raise DomainError("reason_missing", _("Say why the onboarding is on hold."), field="reason")
        self._move(OnboardingState.ON_HOLD, by=by)
        self.hold_reason = reason.strip()
        self.save(update_fields=["hold_reason"])
        data = {"reason": self.hold_reason}
        publish("onboarding.onboarding_held", subject=self, company=self.company, by=by, data=data)

    @transaction.atomic
    def resume(self, *, by: Member) -> None:
        self._move(OnboardingState.ACTIVE, by=by)
        self.hold_reason = ""
        self.save(update_fields=["hold_reason"])
        publish("onboarding.onboarding_resumed", subject=self, company=self.company, by=by)

    @transaction.atomic
    def cancel(self, *, reason: str, by: Member) -> None:
        """End it without go-live; another one may be started later. The company keeps all its data."""
        if not reason.strip():
            raise DomainError("reason_missing", _("Say why the onboarding is cancelled."), field="reason")
        self._move(OnboardingState.CANCELLED, by=by)
        self.hold_reason = reason.strip()
        self.ended_by, self.ended_at = by, timezone.now()
        self.save(update_fields=["hold_reason", "ended_by", "ended_at"])
        data = {"reason": self.hold_reason}
        publish("onboarding.onboarding_cancelled", subject=self, company=self.company, by=by, data=data)

    def _move(self, state: OnboardingState, *, by: Member) -> None:
        """Lock the row and take it to another state, if there is a way."""
        by.check_may(Capability.RUN_ONBOARDING)
        locked = Onboarding.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if state not in TRANSITIONS[OnboardingState(locked.state)]:
            raise DomainError(
                "onboarding_state",
                _("An onboarding that is %(now)s cannot become %(then)s.")
                % {"now": OnboardingState(locked.state).label, "then": state.label},
            )
        self.state = state
        self.save(update_fields=["state"])
