"""Writes each published occurrence down, in the transaction of the verb that published it."""

from collections.abc import Sequence
from datetime import datetime

from core.authorship import Actor, current_door, through
from core.events import Occurrence, store_with
from events.models import Event

__all__ = ["current_door", "store", "through"]


def store(occurrence: Occurrence) -> None:
    """Insert the event and note its id on the occurrence."""
    event = _event(occurrence)
    event.save(force_insert=True)
    occurrence.event_id = event.pk


def store_many(occurrences: Sequence[Occurrence]) -> None:
    """The same for many, in statements of a thousand."""
    events = Event.objects.bulk_create([_event(each) for each in occurrences], batch_size=1000)
    for occurrence, event in zip(occurrences, events, strict=True):
        occurrence.event_id = event.pk


def last_of(subject) -> tuple[str, datetime | None]:
    """Who changed the record last, and when: the youngest event about it of its own package."""
    meta = subject._meta
    told = Event.objects.filter(
        subject_type=meta.label_lower, subject_id=subject.pk, key__startswith=f"{meta.app_label}."
    )
    event = told.order_by("-at", "-id").first()
    return (event.actor_name, event.at) if event else ("", None)


def _event(occurrence: Occurrence) -> Event:
    actor = Actor.of(occurrence.by)
    subject = occurrence.subject
    return Event(
        tenant_id=occurrence.tenant_id,
        key=occurrence.key,
        company_id=occurrence.company.pk if occurrence.company is not None else None,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        door=current_door(),
        changes=occurrence.changes,
        data=occurrence.data,
    )


store_with(store, store_many, last_of)
