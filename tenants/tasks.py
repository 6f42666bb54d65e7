"""Celery's shells of this floor."""

from celery import shared_task

from core.rowsecurity import acting_for
from tenants.models import KeptAnswer, Tenant


@shared_task(name="tenants.forget_answers")
def forget_answers(**_unknown) -> None:
    """Remove what the API has answered more than a day ago."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with acting_for(tenant_id):
            KeptAnswer.forget_expired()
