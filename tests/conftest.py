"""What every test stands on: a real PostgreSQL as the application role, a client, a queue, a browser.

The database is made and migrated by the owner; then the connection becomes the application role for good. As owner
or superuser a test of the walls would prove nothing.
"""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from config.celery import app as celery_app
from config.settings import database
from tests.support.client import Client

# Playwright's synchronous interface runs an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How fast a busy machine finds examples says nothing about the code. CI judges a change, not its luck: the same
# examples in every run. At home they differ.
patient = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("home", **patient)
hypothesis.settings.register_profile("ci", derandomize=True, **patient)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "home")

pytest_plugins = ["tests.support.browser", "tests.support.worker", "tests.cast"]

APPLICATION = database(settings.DATABASE_URL)["USER"]
OWNER = database(settings.DATABASE_OWNER_URL)["USER"]


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to run without a database server."""
    if "DATABASE_URL" not in os.environ and not config.option.collectonly:
        raise pytest.UsageError(
            "The tests need PostgreSQL and Valkey: run `make test`, or "
            "`.venv/bin/python -m config.run exec -- .venv/bin/pytest …`, which start them."
        )


def _become(role: str, *, options: str = "") -> None:
    """Use another database role from the next connection on."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    connection.settings_dict["USER"] = role
    connection.settings_dict["OPTIONS"].pop("options", None)
    if options:
        connection.settings_dict["OPTIONS"]["options"] = options


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment,
    django_db_blocker,
    django_db_modify_db_settings,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Make the test database as the owner, then hand it to the application role."""
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        _become(OWNER, options="-c row_security=off")
        made = setup_databases(
            verbosity=verbosity,
            interactive=False,
            aliases={"default"},
            serialized_aliases=set(),
            keepdb=django_db_keepdb and not django_db_createdb,
        )
        with connection.cursor() as cursor:
            # For the flush between transactional tests, in the test database only: TRUNCATE passes the walls.
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APPLICATION}")
        _become(APPLICATION)
    yield
    with django_db_blocker.unblock():
        _become(OWNER)
        if not django_db_keepdb:
            teardown_databases(made, verbosity=verbosity)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    """After a test, the database session must stand in no tenant: else the next test would act for it."""
    result = yield
    raw = connection.connection
    if raw is not None and not raw.closed and not raw.broken:
        tenant = raw.execute("SELECT current_setting('handover.tenant', true)").fetchone()[0]
        if not raw.autocommit:
            raw.rollback()
        assert not tenant, f"{item.nodeid} left the database session in tenant {tenant}."
    return result


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits are rows of a table that Django's flush does not know."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {settings.CACHES['default']['LOCATION']}")


@pytest.fixture(scope="session", autouse=True)
def queue_of_its_own() -> None:
    """Keep the messages of this test process apart from those of others on the same broker."""
    options = dict(celery_app.conf.broker_transport_options)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    options["global_keyprefix"] = f"{os.environ.get('TEST_DATABASE', 'test')}_{worker}_"
    celery_app.conf.broker_transport_options = options


@pytest.fixture
def client() -> Client:
    """An anonymous browser, as far as HTTP goes."""
    return Client()


@pytest.fixture
def client_class() -> type[Client]:
    """For tests that need several browsers."""
    return Client
