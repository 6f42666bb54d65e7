"""Celery's shells around delivery."""

from celery import shared_task

from notifications.delivery import deliver_due
from notifications.queue import DELIVER
from tenants.models import Tenant


@shared_task(name=DELIVER)
def deliver(*, tenant_id: int | None, **_unknown) -> None:
    """Send what is due for one tenant, or mail about identities."""
    deliver_due(tenant_id=tenant_id)


@shared_task(name="notifications.sweep")
def sweep(**_unknown) -> None:
    """Deliver what no nudge has announced: the broker was away, a pause is over, a worker died."""
    deliver_due(tenant_id=None)
    for tenant_id in Tenant.objects.filter(is_active=True).values_list("pk", flat=True):
        deliver_due(tenant_id=tenant_id)
