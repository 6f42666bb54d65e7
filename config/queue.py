"""How Celery talks to the broker, and what beat runs. Each value was tried with killed processes.

`socket_timeout` and `max_retries` keep a page fast while the broker is away; `visibility_timeout` must stay longer
than the longest task, because a task that outlives it runs twice.
"""

import os

from celery.schedules import crontab
from django.conf import settings

broker_url = settings.REDIS_URL
broker_connection_retry_on_startup = True
broker_transport_options = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 0,
    "global_keyprefix": os.environ.get("HANDOVER_QUEUE_PREFIX", ""),
}
task_acks_late = True
task_reject_on_worker_lost = True
task_ignore_result = True
task_publish_retry = False
task_time_limit = 540
task_soft_time_limit = 480
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
enable_utc = True
timezone = "UTC"

SWEEP_SECONDS = float(os.environ.get("HANDOVER_SWEEP_SECONDS", "10"))
beat_schedule: dict[str, dict] = {
    "deliver what no nudge has announced": {
        "task": "notifications.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": 30},
    },
    "verify what no nudge has announced": {
        "task": "onboarding.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": 30},
    },
    "take away places on account teams whose last day has passed": {
        "task": "companies.end_team_places",
        "schedule": crontab(minute="5"),
        "options": {"expires": 30 * 60},
    },
    "go on with imports that no nudge has announced": {
        "task": "imports.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": 30},
    },
    "verify everything, because time has passed": {
        "task": "onboarding.verify_everything",
        "schedule": crontab(hour="1", minute="30"),
        "options": {"expires": 6 * 60 * 60},
    },
    "look at the reviews of invoice settings again, for lists": {
        "task": "billing.look_at_everybody",
        "schedule": crontab(hour="0", minute="45"),
        "options": {"expires": 6 * 60 * 60},
    },
    "write down the public holidays of the years ahead": {
        "task": "sla.add_holidays",
        "schedule": crontab(day_of_month="1", hour="2", minute="45"),
        "options": {"expires": 24 * 60 * 60},
    },
    "warn when the logs have no part for the next month": {
        "task": "events.look_ahead",
        "schedule": crontab(hour="6", minute="45"),
        "options": {"expires": 60 * 60},
    },
    "forget what the API has answered more than a day ago": {
        "task": "tenants.forget_answers",
        "schedule": crontab(minute="17"),
        "options": {"expires": 60 * 60},
    },
}
"""Every periodic task, in one place. Each bears to run twice, or not at all once."""
