"""Celery's shells around what the calendar does to companies."""

from celery import shared_task
from django.utils import timezone

from companies.operations import end_team_places
from core.rowsecurity import acting_for
from tenants.models import Tenant


@shared_task(name="companies.end_team_places")
def end_places(**_unknown) -> None:
    """Every hour, because a day ends at another hour elsewhere: take away the places whose last day has passed."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant.pk), timezone.override(tenant.zone):
            end_team_places()
