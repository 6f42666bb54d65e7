"""Celery's shells around verification."""

from celery import shared_task

from core.rowsecurity import acting_for
from onboarding.checks import VERIFY_TENANT, verify_all, work_off
from onboarding.models import PendingCheck
from tenants.models import Tenant


@shared_task(name=VERIFY_TENANT)
def verify_tenant(*, tenant_id: int, **_unknown) -> None:
    """Do what a tenant-wide change has left to verify."""
    work_off(tenant_id)


@shared_task(name="onboarding.sweep")
def sweep(**_unknown) -> None:
    """Do what no nudge has announced: the broker was away, or a worker died."""
    for tenant_id in _tenants():
        with acting_for(tenant_id):
            pending = PendingCheck.objects.exists()
        if pending:
            work_off(tenant_id)


@shared_task(name="onboarding.verify_everything")
def verify_everything(**_unknown) -> None:
    """Every night: what holds no longer because time has passed opens again."""
    for tenant_id in _tenants():
        verify_all(tenant_id)


def _tenants() -> list[int]:
    return list(Tenant.objects.filter(is_active=True).values_list("pk", flat=True))
