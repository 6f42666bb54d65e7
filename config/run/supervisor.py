"""One process above all others: starts them in order, watches them, stops them in order."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import psycopg

from config.run.errors import CannotRun
from config.run.places import ROOT, Lock, port_is_free
from config.run.processes import Child, say
from config.run.services import Services

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
THREADS = 8
"""Web threads a process, and so connections in its pool: a request holds one from beginning to end."""


class Supervisor:
    """`make run`: everything that Handover needs, until Ctrl-C or until a part of it dies."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.host = os.environ.get("HANDOVER_HOST", "127.0.0.1")
        self.port = _port()
        self.url = f"http://{self.host}:{self.port}"
        self.programs: list[Child] = []
        self.services: Services | None = None
        self.asked = 0

    def run(self) -> int:
        """Run until asked to stop. Returns the exit code: 0, or 1 if a part died by itself."""
        lock = Lock(self.data)
        lock.take(url=self.url)
        for sent in SIGNALS:
            signal.signal(sent, self._ask)
        code = 1
        try:
            self._await_port(patience=15 if lock.interrupted else 0)
            code = self._serve()
        finally:
            self._stop()
        lock.release()
        return code

    def _ask(self, *_: object) -> None:
        self.asked += 1

    def _await_port(self, *, patience: float) -> None:
        """The port must be free. After a run that was killed its web server gets a moment to end."""
        deadline = time.monotonic() + patience
        while not port_is_free(self.host, self.port):
            if time.monotonic() >= deadline:
                raise CannotRun(
                    f"Port {self.port} on {self.host} is taken by another program. "
                    f"Stop it, or choose another port: PORT={self.port + 1} make run"
                )
            time.sleep(0.2)

    def _serve(self) -> int:
        self.services = Services(self.data)
        self.services.start()
        environment = self._environment(self.services.urls)
        try:
            self._prepare(environment)
        except InterruptedError:
            return 0
        for program in self._make_programs(environment):
            self.programs.append(program)
            program.start()
        self._announce(environment)
        return self._watch()

    def _environment(self, urls: Mapping[str, str]) -> dict[str, str]:
        environment = {"HANDOVER_ENV": "development", "BASE_URL": self.url, **os.environ, **urls}
        if environment["HANDOVER_ENV"] == "development":
            environment.setdefault("HANDOVER_DEMO", "1")
        return environment | {"PORT": str(self.port), "PYTHONUNBUFFERED": "1"}

    def _prepare(self, environment: Mapping[str, str]) -> None:
        """Bring the schema, the catalogues and, on the first run, the demo into place."""
        say("setup", "Bringing database and message catalogues up to date …")
        self._manage(environment, "compile_messages")
        self._manage(environment, "migrate", "--verbosity", "0")
        self._manage(environment, "createcachetable")
        if shows_demo(environment) and not _has_tenants(environment["DATABASE_OWNER_URL"]):
            say("setup", "Filling the demo; this happens once.")
            self._manage(environment, "seed_demo")

    def _manage(self, environment: Mapping[str, str], *arguments: str) -> None:
        """Run one of Django's commands to its end. Raises CannotRun, or InterruptedError on Ctrl-C."""
        step = Child("setup", [sys.executable, "manage.py", *arguments], environment, directory=ROOT)
        step.start()
        while step.running:
            if self.asked:
                step.stop()
                raise InterruptedError
            time.sleep(0.02)
        step.finish()
        if step.code:
            raise CannotRun(f"manage.py {arguments[0]} failed; see its lines above.")

    def _make_programs(self, environment: Mapping[str, str]) -> list[Child]:
        (self.data / "static").mkdir(exist_ok=True)
        pool = {**environment, "DATABASE_POOL": environment.get("DATABASE_POOL", str(THREADS))}
        quiet = {
            "LOG_LEVEL": "WARNING",
            **environment,
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", self.host]
        granian += ["--port", str(self.port), "--workers", environment.get("WEB_PROCESSES", "1"), "--no-ws"]
        granian += [
            "--blocking-threads",
            str(THREADS),
            "--workers-kill-timeout",
            "10",
            "--log-level",
            "error",
        ]
        worker = ["worker", "--concurrency", environment.get("WORKER_PROCESSES", "2"), "--loglevel", "INFO"]
        schedule = ["--schedule", str(self.data / "beat-schedule"), "--pidfile", "", "--loglevel", "WARNING"]
        return [
            Child("web", [*granian, "config.wsgi:application"], pool, directory=ROOT),
            Child(
                "worker",
                [*celery, *worker, "--without-gossip", "--without-mingle"],
                quiet,
                patience=60,
                directory=ROOT,
            ),
            Child("beat", [*celery, "beat", *schedule], environment, directory=ROOT),
        ]

    def _announce(self, environment: Mapping[str, str]) -> None:
        deadline = time.monotonic() + 60
        while not self.asked and not self._dead() and not _answers(f"{self.url}/readyz"):
            if time.monotonic() > deadline:
                raise CannotRun(f"The web server does not answer at {self.url}/readyz.")
            time.sleep(0.1)
        if self.asked or self._dead():
            return
        say("", "")
        say("", f"Handover is ready: {self.url}")
        if shows_demo(environment):
            say("", f"Demo sign-ins:     {self.url}/accounts/login/")
        say("", "Stop with Ctrl-C. What it keeps is in .data/.")
        say("", "")

    def _watch(self) -> int:
        while not self.asked:
            if dead := self._dead():
                say(dead.name, f"ended by itself (exit {dead.code}): stopping everything.")
                return 1
            time.sleep(0.1)
        return 0

    def _dead(self) -> Child | None:
        assert self.services is not None
        return next((child for child in [*self.programs, *self.services.children] if not child.running), None)

    def _stop(self) -> None:
        """Web, beat and worker first, all at once; then the broker, which they still talk to; the database last."""
        asked = self.asked
        if self.programs:
            say("", "Stopping …")
        for program in self.programs:
            program.ask_to_stop()
        for program in self.programs:
            program.await_stop(hurry=lambda: self.asked > max(asked, 1))
        if self.services is not None:
            self.services.stop()


def shows_demo(environment: Mapping[str, str]) -> bool:
    """Whether the demo is on, in the words that the settings take for yes."""
    return environment.get("HANDOVER_DEMO", "").lower() in ("1", "true", "yes", "on")


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotRun(f"PORT is a number from 1 to 65535, not “{text}”.")
    return int(text)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _has_tenants(url: str) -> bool:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT EXISTS (SELECT 1 FROM tenants_tenant)").fetchone()
    return bool(row and row[0])
