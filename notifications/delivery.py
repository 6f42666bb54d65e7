"""Delivery from the rows: claim a batch, send, note what came of it. Killing any process loses no message.

1. claim, in one transaction: `FOR UPDATE SKIP LOCKED`, a lease that expires when the worker dies;
2. write the letter, in a transaction that reads; send it outside of any;
3. note the result, if the claim is still ours.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import models, transaction
from django.utils import timezone

from core.rowsecurity import acting_for
from notifications.mail import Held, Letter, Outdated, Undeliverable, account_letter, letter_for
from notifications.models import AccountMail, Delivery, DeliveryState, Message, MessageKind

logger = logging.getLogger(__name__)

BATCH = 20
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""How long to wait after each failure; after the last the message has failed and is shown with *Send again*."""


def deliver_due(*, tenant_id: int | None, at: datetime | None = None) -> int:
    """Send what is due for a tenant, or, with None, mail about identities. Returns how many were sent."""
    sent = 0
    model: type[Delivery] = Message if tenant_id is not None else AccountMail
    while batch := _claim(model, tenant_id, at or timezone.now()):
        connection = get_connection()
        for pk, claimed_until in batch:
            sent += _deliver(model, tenant_id, pk, claimed_until, connection)
        connection.close()
    return sent


def _claim(model: type[Delivery], tenant_id: int | None, at: datetime) -> list[tuple[int, datetime]]:
    """Take up to a batch for the length of the lease, past what other workers hold."""
    until = timezone.now() + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
    with acting_for(tenant_id):
        due = model.objects.due(at=at).order_by("next_attempt_at", "id")
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        model.objects.filter(pk__in=ids).update(
            state=DeliveryState.SENDING, claimed_until=until, attempts=models.F("attempts") + 1
        )
    return [(pk, until) for pk in ids]


def _deliver(model, tenant_id: int | None, pk: int, claimed_until: datetime, connection) -> int:
    try:
        with acting_for(tenant_id):
            letter = _letter(model, pk)
        if isinstance(letter, Letter):
            mail = letter.as_mail()
            mail.connection = connection
            mail.send()
        result = _result(model, letter)
    except Exception as error:
        logger.exception("Delivery of %s %s failed", model._meta.label_lower, pk)
        result = {"error": f"{type(error).__name__}: {error}"[:300]}
    with acting_for(tenant_id):
        _note(model, pk, claimed_until, result)
    return result.get("state") == DeliveryState.SENT


def _letter(model, pk: int) -> Letter | Held | Outdated | Undeliverable:
    if model is AccountMail:
        return account_letter(AccountMail.objects.get(pk=pk))
    related = ("rule", "company__manager", "company__tenant", "contact", "user", "invitation", "tenant")
    return letter_for(Message.objects.select_related(*related).get(pk=pk))


def _result(model, letter: Letter | Held | Outdated | Undeliverable) -> dict:
    if isinstance(letter, Outdated):
        return {"state": DeliveryState.OUTDATED}
    if isinstance(letter, Held):
        return {"state": DeliveryState.HELD, "held_reason": letter.reason}
    if isinstance(letter, Undeliverable):
        return {"state": DeliveryState.FAILED, "error": letter.error}
    sent = {
        "state": DeliveryState.SENT, "sent_at": timezone.now(), "recipient": letter.recipient,
        "language": letter.language, "subject": letter.subject, "text": letter.text, "error": "",
    }  # fmt: skip
    return sent if model is AccountMail else {**sent, "contact_id": letter.contact_id}


def _note(model, pk: int, claimed_until: datetime, result: dict) -> None:
    """Write the result down if the claim is still ours; a failure waits longer each time."""
    with transaction.atomic():
        claimed = model.objects.filter(pk=pk, state=DeliveryState.SENDING, claimed_until=claimed_until)
        delivery = claimed.select_for_update().first()
        if delivery is None:
            return
        if "state" not in result:
            finished = delivery.attempts > len(PAUSES)
            result["state"] = DeliveryState.FAILED if finished else DeliveryState.QUEUED
            result["next_attempt_at"] = timezone.now() + PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
        if _is_secret(delivery) and result["state"] == DeliveryState.SENT:
            result["text"] = ""
        model.objects.filter(pk=pk).update(claimed_until=None, **result)


def _is_secret(delivery: Delivery) -> bool:
    """The link in account mail opens an account, so that nothing of it stays after sending."""
    return isinstance(delivery, AccountMail) or getattr(delivery, "kind", "") == MessageKind.ACCOUNT
