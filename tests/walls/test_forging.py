"""What somebody could try who speaks SQL as the application: read, write and link across the wall."""

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from companies.models import Company
from core.rowsecurity import acting_for, current_tenant_id, enter_tenant
from events.models import Event
from tenants.models import Member
from tests.cast import new_contact
from tests.walls import catalogue
from tests.walls.test_catalogue import TABLES_OF_MODELS

pytestmark = pytest.mark.django_db


def _refused(error: type[Exception], sql: str, *parameters) -> str:
    with pytest.raises(error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return str(refusal.value)


def _changed(sql: str, *parameters) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


@pytest.fixture
def both(weinhold, miriam, carl, kuestenhof):
    """A customer here and one at the other tenant; the test acts for Rheintal."""
    return weinhold, kuestenhof


def test_rows_of_another_tenant_are_not_there(both):
    own, foreign = both
    ids = {pk for (pk,) in catalogue.rows("SELECT id FROM companies_company")}
    assert own.pk in ids
    assert foreign.pk not in ids
    assert catalogue.rows("SELECT 1 FROM companies_company WHERE id = %s", foreign.pk) == []
    assert catalogue.rows("SELECT 1 FROM companies_company WHERE tenant_id = %s", foreign.tenant_id) == []


@pytest.mark.parametrize("table", TABLES_OF_MODELS)
def test_in_no_table_a_tenant_sees_rows_of_another(seeded, both, table):
    enter_tenant(both[1].tenant_id)
    assert catalogue.rows(f"SELECT 1 FROM {table} WHERE tenant_id = %s", seeded.pk) == []


@pytest.mark.parametrize("table", TABLES_OF_MODELS)
def test_without_a_tenant_there_are_no_rows(seeded, both, table):
    enter_tenant(None)
    assert catalogue.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_without_a_tenant_nothing_is_written(both, rheintal):
    own, _foreign = both
    enter_tenant(None)
    assert _changed("UPDATE companies_company SET name = 'x'") == 0
    assert _changed("DELETE FROM companies_accountteammember") == 0
    assert "row-level security" in _refused(
        ProgrammingError,
        "INSERT INTO tenants_rolescope (tenant_id, role, scope) VALUES (%s, 'x', 'all')",
        own.tenant_id,
    )


def test_another_tenants_rows_are_neither_changed_nor_deleted(both):
    _own, foreign = both
    assert _changed("UPDATE companies_company SET name = 'x' WHERE id = %s", foreign.pk) == 0
    assert _changed("DELETE FROM companies_company WHERE id = %s", foreign.pk) == 0
    with acting_for(foreign.tenant_id):
        assert Company.objects.get(pk=foreign.pk).name == "Küstenhof GmbH"


def test_no_row_is_smuggled_into_another_tenant(both):
    _own, foreign = both
    assert "row-level security" in _refused(
        ProgrammingError,
        "INSERT INTO tenants_rolescope (tenant_id, role, scope) VALUES (%s, 'x', 'all')",
        foreign.tenant_id,
    )


def test_no_row_is_moved_into_another_tenant(both, carl):
    _own, foreign = both
    assert "row-level security" in _refused(
        ProgrammingError, "UPDATE tenants_rolescope SET tenant_id = %s", foreign.tenant_id
    )


def test_a_guessed_id_links_no_two_tenants(both, carl):
    _own, foreign = both
    message = _refused(IntegrityError, "UPDATE contacts_contact SET company_id = %s WHERE id = %s", foreign.pk, carl.pk)
    assert "foreign key" in message
    with pytest.raises(IntegrityError), transaction.atomic():
        new_contact(Company(pk=foreign.pk, tenant_id=carl.tenant_id), "Eva", "Fremd", email="")


def test_an_account_manager_of_another_tenant_is_no_account_manager(both, mallory):
    own, _foreign = both
    assert "foreign key" in _refused(
        IntegrityError, "UPDATE companies_company SET manager_id = %s WHERE id = %s", mallory.pk, own.pk
    )


def test_a_link_across_the_wall_is_refused_at_once_and_not_at_the_commit(both, carl):
    """Deferred keys would let the view answer before the database says no."""
    _own, foreign = both
    with pytest.raises(IntegrityError), transaction.atomic():
        type(carl).objects.filter(pk=carl.pk).update(company_id=foreign.pk)
    assert type(carl).objects.get(pk=carl.pk).company_id == carl.company_id


@pytest.mark.parametrize("garbage", ["abc", "1; DROP TABLE x", "1 OR 1=1", "1.5", "99999999999999999999999"])
def test_garbage_in_the_setting_is_an_error_and_never_an_open_door(both, garbage):
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('handover.tenant', %s, true)", [garbage])
        cursor.execute("SELECT count(*) FROM companies_company")


@pytest.mark.parametrize("nobody", ["", "0", "-1", "4611686018427387904"])
def test_a_tenant_that_does_not_exist_sees_nothing(both, nobody):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('handover.tenant', %s, true)", [nobody])
    assert Company.objects.count() == 0


def test_only_a_number_is_set_as_tenant(both):
    with pytest.raises(ValueError, match="invalid literal"), transaction.atomic():
        enter_tenant("1 OR 1=1")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE companies_company DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE companies_company NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY companies_company_wall ON companies_company",
        "CREATE POLICY hole ON companies_company USING (true)",
        "SET LOCAL ROLE handover_owner",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "CREATE FUNCTION hole() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "COPY companies_company TO PROGRAM 'true'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "DELETE FROM tenants_tenant",
    ],
)
def test_the_application_cannot_take_the_wall_down(both, statement):
    _refused(ProgrammingError, statement)


def test_with_row_security_off_a_query_is_refused_and_not_opened(both):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        cursor.execute("SELECT count(*) FROM companies_company")


@pytest.mark.parametrize("statement", ["UPDATE events_event SET key = 'x'", "DELETE FROM events_event"])
def test_what_happened_is_not_rewritten(both, alice, tom, statement):
    tom.change_roles(roles=["technician", "billing_admin"], by=alice)
    assert Event.objects.exists()
    assert "permission denied" in _refused(ProgrammingError, statement)


def test_acting_for_a_tenant_ends_where_it_began(rheintal, nordlicht):
    with acting_for(nordlicht.pk):
        with acting_for(None):
            assert current_tenant_id() is None
        assert current_tenant_id() == nordlicht.pk
    assert current_tenant_id() == rheintal.pk


def test_acting_for_a_tenant_ends_with_a_refusal_too(rheintal, nordlicht):
    with pytest.raises(RuntimeError), acting_for(nordlicht.pk):
        raise RuntimeError
    assert current_tenant_id() == rheintal.pk
    with pytest.raises(IntegrityError), acting_for(nordlicht.pk):
        Member.objects.create(tenant=nordlicht, user_id=None, name="x")
    assert current_tenant_id() == rheintal.pk
