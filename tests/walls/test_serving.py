"""Nothing serves while a wall is down: not as the owner, and not after a migration that failed half-way."""

from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from config.guard import check_walls
from config.settings import database
from core.errors import DomainError
from tenants.database import open_for_migration, serving_problems

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def _owner():
    values = connection.settings_dict
    owner = database(settings.DATABASE_OWNER_URL)
    with psycopg.connect(
        dbname=values["NAME"], user=owner["USER"], password=owner["PASSWORD"] or None,
        host=values["HOST"] or None, port=values["PORT"] or None, autocommit=True,
    ) as raw:  # fmt: skip
        yield raw


@pytest.fixture
def forced_off():
    """As a migration leaves it that failed after FORCE was taken off."""
    with _owner() as raw:
        raw.execute("ALTER TABLE tenants_member NO FORCE ROW LEVEL SECURITY")
        yield
        raw.execute("ALTER TABLE tenants_member FORCE ROW LEVEL SECURITY")


def test_with_all_walls_up_there_is_nothing_to_say():
    assert serving_problems() == []
    check_walls(patience=1)


def test_a_wall_that_is_not_forced_keeps_the_server_from_starting(forced_off):
    [problem] = serving_problems()
    assert "tenants_member" in problem
    with pytest.raises(SystemExit, match="tenants_member"):
        check_walls(patience=1)


def test_a_wall_that_is_not_forced_shows_in_the_health_check(client, forced_off):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "tenants_member" in response.text


def test_the_application_role_does_not_migrate():
    with pytest.raises(DomainError) as refusal:
        open_for_migration(sender=None)
    assert refusal.value.code == "not_owner"


def test_the_owner_too_stands_before_the_wall(rheintal):
    with _owner() as raw:
        assert raw.execute("SELECT count(*) FROM tenants_rolescope").fetchone() == (0,)
