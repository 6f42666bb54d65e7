"""Celery's shells around what the passing of time does to calendars."""

from celery import shared_task
from django.utils import timezone

from core.rowsecurity import acting_for
from sla.defaults import add_holidays_to_all
from tenants.models import Tenant


@shared_task(name="sla.add_holidays")
def add_holidays(**_unknown) -> None:
    """Every month, so that one that was missed does no harm: fill the years ahead that nobody has filled yet."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant.pk), timezone.override(tenant.zone):
            add_holidays_to_all(tenant)
