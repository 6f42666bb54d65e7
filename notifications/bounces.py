"""Mail that came back, as the provider reports it: the address is not written to until it is mended."""

from anymail.signals import EventType, tracking
from django.dispatch import receiver
from django.utils import timezone

from core.rowsecurity import acting_for
from notifications.mail import MAIL_ID
from notifications.models import Message


@receiver(tracking)
def note_bounce(sender, event, esp_name, **kwargs):
    """Mark the contact of a message that bounced. Message-IDs that are not ours are passed over.

    A provider may give mail an id of its own; ours comes back with what it was told of the mail.
    """
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return
    mail_id = (event.metadata or {}).get(MAIL_ID) or event.message_id or ""
    tenant_id, _dot, pk = mail_id.strip("<>").removesuffix("@handover").partition(".")
    if not (tenant_id.isdigit() and pk.isdigit()):
        return
    recipient = (event.recipient or "").lower()
    with acting_for(int(tenant_id)):
        message = Message.objects.select_related("contact").filter(pk=int(pk)).first()
        if message is not None and message.contact is not None and message.contact.email == recipient:
            message.contact.record_bounce(at=event.timestamp or timezone.now())
