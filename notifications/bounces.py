"""Mail that came back, as the provider reports it: the address is not written to until it is mended."""

import re
from datetime import datetime, timedelta

from anymail.signals import EventType, tracking
from django.dispatch import receiver
from django.utils import timezone

from core.rowsecurity import acting_for
from notifications.mail import MAIL_ID
from notifications.models import Message

OLDEST_REPORT = timedelta(days=30)
_OURS = re.compile(r"<?(\d{1,18})\.(\d{1,18})@handover>?", re.ASCII)
"""The ids of tenant and message, as a Message-ID of ours has them."""


@receiver(tracking)
def note_bounce(sender, event, esp_name, **kwargs):
    """Mark the contact of a message that bounced. Message-IDs that are not ours are passed over.

    A provider may give mail an id of its own; ours comes back with what it was told of the mail.
    """
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return
    ours = _OURS.fullmatch(str((event.metadata or {}).get(MAIL_ID) or event.message_id or ""))
    if ours is None:
        return
    tenant_id, pk = map(int, ours.groups())
    recipient = str(event.recipient or "").lower()
    with acting_for(tenant_id):
        message = Message.objects.select_related("contact").filter(pk=pk).first()
        if message is not None and message.contact is not None and message.contact.email == recipient:
            message.contact.record_bounce(at=_moment(event.timestamp))


def _moment(reported: datetime | None) -> datetime:
    """When it came back, as far as the report says so: a provider repeats a report for days, and knows no future."""
    now = timezone.now()
    is_moment = reported is not None and timezone.is_aware(reported) and now - OLDEST_REPORT < reported < now
    return reported if reported is not None and is_moment else now
