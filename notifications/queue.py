"""The way to the broker, which may be away: then the sweep is soon enough."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

DELIVER = "notifications.deliver"


def nudge(tenant_id: int | None) -> None:
    """Ask a worker to deliver what is due for a tenant, or, with None, mail about identities."""
    try:
        current_app.send_task(DELIVER, kwargs={"tenant_id": tenant_id})
    except (OperationalError, OSError):
        logger.warning("The broker does not answer; the sweep will deliver.")


def nudge_after_commit(tenant_id: int | None) -> None:
    """The same once the current transaction is safe."""
    transaction.on_commit(lambda: nudge(tenant_id), robust=True)
