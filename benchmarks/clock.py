"""Deadlines by the clock of service levels, against a walk from minute to minute that gives the same answers."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sla.clock import BUSINESS, add_minutes
from tests.sla.test_clock import OFFICE
from tests.sla.walk import walk_to

BAR = 100
"""How many times faster than the walk the clock must be."""

TARGET = 5 * 8 * 60
"""Minutes: five working days."""


def rows() -> list[dict]:
    """One row: deadlines a second by clock and by walk, and whether the bar is held."""
    starts = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * step) for step in range(1000)]
    by_clock, computed = _timed(lambda: [add_minutes(OFFICE, start, TARGET, BUSINESS) for start in starts])
    few = starts[::50]
    by_walk, walked = _timed(lambda: [walk_to(OFFICE, start, timedelta(minutes=TARGET), BUSINESS) for start in few])
    ratio = (by_walk / len(few)) / (by_clock / len(starts))
    return [
        {
            "name": "deadlines of service levels",
            "per_second": round(len(starts) / by_clock),
            "walk_per_second": round(len(few) / by_walk),
            "ratio": round(ratio),
            "bar": BAR,
            "holds": ratio >= BAR and computed[::50] == walked,
        }
    ]


def _timed(work: Callable[[], list]) -> tuple[float, list]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result
