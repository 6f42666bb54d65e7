"""Two append-only logs, kept in months: what was published, and what the database saw change.

The application may insert and read events, and only read field changes: those are written by triggers.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from core.authorship import ActorKind, Door
from tenants.models import TenantOwned

__all__ = ["ActorKind", "Door", "Event", "FieldChange", "Operation"]


class Event(TenantOwned):
    """One thing that happened. Ids are plain numbers, so that history never keeps anything from going."""

    keeps_no_history = "it is the log"
    partitioned_by = "at"

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
            models.Index(fields=["tenant", "company_id", "-at", "-id"], name="events_by_company"),
            models.Index(fields=["tenant", "-at", "-id"], name="events_by_time"),
            models.Index(fields=["tenant", "subject_type", "subject_id", "-at"], name="events_by_subject"),
            models.Index(fields=["tenant", "actor_kind", "actor_id", "-at"], name="events_by_actor"),
        ]

    def __str__(self):
        return f"{self.key} {self.subject_label}"


class Operation(models.TextChoices):
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class FieldChange(TenantOwned):
    """One row that was entered, changed or deleted, as the database's trigger saw it (core/history.py).

    `changes` maps columns to [old, new]; an entered row has none, for the row itself and later changes tell. `event_id`
    is the event that tells of it; where there is none, the row was written past the verbs: in bulk, or by raw SQL.
    """

    keeps_no_history = "it is the log"
    partitioned_by = "at"

    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    event_id = models.BigIntegerField(null=True)
    company_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=10, choices=Operation)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    door = models.CharField(max_length=10, choices=Door)

    class Meta(TenantOwned.Meta):
        indexes = [
            models.Index(
                fields=["tenant", "company_id", "-at", "-id"], name="changes_untold_by_company",
                condition=models.Q(event_id__isnull=True),
            ),
            models.Index(
                fields=["tenant", "-id"], name="changes_untold_by_time", condition=models.Q(event_id__isnull=True)
            ),
            models.Index(
                fields=["tenant", "event_id"], name="changes_by_event", condition=models.Q(event_id__isnull=False)
            ),
            models.Index(fields=["tenant", "subject_type", "subject_id", "-id"], name="changes_by_subject"),
        ]  # fmt: skip
        # Only one index ends in the time: `handover_tell_changes` asks by company and time, and must not take another.

    def __str__(self):
        return f"{self.operation} {self.subject_type} {self.subject_label}"
