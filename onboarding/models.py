"""Playbooks, onboardings and their steps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company, ServiceModel
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from tenants.models import Member, TenantOwned
from tenants.roles import Role


class Phase(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    BILLING = "billing", _("Billing")
    SERVICE = "service", _("Service")
    PORTAL = "portal", _("Portal")
    GO_LIVE = "go_live", _("Go-live")


class DueFrom(models.TextChoices):
    START = "start", _("from the start")
    PREDECESSOR = "predecessor", _("from the steps before")


class Playbook(TenantOwned):
    """The steps a kind of customer goes through; versioned, a running onboarding keeps its own snapshot."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    name_en = models.CharField(max_length=100)
    name_de = models.CharField(max_length=100)
    service_model = models.CharField(max_length=20, choices=ServiceModel)
    is_builtin = models.BooleanField(default=True)
    is_current = models.BooleanField(default=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="onboarding_playbook_once"),
            models.UniqueConstraint(
                fields=["tenant", "key"], condition=models.Q(is_current=True), name="onboarding_playbook_one_current"
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.version}"


class StepPlan(models.Model):
    """What a playbook says of a step, and what an onboarding keeps of it."""

    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    title_en = models.CharField(max_length=100, blank=True)
    title_de = models.CharField(max_length=100, blank=True)
    phase = models.CharField(max_length=20, choices=Phase)
    position = models.PositiveSmallIntegerField()
    owner_role = models.CharField(max_length=20, choices=Role)
    due_days = models.PositiveSmallIntegerField(default=1)
    due_from = models.CharField(max_length=20, choices=DueFrom, default=DueFrom.START)
    predecessors = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_mandatory = models.BooleanField(default=True)

    class Meta:
        abstract = True


class PlaybookStep(StepPlan, TenantOwned):
    playbook = TenantForeignKey(Playbook, on_delete=models.CASCADE, related_name="steps")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "playbook", "key"], name="onboarding_playbookstep_once")
        ]

    def __str__(self):
        return self.key


class OnboardingState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    ON_HOLD = "on_hold", _("on hold")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = (OnboardingState.DRAFT, OnboardingState.ACTIVE, OnboardingState.ON_HOLD)


class Onboarding(Versioned, TenantOwned):
    """One customer on its way from sales to service; at most one open per company, never re-opened once completed."""

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
    ended_by = TenantForeignKey(Member, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company"], condition=models.Q(state__in=OPEN_STATES), name="onboarding_one_open"
            )
        ]
        indexes = [models.Index(fields=["tenant", "state", "go_live_on"], name="onboarding_by_state")]

    def __str__(self):
        return f"{self.company_id} {self.state}"


class StepState(models.TextChoices):
    NOT_YET = "not_yet", _("not yet")
    OPEN = "open", _("open")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("skipped")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class WaitingOn(models.TextChoices):
    NOBODY = "", _("nobody")
    CUSTOMER = "customer", _("the customer")
    THIRD_PARTY = "third_party", _("a third party")


class Step(StepPlan, TenantOwned):
    """One step of an onboarding. It is never ticked: it is done while its findings hold."""

    onboarding = TenantForeignKey(Onboarding, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20, choices=StepState, default=StepState.NOT_YET)
    assignee = TenantForeignKey(Member, null=True, blank=True, related_name="+", verbose_name=_("assigned to"))
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by_name = models.CharField(max_length=120, blank=True)
    reopened_because = models.JSONField(default=list)
    open_findings = models.JSONField(default=list)
    waiting_on = models.CharField(_("waiting on"), max_length=20, choices=WaitingOn, blank=True)
    waiting_note = models.CharField(_("what for"), max_length=300, blank=True)
    waiting_since = models.DateTimeField(null=True)
    skipped_by = TenantForeignKey(Member, null=True, related_name="+")
    skipped_at = models.DateTimeField(null=True)
    skip_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "onboarding", "key"], name="onboarding_step_once"),
        ]
        indexes = [models.Index(fields=["tenant", "state", "owner_role", "due_on"], name="onboarding_step_work")]

    def __str__(self):
        return self.key


class Signature(TenantOwned):
    """A name under a step, with the fingerprint of what was signed: change that, and the signature is stale."""

    step = TenantForeignKey(Step, on_delete=models.CASCADE, related_name="signatures")
    signed_by = TenantForeignKey(Member, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    fingerprint = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.step_id} {self.signed_at:%Y-%m-%d}"


class SalesHandover(Versioned, TenantOwned):
    """What sales promised: the agreement on file, scope, exclusions and promises."""

    company = TenantOneToOne(Company, on_delete=models.CASCADE, related_name="sales_handover")
    agreement = models.FileField(_("signed agreement"), upload_to="agreements/", blank=True)
    agreement_name = models.CharField(max_length=200, blank=True)
    scope = models.TextField(_("what we do"), max_length=4000, blank=True)
    exclusions = models.TextField(_("what is excluded"), max_length=4000, blank=True)
    promises = models.TextField(_("what was promised"), max_length=4000, blank=True)

    def __str__(self):
        return str(self.company_id)
