"""The way to the broker, which may be away: whatever is asked for is a row already, and a sweep finds it."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ask_worker(task: str, *, expires: float | None = None, **arguments) -> None:
    """Ask a worker for a task by its name. Where no broker answers, the sweep is soon enough."""
    try:
        current_app.send_task(task, kwargs=arguments, expires=expires)
    except (OperationalError, OSError):
        logger.warning("The broker does not answer; the sweep will do %s.", task)


def ask_worker_after_commit(task: str, **arguments) -> None:
    """The same once the current transaction is safe."""
    transaction.on_commit(lambda: ask_worker(task, **arguments), robust=True)
