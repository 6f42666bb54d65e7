"""Quantities of services: sums of dated changes. Pure."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

Dated = tuple[date, int]


def first_shortfall(adjustments: Iterable[Dated]) -> date | None:
    """The first day on which the changes would sum up to less than nothing; None when they never do."""
    total = 0
    for day, changes in groupby(sorted(adjustments), key=itemgetter(0)):
        total += sum(units for _day, units in changes)
        if total < 0:
            return day
    return None
