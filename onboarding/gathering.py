"""Several events of one save are verified together, at its end, in the same transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from core.events import Occurrence

Verify = Callable[[Occurrence, set[str]], list[Any]]
"""Verifies some kinds of steps because of something that happened, and returns the onboardings as they are then."""


@dataclass
class Gathering:
    """What one save has changed, waiting to be verified, and after it what was verified."""

    waiting: dict[tuple[Verify, int], tuple[Occurrence, set[str]]] = field(default_factory=dict)
    verified: dict[int, Any] = field(default_factory=dict)

    def forget(self) -> None:
        """A save that was refused has changed nothing."""
        self.waiting.clear()

    def add(self, verify: Verify, occurrence: Occurrence, kinds: set[str]) -> None:
        """The last event is named as the reason."""
        key = (verify, occurrence.company.pk)
        before, gathered = self.waiting.pop(key, (occurrence, set()))
        known = {**before.known, **occurrence.known}
        self.waiting[key] = (replace(occurrence, known=known), gathered | kinds)

    def verify(self) -> None:
        for (verify, _company), (occurrence, kinds) in self.waiting.items():
            self.verified |= {each.pk: each for each in verify(occurrence, kinds)}


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
    gathering = _current.get()
    if gathering is None:
        verify(occurrence, kinds)
    else:
        gathering.add(verify, occurrence, kinds)
