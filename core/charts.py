"""Bars to compare numbers by eye. The numbers themselves stand beside them, and in the table that goes with a chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FULL = 1000
"""The width of the longest bar, in the units of its drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label, and its number in words."""

    label: Any
    words: str
    width: int


def bars(numbers: Iterable[tuple[Any, int, str]]) -> list[Bar]:
    """A bar for each (label, number, words), as long as the number to the largest. What is below zero has none."""
    listed = list(numbers)
    largest = max((number for _label, number, _words in listed), default=0)
    return [
        Bar(label, words, round(FULL * max(number, 0) / largest) if largest > 0 else 0)
        for label, number, words in listed
    ]
