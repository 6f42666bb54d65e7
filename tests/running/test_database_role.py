"""The tests themselves run as the application role: as owner or superuser they would prove nothing."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from core.rowsecurity import acting_for, current_tenant_id, enter_tenant

pytestmark = pytest.mark.django_db


def _role() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()


def test_the_tests_run_as_the_application_role():
    assert _role() == (settings.APPLICATION_ROLE, False, False)


def test_the_application_role_owns_no_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchall() == []


def test_the_application_role_cannot_create_a_table():
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stray (id int)")


def test_the_application_role_cannot_become_the_owner():
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE handover_owner")


def test_acting_for_a_tenant_ends_with_its_block():
    with acting_for(7):
        assert current_tenant_id() == 7
        with acting_for(8):
            assert current_tenant_id() == 8
        assert current_tenant_id() == 7
    assert current_tenant_id() is None


def test_acting_for_a_tenant_ends_when_the_database_refuses():
    with pytest.raises(ProgrammingError), acting_for(7), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert current_tenant_id() is None


@pytest.mark.django_db(transaction=True)
def test_a_committed_transaction_leaves_no_tenant_behind():
    with transaction.atomic():
        enter_tenant(7)
    assert current_tenant_id() is None
