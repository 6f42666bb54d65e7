"""The queue: what beat runs exists, and a real worker takes what this process sends."""

import pytest

from config.celery import app

SCHEDULE = app.conf.beat_schedule


@pytest.mark.parametrize("name", sorted(SCHEDULE))
def test_every_periodic_task_exists(name):
    app.loader.import_default_modules()

    assert SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize("name", sorted(SCHEDULE))
def test_a_periodic_task_that_nobody_takes_expires(name):
    assert SCHEDULE[name]["options"]["expires"] > 0


def test_a_message_outlives_the_death_of_its_worker():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit


def test_a_page_does_not_wait_for_a_broker_that_is_away():
    options = app.conf.broker_transport_options

    assert not app.conf.task_publish_retry
    assert options["max_retries"] == 0
    assert options["socket_timeout"] <= 1


@pytest.mark.processes
def test_a_real_worker_takes_what_this_process_sends(worker):
    app.send_task("notifications.sweep")

    worker.wait_for("notifications.sweep")
    worker.wait_for("succeeded")
