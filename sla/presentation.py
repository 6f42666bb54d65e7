"""Service levels as their pages show them."""

from dataclasses import dataclass
from typing import Any

from babel.dates import get_day_names
from django.utils.translation import gettext as _

from core.dates import reader_locale
from sla.clock import merged
from sla.durations import in_words
from sla.models import Hours, Objective, Priority, ServiceLevel

_ORDER = {priority.value: place for place, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One line of the table of target times."""

    scope: str
    response: str
    resolution: str


@dataclass(frozen=True, slots=True)
class DayHours:
    """What counts on a weekday."""

    day: str
    hours: str


def objective_rows(level: ServiceLevel) -> list[ObjectiveRow]:
    """The objectives, plain ones by priority first, then the exceptions."""
    ordered = sorted(level.objectives.all(), key=lambda each: (each.specificity[:2], _ORDER.get(each.priority, 9)))
    return [
        ObjectiveRow(scope_of(each), in_words(each.response_minutes), in_words(each.resolution_minutes))
        for each in ordered
    ]


def scope_of(objective: Objective) -> str:
    """What an objective is for, in words."""
    parts: list[Any] = []
    if objective.sub_issue:
        parts.append(f"{objective.sub_issue.parent} › {objective.sub_issue}")
    elif objective.issue:
        parts.append(objective.issue)
    if objective.priority:
        parts.append(objective.get_priority_display())
    return ", ".join(str(part) for part in parts) or _("Everything else")


def hours_of_week(level: ServiceLevel) -> list[DayHours]:
    """The hours that count on each weekday, in the reader's language; nothing when it is around the clock."""
    if level.hours == Hours.ALWAYS:
        return []
    names = get_day_names("wide", locale=reader_locale())
    openings = list(level.calendar.openings.all())
    return [DayHours(names[day], _hours_of_day(openings, day, level.hours)) for day in range(7)]


def _hours_of_day(openings, weekday: int, hours: str) -> str:
    counted = merged(
        (each.starts_minute, each.ends_minute)
        for each in openings
        if each.weekday == weekday and (hours == Hours.EXTENDED or not each.is_extended)
    )
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in counted)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
