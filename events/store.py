"""Writes each published occurrence down, in the transaction of the verb that published it."""

from contextlib import contextmanager
from contextvars import ContextVar

from core.events import Occurrence, store_with
from events.models import ActorKind, Door, Event

_door: ContextVar[str] = ContextVar("door", default=Door.SYSTEM)


@contextmanager
def through(door: Door):
    """What happens inside came in by this door."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def current_door() -> str:
    """The door by which what happens now came in."""
    return _door.get()


def store(occurrence: Occurrence) -> None:
    """Insert the event and note its id on the occurrence."""
    actor = occurrence.by
    kind = ActorKind.SYSTEM
    if actor is not None:
        kind = ActorKind.MEMBER if actor._meta.label_lower == "tenants.member" else ActorKind.CONTACT
    subject = occurrence.subject
    occurrence.event_id = Event.objects.create(
        tenant_id=occurrence.tenant_id,
        key=occurrence.key,
        company_id=occurrence.company.pk if occurrence.company is not None else None,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        actor_kind=kind,
        actor_id=actor.pk if actor is not None else None,
        actor_name=str(actor)[:120] if actor is not None else "",
        door=_door.get(),
        changes=occurrence.changes,
        data=occurrence.data,
    ).pk


store_with(store)
