"""The append-only log of what was published. The application role may insert and read, nothing else."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from tenants.models import TenantOwned


class ActorKind(models.TextChoices):
    MEMBER = "member"
    CONTACT = "contact"
    SYSTEM = "system"


class Door(models.TextChoices):
    """Which way a change came in."""

    PAGE = "page"
    PORTAL = "portal"
    API = "api"
    IMPORT = "import"
    SYSTEM = "system"


class Event(TenantOwned):
    """One thing that happened. Ids are plain numbers, so that history never keeps anything from going."""

    key = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    company_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    door = models.CharField(max_length=10, choices=Door, default=Door.SYSTEM)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(fields=["tenant", "company_id", "-at"], name="events_by_company"),
            models.Index(fields=["tenant", "-at"], name="events_by_time"),
        ]

    def __str__(self):
        return f"{self.key} {self.subject_label}"
