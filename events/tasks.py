"""Celery's shell around the months of the logs."""

import logging
from datetime import date

from celery import shared_task

from core.partitions import following, tables_without

logger = logging.getLogger(__name__)


@shared_task(name="events.look_ahead")
def look_ahead(**_unknown) -> None:
    """Every day, because only the owner makes months: warn while the next one has no part."""
    month = following(date.today())
    for table in tables_without(month):
        logger.warning("%s has no part for %s. Run `manage.py retain_events` as the owner.", table, f"{month:%Y-%m}")
