"""Messages delivered per second by a real worker, against empty Celery tasks on the same broker."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from benchmarks.databases import url
from config.celery import app
from core.rowsecurity import acting_for
from notifications.models import DeliveryState, Message
from notifications.queue import DELIVER

ROOT = Path(__file__).resolve().parents[1]
NUMBER = {"tiny": 40, "small": 400, "one": 2_000, "large": 2_000}
BAR = 0.5
EMPTY = "benchmarks.empty"
PATIENCE = 60


def rows(records, size: str) -> list[dict]:
    """One row: messages a second, empty tasks a second, and the ratio."""
    number = NUMBER[size]
    worker = _worker()
    try:
        app.send_task(EMPTY)
        _drained(lambda: _length() == 0)
        empty = number / _time_of_empty(number)
        messages = number / _time_of_messages(records, number)
    finally:
        worker.terminate()
        worker.wait(30)
    ratio = messages / empty
    return [
        {
            "name": "messages delivered a second, empty tasks a second",
            "value": f"{messages:.0f}, {empty:.0f}",
            "ratio": ratio,
            "bar": f"at least {BAR}",
            "holds": ratio >= BAR,
        }
    ]


def _worker() -> subprocess.Popen:
    environment = {**os.environ, "DATABASE_URL": url(), "REDIS_URL": settings.REDIS_URL}
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.worker", "worker", "-c", "1", "-l", "WARNING",
               "--without-gossip", "--without-mingle", "-n", f"bench{os.getpid()}@%h"]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _length() -> int:
    with app.connection_for_read() as link:
        return link.default_channel.client.llen("celery") + link.default_channel.client.hlen("unacked")


def _drained(is_done) -> None:
    until = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > until:
            raise TimeoutError("The worker did not finish.")
        time.sleep(0.005)


def _time_of_empty(number: int) -> float:
    began = time.perf_counter()
    for _number in range(number):
        app.send_task(EMPTY)
    _drained(lambda: _length() == 0)
    return time.perf_counter() - began


def _time_of_messages(records, number: int) -> float:
    """Queue so many messages of one tenant, send one nudge, and wait until all are sent."""
    tenant = records.tenant.pk
    with acting_for(tenant):
        pattern = Message.objects.filter(rule__key="onboarding_started", company=records.live).earliest("pk")
        Message.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.SENT, sent_at=timezone.now())
        made = []
        for extra in range(number):
            copy = Message(**_values(pattern))
            copy.pk, copy.state, copy.event_id = None, DeliveryState.QUEUED, time.time_ns() + extra
            copy.attempts, copy.next_attempt_at = 0, timezone.now()
            made.append(copy)
        ids = [each.pk for each in Message.objects.bulk_create(made)]
    began = time.perf_counter()
    app.send_task(DELIVER, kwargs={"tenant_id": tenant})

    def is_done() -> bool:
        with acting_for(tenant):
            waiting = (DeliveryState.QUEUED, DeliveryState.SENDING)
            return not Message.objects.filter(pk__in=ids, state__in=waiting).exists()

    _drained(is_done)
    took = time.perf_counter() - began
    with acting_for(tenant):
        sent = Message.objects.filter(pk__in=ids, state=DeliveryState.SENT).count()
    if sent != number:
        raise RuntimeError(f"Only {sent} of {number} messages were sent.")
    return took


def _values(message: Message) -> dict:
    return {field.attname: getattr(message, field.attname) for field in message._meta.concrete_fields}
