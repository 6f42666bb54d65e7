"""Publish and subscribe: the calls, not the store (that is `events/`).

A verb publishes what happened inside its own transaction. Subscribers run at once, in that transaction, and
do database work only; whatever needs a network is written down as a row and delivered after commit.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
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
Concerns = Callable[[Collection[int]], Iterable[int]]
StoreMany = Callable[[Sequence[Occurrence]], None]
LastOf = Callable[[Any], tuple[str, datetime | None]]
_store: list[tuple[Subscriber, StoreMany]] = []
_last_of: list[LastOf] = []
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)
_concerns: dict[Subscriber, Concerns] = {}
_once: list[Callable[[], AbstractContextManager]] = []


def publish(key: str, *, subject, company=None, by=None, changes=None, data=None, known=None) -> Occurrence:
    """Record what happened to `subject` and let the higher floors react, in the current transaction."""
    return tell(occurrence_of(key, subject=subject, company=company, by=by, changes=changes, data=data, known=known))


def tell(occurrence: Occurrence) -> Occurrence:
    """Publish what `occurrence_of` made."""
    for store, _many in _store:
        store(occurrence)
    for subscriber in _reacting_to(occurrence.key):
        subscriber(occurrence)
    return occurrence


def publish_many(occurrences: Sequence[Occurrence]) -> None:
    """The same for many records of one verb over a set: each is an event of its own, stored in one go.

    Reactions are asked once which customers concern them (`subscribe(…, concerns=…)`), and react to those alone.
    """
    for _one, store in _store:
        store(occurrences)
    by_key: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_key[occurrence.key].append(occurrence)
    for key, some in by_key.items():
        for subscriber in _reacting_to(key):
            for occurrence in _concerning(subscriber, some):
                subscriber(occurrence)


def publish_each(key: str, records: Iterable[Any], *, by, changes: Mapping[Any, Any] | None = None) -> None:
    """The same event of each record, at its company; `changes`: by record, as far as there are any."""
    told = changes or {}
    publish_many(
        [occurrence_of(key, subject=each, company=each.company, by=by, changes=told.get(each)) for each in records]
    )


def occurrence_of(key: str, *, subject, company=None, by=None, changes=None, data=None, known=None) -> Occurrence:
    """What `publish_many` and `tell` take; the arguments are those of `publish`."""
    return Occurrence(
        key=key, tenant_id=subject.tenant_id, subject=subject, company=company, by=by,
        changes=changes or {}, data=data or {}, known=known or {},
    )  # fmt: skip


@contextmanager
def in_one_go() -> Iterator[None]:
    """What is published inside belongs together: a reaction that would look again and again looks once, at the end."""
    with ExitStack() as stack:
        for wrapper in _once:
            stack.enter_context(wrapper())
        yield


def react_once_within(wrapper: Callable[[], AbstractContextManager]) -> None:
    """Register a context in which reactions of the same kind are gathered; used in `handlers.py` only."""
    if wrapper not in _once:
        _once.append(wrapper)


def subscribe(*patterns: str, concerns: Concerns | None = None) -> Callable[[Subscriber], Subscriber]:
    """Register a reaction to event keys, to `<package>.*`, or to `*`. Used in `handlers.py` only.

    `concerns` narrows the ids of many customers to those for whom there is anything to do, in a fixed number of
    queries; without it the reaction is asked about each of them.
    """

    def register(subscriber: Subscriber) -> Subscriber:
        if concerns is not None:
            _concerns[subscriber] = concerns
        for pattern in patterns:
            if subscriber not in _subscribers[pattern]:
                _subscribers[pattern].append(subscriber)
        return subscriber

    return register


def store_with(subscriber: Subscriber, many: StoreMany, last_of: LastOf) -> None:
    """Name the store, for one and for many; it runs before every reaction and sets `event_id`.

    `last_of` reads back who changed a record last, and when.
    """
    if (subscriber, many) not in _store:
        _store.append((subscriber, many))
        _last_of.append(last_of)


def last_change_of(subject) -> tuple[str, datetime | None]:
    """Who changed the record last, and when; an empty name is the system, or nobody knows."""
    return next((last_of(subject) for last_of in _last_of), ("", None))


def _reacting_to(key: str) -> Iterator[Subscriber]:
    for pattern in (key, key.split(".")[0] + ".*", "*"):
        yield from _subscribers[pattern]


def _concerning(subscriber: Subscriber, occurrences: list[Occurrence]) -> Iterator[Occurrence]:
    concerns = _concerns.get(subscriber)
    if concerns is None:
        yield from occurrences
        return
    asked = {occurrence.company.pk for occurrence in occurrences if occurrence.company is not None}
    concerned = set(concerns(asked)) if len(asked) > 1 else asked  # one customer: the reaction finds out by itself
    yield from (each for each in occurrences if each.company is not None and each.company.pk in concerned)


def subscriptions() -> dict[str, list[str]]:
    """Every pattern with the dotted names of its reactions, for the page and the test that list them."""
    return {
        pattern: [f"{subscriber.__module__}.{subscriber.__qualname__}" for subscriber in subscribers]
        for pattern, subscribers in sorted(_subscribers.items())
        if subscribers
    }
