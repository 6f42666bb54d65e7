"""Writes each published occurrence down, in the transaction of the verb that published it."""

from core.authorship import Actor, current_door, through
from core.events import Occurrence, store_with
from events.models import Event

__all__ = ["current_door", "store", "through"]


def store(occurrence: Occurrence) -> None:
    """Insert the event and note its id on the occurrence."""
    actor = Actor.of(occurrence.by)
    subject = occurrence.subject
    occurrence.event_id = Event.objects.create(
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
    ).pk


store_with(store)
