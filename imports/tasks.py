"""Celery's shells around imports."""

from celery import shared_task

from core.queue import ask_worker
from core.rowsecurity import acting_for
from imports.background import work_off
from imports.runs import WORK
from imports.working import runs_without_worker
from tenants.models import Tenant

EXPIRES = 30
"""Seconds after which a reminder is forgotten: the next sweep gives another."""


@shared_task(name=WORK)
def work(*, tenant_id: int, run_id: int, **_unknown) -> None:
    """Do some of an import; what is left is for the next task."""
    if work_off(tenant_id=tenant_id, run_id=run_id):
        ask_worker(WORK, tenant_id=tenant_id, run_id=run_id)


@shared_task(name="imports.sweep")
def sweep(**_unknown) -> None:
    """Find what no nudge has announced: the broker was away, or a worker died."""
    for tenant_id in Tenant.objects.filter(is_active=True).values_list("pk", flat=True):
        with acting_for(tenant_id):
            waiting = list(runs_without_worker().order_by("pk").values_list("pk", flat=True))
        for run_id in waiting:
            ask_worker(WORK, expires=EXPIRES, tenant_id=tenant_id, run_id=run_id)
