"""Publish and subscribe: the calls, not the store (that is `events/`).

A verb publishes what happened inside its own transaction. Subscribers run at once, in that transaction, and
do database work only; whatever needs a network is written down as a row and delivered after commit.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Occurrence:
    """Something that happened.

    `key` is `<package>.<thing>_<past participle>`; `subject` the model instance it happened to; `company` the
    customer concerned, if any; `by` a Member, a Contact, or None for the system; `changes` maps a field name to
    its [old, new] values; `data` holds further ids and plain values. `event_id` is set once it is stored.
    `known`: what a reaction has looked up, for those after it; never stored.
    """

    key: str
    tenant_id: int
    subject: Any
    company: Any = None
    by: Any = None
    changes: dict[str, list] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    event_id: int | None = None
    known: dict[str, Any] = field(default_factory=dict)


Subscriber = Callable[[Occurrence], None]
_store: list[Subscriber] = []
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def publish(key: str, *, subject, company=None, by=None, changes=None, data=None, known=None) -> Occurrence:
    """Record what happened to `subject` and let the higher floors react, in the current transaction."""
    occurrence = Occurrence(
        key=key, tenant_id=subject.tenant_id, subject=subject, company=company, by=by,
        changes=changes or {}, data=data or {}, known=known or {},
    )  # fmt: skip
    for store in _store:
        store(occurrence)
    for pattern in (key, key.split(".")[0] + ".*", "*"):
        for subscriber in _subscribers[pattern]:
            subscriber(occurrence)
    return occurrence


def subscribe(*patterns: str) -> Callable[[Subscriber], Subscriber]:
    """Register a reaction to event keys, to `<package>.*`, or to `*`. Used in `handlers.py` only."""

    def register(subscriber: Subscriber) -> Subscriber:
        for pattern in patterns:
            if subscriber not in _subscribers[pattern]:
                _subscribers[pattern].append(subscriber)
        return subscriber

    return register


def store_with(subscriber: Subscriber) -> None:
    """Name the store; it runs before every reaction and sets `event_id`."""
    if subscriber not in _store:
        _store.append(subscriber)


def subscriptions() -> dict[str, list[str]]:
    """Every pattern with the dotted names of its reactions, for the page and the test that list them."""
    return {
        pattern: [f"{subscriber.__module__}.{subscriber.__qualname__}" for subscriber in subscribers]
        for pattern, subscribers in sorted(_subscribers.items())
        if subscribers
    }
