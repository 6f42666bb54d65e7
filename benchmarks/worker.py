"""Handover's Celery application with one more task, which does nothing."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.celery import app  # noqa: E402


@app.task(name="benchmarks.empty")
def empty() -> None:
    """Nothing."""
