"""Reactions: events that make messages, and events that release held ones."""

from core.events import Occurrence, subscribe
from events.models import Door
from events.store import current_door
from notifications import operations
from notifications.rules import TRIGGERS


@subscribe(*TRIGGERS)
def tell_primary_contact(occurrence: Occurrence) -> None:
    """A workflow rule's event: write the message down in the event's transaction. An import writes to nobody."""
    if current_door() != Door.IMPORT:
        operations.apply_rules(occurrence)


@subscribe("contacts.primary_designated", "contacts.contact_changed")
def release_held(occurrence: Occurrence) -> None:
    """Somebody can be written to now. What an import sets releases nothing by itself."""
    if current_door() != Door.IMPORT:
        operations.release_held(company=occurrence.company)


@subscribe("tenants.invitation_opened")
def send_invitation(occurrence: Occurrence) -> None:
    """An invitation goes to the person invited, whoever is primary contact."""
    operations.write_invitation(occurrence.subject, kind=occurrence.data.get("kind", "staff"))
