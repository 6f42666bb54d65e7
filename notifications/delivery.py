"""Delivery from the rows: claimed, sent and noted a batch at a time. Killing any process loses no message.

1. claim, in one transaction: `FOR UPDATE SKIP LOCKED`, a lease that expires when the worker dies;
2. read what the letters are written from, in a transaction that reads; write and send each outside of any;
3. note the results, as far as the claim is still ours.

Steps 2 and 3 are repeated every `ROUND`: nobody is written to on account of what was true long ago, and a worker
that dies between sending and noting repeats no more than it sent since (recognisable by its Message-ID).
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.utils import timezone

from core.rowsecurity import acting_for
from notifications.mail import Draft, Held, Letter, Outdated, Undeliverable, drafts_of, letter_for
from notifications.models import AccountMail, Delivery, DeliveryState, Message, MessageKind

logger = logging.getLogger(__name__)

BATCH = 100
ROUND = timedelta(seconds=2)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""How long to wait after each failure; after the last the message has failed and is shown with *Send again*."""
NOTED = ["state", "claimed_until", "next_attempt_at", "sent_at", "error", "recipient", "language", "subject", "text"]


def deliver_due(*, tenant_id: int | None, at: datetime | None = None) -> int:
    """Send what is due for a tenant, or, with None, mail about identities. Returns how many were sent."""
    sent = 0
    model: type[Delivery] = Message if tenant_id is not None else AccountMail
    connection = get_connection()
    while claim := _claim(model, tenant_id, at or timezone.now()):
        ids, until = claim
        while ids and timezone.now() < until:
            handled, ids = _send_for_a_round(model, tenant_id, ids, until, connection)
            with acting_for(tenant_id):
                _note(model, until, handled)
            sent += sum(each.state == DeliveryState.SENT for each in handled)
    _close(connection)
    return sent


def _claim(model: type[Delivery], tenant_id: int | None, at: datetime) -> tuple[list[int], datetime] | None:
    """Take up to a batch for the length of the lease, past what other workers hold."""
    until = timezone.now() + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
    with acting_for(tenant_id):
        due = model.objects.due(at=at).order_by("next_attempt_at", "id")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        model.objects.filter(pk__in=ids).update(
            state=DeliveryState.SENDING, claimed_until=until, attempts=models.F("attempts") + 1
        )
    return (ids, until) if ids else None


def _send_for_a_round(
    model: type[Delivery], tenant_id: int | None, ids: list[int], until: datetime, connection: BaseEmailBackend
) -> tuple[list[Delivery], list[int]]:
    """Send until the round is over or the claim ends. Returns what was handled, and the ids that are left."""
    ends = min(timezone.now() + ROUND, until)
    with acting_for(tenant_id):
        drafts = drafts_of(model.objects.filter(pk__in=ids).order_by("next_attempt_at", "id"))
    handled: list[Delivery] = []
    for draft in drafts:
        if handled and timezone.now() >= ends:
            break
        _send(draft, connection)
        handled.append(draft.delivery)
    return handled, [draft.delivery.pk for draft in drafts[len(handled) :]]


def _send(draft: Draft, connection: BaseEmailBackend) -> None:
    """Write one letter, send it, and say on its row what came of it. What goes wrong with one stops no other."""
    delivery = draft.delivery
    try:
        letter = letter_for(draft)
        if isinstance(letter, Letter):
            connection.open()
            connection.send_messages([letter.as_mail()])
    except Exception as error:
        logger.exception("Delivery of %s %s failed", delivery._meta.label_lower, delivery.pk)
        _close(connection)
        _put_off(delivery, f"{type(error).__name__}: {error}")
        return
    if isinstance(letter, Outdated):
        delivery.state = DeliveryState.OUTDATED
    elif isinstance(letter, Held):
        delivery.state, delivery.held_reason = DeliveryState.HELD, letter.reason
    elif isinstance(letter, Undeliverable):
        delivery.state, delivery.error = DeliveryState.FAILED, letter.why
    else:
        _has_gone_out(delivery, letter)


def _put_off(delivery: Delivery, error: str) -> None:
    """Try again later; longer each time, and after the last pause no more."""
    finished = delivery.attempts > len(PAUSES)
    delivery.state = DeliveryState.FAILED if finished else DeliveryState.QUEUED
    delivery.next_attempt_at = timezone.now() + PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    delivery.error = error[:300]


def _has_gone_out(delivery: Delivery, letter: Letter) -> None:
    delivery.state, delivery.sent_at, delivery.error = DeliveryState.SENT, timezone.now(), ""
    delivery.recipient, delivery.language, delivery.subject = letter.recipient, letter.language, letter.subject
    delivery.text = "" if _is_secret(delivery) else letter.text
    if isinstance(delivery, Message):
        delivery.contact_id = letter.contact_id


def _is_secret(delivery: Delivery) -> bool:
    """The link in account mail opens an account, so that nothing of it stays after sending."""
    return isinstance(delivery, AccountMail) or getattr(delivery, "kind", "") == MessageKind.ACCOUNT


def _note(model: type[Delivery], until: datetime, handled: list[Delivery]) -> None:
    """Write down what came of them, where the claim is still ours.

    An insert that meets its own rows: `bulk_update` would write a CASE for each field of each row, which took longer
    than the mail itself.
    """
    claimed = model.objects.filter(pk__in=[each.pk for each in handled])
    ours = claimed.filter(state=DeliveryState.SENDING, claimed_until=until).select_for_update()
    locked = set(ours.values_list("pk", flat=True))
    for each in handled:
        each.claimed_until = None
    fields = [*NOTED, "contact", "held_reason"] if model is Message else NOTED
    noted = [each for each in handled if each.pk in locked]
    model.objects.bulk_create(noted, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _close(connection: BaseEmailBackend) -> None:
    """Hang up, in whatever state the line is; the next letter opens another."""
    with suppress(Exception):
        connection.close()
