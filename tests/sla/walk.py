"""The oracle of the clock: walks from minute to minute and looks at the wall clock each time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sla.clock import ALWAYS, BUSINESS, WorkingTime

MINUTE = timedelta(minutes=1)
ZERO = timedelta(0)


def is_open(calendar: WorkingTime, at: datetime, hours: str) -> bool:
    """Whether the minute that begins at `at` counts."""
    if hours == ALWAYS:
        return True
    local = at.astimezone(ZoneInfo(calendar.zone))
    if local.date() in calendar.holidays:
        return False
    counted = calendar.business if hours == BUSINESS else calendar.business + calendar.extended
    minute = local.hour * 60 + local.minute
    return any(each.weekday == local.weekday() and each.starts <= minute < each.ends for each in counted)


def walk_time(calendar: WorkingTime, start: datetime, end: datetime, hours: str) -> timedelta:
    """The counted time between two instants."""
    counted, at = ZERO, start.astimezone(UTC)
    while at < end:
        following = min(at.replace(second=0, microsecond=0) + MINUTE, end)
        if is_open(calendar, at, hours):
            counted += following - at
        at = following
    return counted


def walk_to(calendar: WorkingTime, start: datetime, duration: timedelta, hours: str) -> datetime:
    """The first instant at which so much counted time has passed."""
    at = start.astimezone(UTC)
    while duration > ZERO:
        following = at.replace(second=0, microsecond=0) + MINUTE
        if is_open(calendar, at, hours):
            step = min(following - at, duration)
            duration -= step
            at += step
        else:
            at = following
    return at
