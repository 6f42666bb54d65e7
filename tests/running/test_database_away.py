"""PostgreSQL goes away in the middle of a request: a clear page, nothing half written, recovery by itself."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from config.run.places import Lock, Places
from config.run.postgres import DATABASE, Postgres
from config.run.processes import Child
from tests.support.stack import ROOT, free_port, without_services

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("supervisor")]

EMAIL, PASSWORD = "anna@rheintal.example", "correct-horse-battery"
MAKE_USER = f"""
from tenants.models import User
User.objects.filter(email={EMAIL!r}).exists() or User.objects.create_user({EMAIL!r}, {PASSWORD!r}, name="Anna")
"""


class Site:
    """A web server on a PostgreSQL that the test can stop."""

    def __init__(self, data: Path) -> None:
        self.postgres = Postgres(Places.prepare(data), log=data / "services.log")
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        settings = {"HANDOVER_ENV": "development", "HANDOVER_DATA_DIR": str(data), "DATABASE_POOL": "4"}
        self.environment = {**without_services(), **settings, **self.postgres.urls}
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
        self.web = Child("web", [*granian, "--blocking-threads", "4", "config.wsgi:application"], self.environment)
        self.web.directory = ROOT
        self.web.log = data / "web.log"

    def start(self) -> None:
        self.postgres.start()
        self.manage("migrate", "--verbosity", "0")
        self.manage("createcachetable")
        self.manage("shell", "--verbosity", "0", "--command", MAKE_USER)
        self.web.start()
        self.await_status("/readyz", 200)

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)

    def stop(self) -> None:
        self.web.stop()
        self.postgres.stop()

    def crash_database(self) -> None:
        self.postgres.child.process.send_signal(signal.SIGQUIT)
        self.postgres.child.process.wait(20)

    def await_status(self, path: str, status: int, *, patience: float = 40) -> None:
        deadline = time.monotonic() + patience
        while True:
            try:
                if requests.get(self.url + path, timeout=10).status_code == status:
                    return
            except requests.ConnectionError:
                pass
            assert time.monotonic() < deadline, Path(self.web.log).read_text()[-3000:]
            time.sleep(0.1)

    def ask(self, statement: str) -> list[tuple]:
        with self.postgres.connect(DATABASE) as connection:
            return connection.execute(statement).fetchall()

    def sign_in(self) -> requests.Response:
        browser = requests.Session()
        browser.headers["Accept-Language"] = "en"
        page = browser.get(f"{self.url}/accounts/login/", timeout=10)
        assert page.status_code == 200, page.text
        form = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        return browser.post(page.url, data=form, timeout=30, allow_redirects=False)


@pytest.fixture
def site(data: Path) -> Iterator[Site]:
    lock = Lock(data)
    lock.take(url="")
    site = Site(data)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        lock.release()


def test_a_database_that_goes_away_in_a_request_costs_that_request_and_nothing_else(site):
    answers: list[requests.Response] = []
    holding = psycopg.connect(host=str(site.postgres.places.sockets), user="postgres", dbname=DATABASE)
    holding.execute("SELECT 1 FROM tenants_user FOR UPDATE")
    request = threading.Thread(target=lambda: answers.append(site.sign_in()))
    request.start()
    _await_somebody_waiting(site)

    site.crash_database()
    request.join(30)

    assert answers[0].status_code == 503
    assert "Back in a moment" in answers[0].text
    assert answers[0].headers["Retry-After"]
    assert "sessionid" not in answers[0].headers.get("Set-Cookie", "")
    assert requests.get(f"{site.url}/healthz", timeout=10).status_code == 200
    assert requests.get(f"{site.url}/readyz", timeout=10).status_code == 503

    site.postgres.start()
    site.await_status("/readyz", 200)

    assert site.ask("SELECT last_login FROM tenants_user") == [(None,)]
    assert site.ask("SELECT count(*) FROM django_session") == [(0,)]
    assert site.sign_in().status_code == 302
    assert site.ask("SELECT count(*) FROM django_session") == [(1,)]


def _await_somebody_waiting(site: Site) -> None:
    deadline = time.monotonic() + 20
    while site.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == [(0,)]:
        assert time.monotonic() < deadline, Path(site.web.log).read_text()[-3000:]
        time.sleep(0.05)
