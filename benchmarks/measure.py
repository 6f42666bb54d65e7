"""Times a page, and its floor: the same SQL sent by bare psycopg, and an empty page behind the same middleware."""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.pages import Page
from core.rowsecurity import acting_for
from tenants.models import ApiToken, Member

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config", "SELECT nullif(current_setting")
WARM = 2
BUDGET = 500
"""Milliseconds for all rounds of one page."""


@dataclass
class Timing:
    """Milliseconds, and how many queries were behind them."""

    label: str
    queries: int
    p50: float
    p95: float
    floor: float = 0.0
    bar: int = 0
    problem: str = ""

    @property
    def to_floor(self) -> float:
        return self.p50 / self.floor if self.floor else 0.0


@contextmanager
def recorded():
    """The statements that are sent meanwhile, with their parameters, without those that frame a transaction."""
    sent: list[tuple[str, object]] = []

    def keep(execute, sql, params, many, context):
        if not sql.startswith(FRAME):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield sent


class Measure:
    """Looks at pages of one tenant, as its people."""

    def __init__(self, records, rounds: int) -> None:
        self.records, self.rounds = records, rounds
        self.clients: dict[str, Client] = {}
        self.empties: dict[str, tuple[float, set[str]]] = {}
        self.bare = psycopg.connect(**_parameters(), autocommit=True, cursor_factory=psycopg.ClientCursor)

    def client(self, who: str) -> Client:
        """A browser in which this person is signed in."""
        if who not in self.clients:
            client = Client(HTTP_ACCEPT_LANGUAGE="de")
            client.force_login(self.records.people[who])
            self.clients[who] = client
        return self.clients[who]

    def program(self, who: str) -> Client:
        """A program that sends a token of this person's, and may ask as often as it likes."""
        key = f"program of {who}"
        if key not in self.clients:
            settings.API_CALLS_PER_MINUTE = 10**9
            with acting_for(self.records.tenant.pk):
                member = Member.objects.get(user=self.records.people[who])
                _token, secret = ApiToken.mint(member=member, name=f"Bench {time.time()}", by=member)
            self.clients[key] = Client(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return self.clients[key]

    def page(self, page: Page) -> Timing:
        """One row of the table."""
        client = self.program(page.who) if page.by_token else self.client(page.who)
        address = reverse(page.name, args=[self.records.tenant.slug, *page.path(self.records)])

        query = page.query(self.records) if callable(page.query) else page.query
        data = page.sent(self.records) if page.sent else query
        ask = client.post if page.sent else client.get

        def get():
            return ask(address, data)

        response = get()
        if response.status_code != 200:
            return Timing(page.label, 0, 0, 0, problem=f"answers {response.status_code}")
        get()
        with recorded() as sent:
            get()
        times = timed(get, self.rounds)
        empty, common = self.empty(page.who)
        own = [each for each in sent if each[0] not in common]
        floor = empty + statistics.median(timed(lambda: self.replay(own), self.rounds))
        return Timing(page.label, len(sent), statistics.median(times), p95(times), floor, page.bar)

    def empty(self, who: str) -> tuple[float, set[str]]:
        """How long an empty page takes this person, and what the middleware asks for it."""
        if who not in self.empties:
            client, address = self.client(who), reverse("empty", args=[self.records.tenant.slug])
            for _again in range(WARM):
                client.get(address)
            with recorded() as sent:
                client.get(address)
            took = statistics.median(timed(lambda: client.get(address), self.rounds))
            self.empties[who] = took, {sql for sql, _params in sent}
        return self.empties[who]

    def replay(self, statements) -> None:
        """The same statements in one transaction of the same tenant, every row fetched."""
        with self.bare.transaction(), self.bare.cursor() as cursor:
            cursor.execute("SELECT set_config('handover.tenant', %s, true)", [str(self.records.tenant.pk)])
            for sql, params in statements:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round; what takes long is done less often, but three times at least."""
    times: list[float] = []
    while len(times) < rounds and (len(times) < min(rounds, 3) or sum(times) < BUDGET):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


def p95(times: list[float]) -> float:
    """Of twenty times the second longest."""
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


def _parameters() -> dict:
    """How Django connects, for psycopg itself."""
    parameters = connection.get_connection_params()
    return {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
