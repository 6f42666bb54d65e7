"""Several events of one save are verified together, at its end, in the same transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from core.events import Occurrence


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that happened at a customer, and the kinds of steps whose findings it may have changed."""

    occurrence: Occurrence
    kinds: frozenset[str]

    def after(self, earlier: "Cause") -> "Cause":
        """Both together: the later one is named as the reason."""
        known = {**earlier.occurrence.known, **self.occurrence.known}
        return Cause(replace(self.occurrence, known=known), earlier.kinds | self.kinds)


Verify = Callable[[Sequence[Cause]], list[Any]]
"""Verifies what several customers' causes concern, and returns the onboardings as they are then."""


@dataclass
class Gathering:
    """What one save has changed, waiting to be verified, and after it what was verified."""

    waiting: dict[Verify, dict[int, Cause]] = field(default_factory=dict)
    verified: dict[int, Any] = field(default_factory=dict)

    def forget(self) -> None:
        """A save that was refused has changed nothing."""
        self.waiting.clear()

    def add(self, verify: Verify, cause: Cause) -> None:
        """One cause for each customer, in the order in which they were last changed."""
        causes = self.waiting.setdefault(verify, {})
        before = causes.pop(cause.occurrence.company.pk, None)
        causes[cause.occurrence.company.pk] = cause.after(before) if before else cause

    def verify(self) -> None:
        for verify, causes in self.waiting.items():
            self.verified |= {each.pk: each for each in verify(list(causes.values()))}


_current: ContextVar[Gathering | None] = ContextVar("gathering", default=None)


@contextmanager
def verified_once() -> Iterator[Gathering]:
    """What is verified inside waits for the end of the block and is then verified once for each customer.

    An exception forgets it.
    """
    gathering = Gathering()
    token = _current.set(gathering)
    try:
        yield gathering
    finally:
        _current.reset(token)
    gathering.verify()


def verify_or_gather(verify: Verify, occurrence: Occurrence, kinds: set[str]) -> None:
    """Verify at once, or at the end of the block that gathers."""
    gathering, cause = _current.get(), Cause(occurrence, frozenset(kinds))
    if gathering is None:
        verify([cause])
    else:
        gathering.add(verify, cause)
