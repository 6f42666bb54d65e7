"""Every table is behind the wall, or stands on a short list with its reason."""

import re

import pytest
from django.apps import apps
from django.db.models import UniqueConstraint

from tenants.models import TenantOwned
from tests.walls import catalogue

pytestmark = pytest.mark.django_db

WITHOUT_A_WALL = {
    "tenants_tenant": "read to find the tenant of a request, before one is set",
    "tenants_user": "one identity for all tenants; reached through a walled place only",
    "tenants_entrance": "where signing in leads to; opens nothing",
    "account_emailaddress": "of the sign-in library: addresses of identities",
    "account_emailconfirmation": "of the sign-in library: never used, addresses are confirmed by the invitation",
    "usersessions_usersession": "of the sign-in library: which browsers a person is signed in with",
    "auth_group": "of the framework: empty, rights hang on places",
    "auth_group_permissions": "of the framework: empty",
    "auth_permission": "of the framework: names of models, no data",
    "django_content_type": "of the framework: names of models, no data",
    "django_migrations": "of the framework: the application may read it only",
    "django_session": "sessions, read before anything is known",
    "handover_cache": "counters of rate limits",
    "notifications_accountmail": "mail about passwords, to an identity, which belongs to no tenant",
}
IN_MONTHS = ("events_event", "events_fieldchange")
KEYS = dict.fromkeys(IN_MONTHS, ["tenant_id", "id", "at"])
"""In a table kept in months every key holds the time; the number is unique all the same, from one sequence."""
EXPECTED = "(tenant_id = (NULLIF(current_setting('handover.tenant'::text, true), ''::text))::bigint)"
TABLES_OF_MODELS = sorted(
    model._meta.db_table for model in apps.get_models() if issubclass(model, TenantOwned) and not model._meta.proxy
)


def _text(expression: str) -> str:
    return re.sub(r"\s+", " ", expression)


def test_every_table_is_walled_or_on_the_list_with_a_reason():
    found = catalogue.tables()
    open_tables = {name for name, table in found.items() if not table["enabled"]}
    assert open_tables - set(WITHOUT_A_WALL) == set()


def test_the_list_names_no_table_that_is_gone_or_walled():
    found = catalogue.tables()
    stale = {name for name in WITHOUT_A_WALL if name not in found or found[name]["enabled"]}
    assert stale == set()


def test_every_model_of_a_tenant_has_a_wall_and_every_wall_a_model():
    walled = sorted(name for name, table in catalogue.tables().items() if table["enabled"])
    assert walled == TABLES_OF_MODELS


def test_a_table_with_a_tenant_is_never_without_a_wall():
    with_tenant = {name for name, table in catalogue.tables().items() if table["tenant_required"] is not None}
    assert with_tenant - set(TABLES_OF_MODELS) == {"tenants_entrance"}


@pytest.mark.parametrize("table", TABLES_OF_MODELS)
def test_the_wall_of_a_table_is_complete(table):
    state = catalogue.tables()[table]
    assert state == {"enabled": True, "forced": True, "owned": False, "tenant_required": True}
    [(command, permissive, roles, using, check)] = catalogue.policies(table)
    assert (command, permissive, roles) == ("ALL", "PERMISSIVE", ["public"])
    assert _text(using) == _text(check) == EXPECTED
    assert KEYS.get(table, ["tenant_id", "id"]) in catalogue.unique_keys(table)


@pytest.mark.parametrize("table", TABLES_OF_MODELS)
def test_every_link_between_tenants_tables_carries_the_tenant(table):
    for name, own, target, columns, deferrable, deferred, validated in catalogue.foreign_keys(table):
        assert validated, name
        if target in TABLES_OF_MODELS:
            assert own[0] == columns[0] == "tenant_id", name
            assert columns[-1] == "id", name
            assert own[:-1] == columns[:-1], f"{name}: what both rows share has one name"
            assert (deferrable, deferred) == (True, False), name
        else:
            assert target in ("tenants_tenant", "tenants_user"), name


@pytest.mark.parametrize("table", sorted(set(WITHOUT_A_WALL) - {"tenants_entrance"}))
def test_no_table_in_the_open_points_into_a_tenant(table):
    assert not [target for _n, _o, target, *_ in catalogue.foreign_keys(table) if target in TABLES_OF_MODELS]


def _unique_constraints():
    for model in apps.get_models():
        if issubclass(model, TenantOwned):
            for constraint in model._meta.constraints:
                if isinstance(constraint, UniqueConstraint):
                    yield pytest.param(constraint, id=constraint.name)


@pytest.mark.parametrize("constraint", list(_unique_constraints()))
def test_what_is_unique_is_unique_within_the_tenant(constraint):
    """Uniqueness is checked across walls: without the tenant in front, the refusal would tell others' values."""
    assert constraint.fields[0] == "tenant"


@pytest.mark.parametrize("table", TABLES_OF_MODELS)
def test_unique_indexes_begin_with_the_tenant(table):
    primary_or_one_to_one = [key for key in catalogue.unique_keys(table) if len(key) == 1]
    others = [key for key in catalogue.unique_keys(table) if len(key) > 1]
    assert all(key[0] == "tenant_id" for key in others)
    assert all(key == ["id"] or key[0].endswith("_id") for key in primary_or_one_to_one)


def test_no_link_between_many_and_many_hides_a_table_without_a_tenant():
    for model in apps.get_models():
        if issubclass(model, TenantOwned):
            for field in model._meta.many_to_many:
                assert issubclass(field.remote_field.through, TenantOwned), field


def test_the_application_may_not_rewrite_history_or_migrations():
    assert catalogue.privileges("events_event") - _truncate_of_tests() == {"SELECT", "INSERT"}
    assert catalogue.privileges("events_fieldchange") - _truncate_of_tests() == {"SELECT"}
    assert catalogue.privileges("django_migrations") == {"SELECT"} | _truncate_of_tests()
    assert "DELETE" not in catalogue.privileges("tenants_tenant")


def _truncate_of_tests() -> set[str]:
    """The test database alone lets the application truncate, for the flush between transactional tests."""
    return catalogue.privileges("django_migrations") & {"TRUNCATE"}
