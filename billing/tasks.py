"""Celery's shells around the reviews of invoice settings."""

from celery import shared_task

from billing.reviews import LOOK_AGAIN, refresh_everybody
from tenants.models import Tenant


@shared_task(name=LOOK_AGAIN)
def look_again(*, tenant_id: int, **_unknown) -> None:
    """Something changed that may concern any of the tenant's customers."""
    refresh_everybody(tenant_id)


@shared_task(name="billing.look_at_everybody")
def look_at_everybody(**_unknown) -> None:
    """Every night: what lists say of reviews becomes true where the broker was away."""
    for tenant_id in Tenant.objects.filter(is_active=True).values_list("pk", flat=True):
        refresh_everybody(tenant_id)
