"""A real Celery worker on the test database, for tests that need what only a second process shows."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app as celery_app

ROOT = Path(__file__).resolve().parents[2]


def database_url(*, user: str = "") -> str:
    """The test database, for another process; as the application role, or as `user`."""
    database = {**connection.settings_dict, **({"USER": user} if user else {})}
    host = quote(database["HOST"], safe="/")
    if database["HOST"].startswith("/"):
        return f"postgres://{database['USER']}@/{database['NAME']}?host={host}"
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{database['USER']}{password}@{host}{port}/{database['NAME']}"


class Worker:
    """One worker process. `kill()` is the kill -9 of the tests, `stop()` the polite way."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.output: list[str] = []
        self.process: subprocess.Popen | None = None

    def start(self, *, patience: float = 30) -> "Worker":
        """Start, and wait until it takes messages. Raises AssertionError with its output if it never does."""
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "INFO"]
        self.process = subprocess.Popen(
            [
                *command,
                "--without-gossip",
                "--without-mingle",
                "-n",
                f"test{os.getpid()}-{time.time_ns()}@%h",
            ],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._drain, daemon=True).start()
        self.wait_for(" ready.", patience=patience)
        return self

    def _drain(self) -> None:
        assert self.process and self.process.stdout
        for line in self.process.stdout:
            self.output.append(line)

    def wait_for(self, text: str, *, patience: float = 15) -> None:
        """Wait until its output holds the text."""
        deadline = time.monotonic() + patience
        while not any(text in line for line in list(self.output)):
            assert time.monotonic() < deadline, f"No “{text}” from the worker:\n{''.join(self.output[-40:])}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Finish what is at hand, then end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """SIGKILL to the worker and its pool, as if the machine went away."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def new_worker(transactional_db) -> Iterator[Callable[..., Worker]]:
    """Make workers, not yet started: `new_worker(REDIS_URL=…, …)` with variables of their own."""
    workers: list[Worker] = []

    def make(**environment: str) -> Worker:
        prefix = celery_app.conf.broker_transport_options.get("global_keyprefix", "")
        base = {
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "HANDOVER_QUEUE_PREFIX": prefix,
        }
        workers.append(Worker({**os.environ, **base, **environment}))
        return workers[-1]

    yield make
    for worker in workers:
        worker.stop()


@pytest.fixture
def worker(new_worker) -> Worker:
    """A running worker on the test database and on the queue of this test process."""
    return new_worker().start()
