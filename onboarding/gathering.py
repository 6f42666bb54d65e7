"""Several events of one save are verified together, at its end, in the same transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from core.events import Occurrence

Verify = Callable[[Occurrence, set[str]], None]
Waiting = dict[tuple[Verify, int], tuple[Occurrence, set[str]]]
_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def verified_once() -> Iterator[Callable[[], None]]:
    """What is verified inside waits for the end of the block and is then verified once for each customer.

    Yields a function that forgets it: a save that was refused has changed nothing. An exception forgets it too.
    """
    waiting: Waiting = {}
    token = _waiting.set(waiting)
    try:
        yield waiting.clear
    finally:
        _waiting.reset(token)
    for (verify, _company), (occurrence, kinds) in waiting.items():
        verify(occurrence, kinds)


def verify_or_gather(verify: Verify, occurrence: Occurrence, kinds: set[str]) -> None:
    """Verify at once, or at the end of the block that gathers; the last event is named as the reason."""
    waiting = _waiting.get()
    if waiting is None:
        verify(occurrence, kinds)
        return
    key = (verify, occurrence.company.pk)
    before, gathered = waiting.pop(key, (occurrence, set()))
    known = {**before.known, **occurrence.known}
    waiting[key] = (replace(occurrence, known=known), gathered | kinds)
