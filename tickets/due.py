"""When a ticket is due, from its ledger: when it was opened, and when the clock stood still. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sla.clock import WorkingTime, add_time, time_between


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which the clock stood still; without an end it still does."""

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Whose hours count, since when, and when the clock stood still, in order and without overlap."""

    calendar: WorkingTime
    hours: str
    opened_at: datetime
    stops: tuple[Stop, ...] = ()

    def due_at(self, minutes: int) -> datetime | None:
        """When so many counted minutes have run; None while the clock stands still before that."""
        left = timedelta(minutes=minutes)
        for begins, ends in self._running():
            if ends is None:
                return add_time(self.calendar, begins, left, self.hours)
            counted = time_between(self.calendar, begins, ends, self.hours)
            if counted >= left:
                return add_time(self.calendar, begins, left, self.hours)
            left -= counted
        return None

    def counted_until(self, at: datetime) -> timedelta:
        """The counted time that has run until `at`."""
        total = timedelta(0)
        for begins, ends in self._running():
            total += time_between(self.calendar, begins, at if ends is None else min(ends, at), self.hours)
        return total

    def _running(self) -> Iterator[tuple[datetime, datetime | None]]:
        begins: datetime | None = self.opened_at
        for stop in self.stops:
            if begins is not None:
                yield begins, stop.starts_at
            begins = stop.ends_at
        if begins is not None:
            yield begins, None
