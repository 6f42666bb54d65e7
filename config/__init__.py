"""The top floor: settings, addresses, the queue, and the few lists that know every package."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
