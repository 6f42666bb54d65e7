"""What a kind of customer goes through: the steps of a playbook."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.models import ServiceModel
from core.rowsecurity import TenantForeignKey
from tenants.models import TenantOwned
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

    @property
    def name(self) -> str:
        return self.name_de if (get_language() or "en").startswith("de") else self.name_en


class StepPlan(models.Model):
    """What a playbook says of a step, and what an onboarding keeps of it.

    `key` is unique within its playbook, `kind` names a class of `onboarding/steps/`; only manual steps have titles
    and a text of their own. `due_days` are working days.
    """

    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    title_en = models.CharField(max_length=100, blank=True)
    title_de = models.CharField(max_length=100, blank=True)
    text_en = models.TextField(max_length=2000, blank=True)
    text_de = models.TextField(max_length=2000, blank=True)
    phase = models.CharField(max_length=20, choices=Phase)
    position = models.PositiveSmallIntegerField()
    owner_role = models.CharField(max_length=20, choices=Role)
    due_days = models.PositiveSmallIntegerField(default=1)
    due_from = models.CharField(max_length=20, choices=DueFrom, default=DueFrom.START)
    predecessors = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_mandatory = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @property
    def own_title(self) -> str:
        """The title that the tenant gave a manual step; empty for the built-in kinds."""
        return (self.title_de if (get_language() or "en").startswith("de") else self.title_en) or self.title_en

    @property
    def own_text(self) -> str:
        return (self.text_de if (get_language() or "en").startswith("de") else self.text_en) or self.text_en


PLAN_FIELDS = [field.name for field in StepPlan._meta.local_fields]
"""The names of the fields that a playbook step hands to the step of an onboarding."""


class PlaybookStep(StepPlan, TenantOwned):
    playbook = TenantForeignKey(Playbook, on_delete=models.CASCADE, related_name="steps")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "playbook", "key"], name="onboarding_playbookstep_once")
        ]

    def __str__(self):
        return self.key
