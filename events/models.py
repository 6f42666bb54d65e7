"""Two append-only logs, kept in months: what was published, and what the database saw change.

The application may insert and read events, and only read field changes: those are written by triggers.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from core.authorship import ActorKind, Door
from tenants.models import TenantOwned

__all__ = ["ActorKind", "Door", "Event", "FieldChange", "Operation"]

NARROWED = ("actor_kind", "actor_id", "door")
"""What a log is narrowed by stands in its indexes, so that what does not fit is passed over without being read."""


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
            models.Index(
                fields=["tenant", "company_id", "-at", "-id"], name="events_by_company", include=("key", *NARROWED)
            ),
            models.Index(fields=["tenant", "-at", "-id"], name="events_by_time", include=("key", *NARROWED)),
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
                fields=["tenant", "-at", "-id"], name="changes_untold_by_time",
                condition=models.Q(event_id__isnull=True, id__gt=0), include=("subject_type", *NARROWED),
            ),
            models.Index(
                fields=["tenant", "event_id"], name="changes_by_event", condition=models.Q(event_id__isnull=False)
            ),
            models.Index(
                fields=["tenant", "subject_type", "subject_id", "-id"], name="changes_by_subject",
                condition=models.Q(id__gt=0),
            ),
            models.Index(
                fields=["tenant", "company_id", "-at"], name="changes_untold_by_company",
                condition=models.Q(event_id__isnull=True),
            ),
        ]  # fmt: skip
        # `handover_tell_changes` must find its rows by the last of these before there are statistics: the others ask
        # for `id > 0`, and this one is the youngest and no larger than the key.

    def __str__(self):
        return f"{self.operation} {self.subject_type} {self.subject_label}"
