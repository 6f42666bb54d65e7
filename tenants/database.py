"""What the owner role does around every migration: privileges, and FORCE off and on again."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate

from core import partitions
from core.errors import DomainError

APPEND_ONLY = ("events_event",)
READ_ONLY = ("django_migrations", "events_fieldchange")
NEVER_DELETED = ("tenants_tenant",)


def _role() -> dict:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, "
            "EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relowner = r.oid), "
            "has_schema_privilege(current_user, 'public', 'CREATE') "
            "FROM pg_roles r WHERE rolname = current_user"
        )
        name, superuser, bypass, owns, creates = cursor.fetchone()
    return {"name": name, "superuser": superuser, "bypass": bypass, "owns": owns, "creates": creates}


def walled_tables(*, owned: bool = False) -> list[tuple[str, bool]]:
    """Tables with row security, each with whether it is forced; only those of the current role if `owned`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relforcerowsecurity FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity "
            "AND (NOT %s OR r.rolname = current_user) ORDER BY 1",
            [owned],
        )
        return cursor.fetchall()


def open_for_migration(sender, **kwargs):
    """Before a migration: privileges for tables to come, and FORCE off, so that the owner sees what it moves."""
    role = _role()
    if not role["creates"]:
        raise DomainError("not_owner", f"The role {role['name']} cannot migrate: DATABASE_OWNER_URL names who can.")
    app = connection.ops.quote_name(settings.APPLICATION_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {app}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
        )
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}")
        for table, _forced in walled_tables(owned=True):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} NO FORCE ROW LEVEL SECURITY")


def close_after_migration(sender, **kwargs):
    """After a migration: FORCE on every walled table, what the application may not write, and the months to come.

    A flush in a test sends the same signal as the application role, which owns nothing: then nothing is done.
    """
    if not walled_tables(owned=True):
        return
    for table in partitions.partitioned_tables():
        partitions.open_months(table, since=date.today(), until=partitions.ahead())
    app = connection.ops.quote_name(settings.APPLICATION_ROLE)
    with connection.cursor() as cursor:
        for table, forced in walled_tables(owned=True):
            if not forced:
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} FORCE ROW LEVEL SECURITY")
        existing = set(connection.introspection.table_names(cursor))
        for names, privileges in (
            (APPEND_ONLY, "UPDATE, DELETE"),
            (READ_ONLY, "INSERT, UPDATE, DELETE"),
            (NEVER_DELETED, "DELETE"),
        ):
            for table in existing.intersection(names):
                cursor.execute(f"REVOKE {privileges} ON {connection.ops.quote_name(table)} FROM {app}")


def serving_problems() -> list[str]:
    """Why this database session must not serve requests; empty when all walls stand."""
    role = _role()
    problems = []
    if role["superuser"] or role["bypass"] or role["owns"]:
        problems.append(f"The role {role['name']} is owner, superuser or has BYPASSRLS: the walls do not bind it.")
    open_tables = [table for table, forced in walled_tables() if not forced]
    if open_tables:
        problems.append("FORCE is off (did a migration fail?): " + ", ".join(open_tables))
    return problems


def connect() -> None:
    """Hear the migration signals of the tenancy app."""
    tenancy = apps.get_app_config("tenants")
    pre_migrate.connect(open_for_migration, sender=tenancy, dispatch_uid="tenants.open_for_migration")
    post_migrate.connect(close_after_migration, sender=tenancy, dispatch_uid="tenants.close_after_migration")
