"""The Celery application: what it runs, and when.

Options are in `config/queue.py`. A task takes an explicit tenant id, opens its own transaction and must bear to
run twice; what may never be lost is a row first and a task second (docs/architecture.md).
"""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

from config.guard import check_walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("handover")
app.config_from_object("config.queue")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_without_walls(**kwargs):
    """Neither worker nor beat starts as a role that the walls do not bind."""
    check_walls()
