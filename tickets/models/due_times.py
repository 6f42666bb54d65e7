"""The clock of a ticket: what was promised, when it is due, and whether it was kept."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from tickets.choices import ServiceLevelSource
from tickets.due import Ledger, Stop
from tickets.service_levels import Decision


class DueTimes(models.Model):
    """The part of a ticket that its service level decides.

    The minutes are those promised when the service level was chosen: a later change of the objective does not move
    what was promised. A target that is met keeps its due time; one that was missed stays missed. While the clock
    stands still nothing is due.
    """

    service_level_source = models.CharField(max_length=20, choices=ServiceLevelSource, default=ServiceLevelSource.NONE)
    response_minutes = models.PositiveIntegerField(null=True, editable=False)
    resolution_minutes = models.PositiveIntegerField(null=True, editable=False)
    response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    is_response_breached = models.BooleanField(default=False)
    is_resolution_breached = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def is_late(self, at: datetime) -> bool:
        """Whether something that is still to be done should have been done by now."""
        return self.next_due_at is not None and self.next_due_at < at

    def counted_until(self, at: datetime) -> timedelta | None:
        """The working time that has run since the ticket was opened, without its pauses; None without service level."""
        return self._ledger().counted_until(at) if self.service_level else None

    def promise(self, decision: Decision) -> None:
        """Take over the service level and its targets; set no due times if the service level sets none."""
        level, objective = decision.service_level, decision.objective
        self.service_level = level
        self.service_level_source = decision.source
        counts = level is not None and level.sets_due_date and objective is not None
        self.response_minutes = objective.response_minutes if counts and objective else None
        self.resolution_minutes = objective.resolution_minutes if counts and objective else None

    def note_breaches(self, at: datetime) -> None:
        """Write down what is missed by now, before the due times move."""
        if self.responded_at is None and self.response_due_at is not None and self.response_due_at < at:
            self.is_response_breached = True
        if self.resolved_at is None and self.resolution_due_at is not None and self.resolution_due_at < at:
            self.is_resolution_breached = True

    def recompute_due(self) -> None:
        """Set the due times of what is still to be done, from the ledger."""
        ledger = self._ledger() if self.response_minutes is not None else None
        if self.responded_at is None:
            self.response_due_at = ledger.due_at(self.response_minutes) if ledger else None
        if self.resolved_at is None:
            self.resolution_due_at = ledger.due_at(self.resolution_minutes) if ledger else None
        self._choose_next_due()

    def record_response(self, at: datetime) -> None:
        """Only the first one counts."""
        if self.responded_at is None:
            self.note_breaches(at)
            self.responded_at = at

    def record_resolution(self, at: datetime) -> None:
        """A ticket that is complete has also been answered."""
        self.record_response(at)
        self.note_breaches(at)
        self.resolved_at = at
        self._choose_next_due()

    def _choose_next_due(self) -> None:
        if self.resolved_at is not None:
            self.next_due_at = None
        elif self.responded_at is None and self.response_due_at is not None:
            self.next_due_at = self.response_due_at
        else:
            self.next_due_at = self.resolution_due_at

    def _ledger(self) -> Ledger:
        stops = tuple(Stop(each.starts_at, each.ends_at) for each in self.pauses.order_by("starts_at", "id"))
        return Ledger(self.service_level.calendar.as_value(), self.service_level.hours, self.created_at, stops)

    def _stop_clock(self, at: datetime) -> None:
        self.note_breaches(at)
        self.pauses.create(tenant_id=self.tenant_id, starts_at=at)

    def _start_clock(self, at: datetime | None = None) -> None:
        self.pauses.filter(ends_at__isnull=True).update(ends_at=at or timezone.now())
