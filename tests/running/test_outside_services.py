"""`make run` on a database and a broker of one's own: nothing of ours is started in their place."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.support.stack import Stack

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("supervisor")]

NAME = "test_outside"


def at(url: str, name: str) -> str:
    """The same server and account, another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@pytest.fixture
def outside() -> Iterator[dict[str, str]]:
    """An empty database on a server that is there already, and its broker."""
    owner = os.environ["DATABASE_OWNER_URL"]
    name = sql.Identifier(NAME)
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield {
            "DATABASE_URL": at(os.environ["DATABASE_URL"], NAME),
            "DATABASE_OWNER_URL": at(owner, NAME),
            "REDIS_URL": os.environ["REDIS_URL"],
            "HANDOVER_QUEUE_PREFIX": NAME,
        }
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def test_it_runs_on_a_database_and_a_broker_that_are_there(outside, tmp_path):
    run = Stack(tmp_path, **outside).start()
    try:
        run.await_ready()

        assert run.get("/readyz") == (200, "ready\n")
        assert not {"postgres", "valkey"} & {entry.name for entry in tmp_path.iterdir()}
        with psycopg.connect(outside["DATABASE_OWNER_URL"]) as connection:
            assert connection.execute("SELECT count(*) FROM tenants_tenant").fetchone() == (0,)
    finally:
        code = run.interrupt()
    assert code == 0, run.text
