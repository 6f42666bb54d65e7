"""Asks a worker to deliver; where no broker answers, the sweep does."""

from core.queue import ask_worker, ask_worker_after_commit

DELIVER = "notifications.deliver"


def nudge(tenant_id: int | None) -> None:
    """Ask a worker to deliver what is due for a tenant, or, with None, mail about identities."""
    ask_worker(DELIVER, tenant_id=tenant_id)


def nudge_after_commit(tenant_id: int | None) -> None:
    """The same once the current transaction is safe."""
    ask_worker_after_commit(DELIVER, tenant_id=tenant_id)
