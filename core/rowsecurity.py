"""The three walls between tenants, as far as the database builds them.

1. a policy on every tenant-owned table: rows of the current tenant, nothing else (`Wall`);
2. a key `(tenant_id, id)` on each of them (with the time, where a table is kept in months), so that
3. every foreign key between them carries the tenant (`Reference`): PostgreSQL checks foreign keys past its
   policies, so a plain one would let a guessed id link two tenants.

The constraints are added to a model by `tenants.models.TenantOwned`; nobody lists them by hand.
FORCE is not part of them: it is taken off before a migration and put on after it (`tenants/database.py`),
because it would blind the owner's own data migrations and foreign-key checks without an error.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models.constraints import BaseConstraint

from core import authorship

Set = TypeVar("Set", contravariant=True)
Get = TypeVar("Get", covariant=True)
SETTING = "handover.tenant"
CURRENT_TENANT = f"nullif(current_setting('{SETTING}', true), '')::bigint"
"""Not as a subquery: the planner could not look into it, and would take every tenant for one of average size."""


def current_tenant_id() -> int | None:
    """The tenant that the database session is set to, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting(%s, true), '')", [SETTING])
        value = cursor.fetchone()[0]
    return int(value) if value else None


def enter_tenant(tenant_id: int | None) -> None:
    """Set the tenant, and who acts, for the rest of the current transaction. Needs an open transaction."""
    tenant = "" if tenant_id is None else str(int(tenant_id))
    author = authorship.current_authorship().as_setting()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config(%s, %s, true)", [SETTING, tenant, authorship.SETTING, author]
        )


@contextmanager
def acting_for(tenant_id: int | None) -> Iterator[None]:
    """Act within one tenant, in a transaction; the setting before is restored whatever happens.

    After an exception it is the rollback that restores it: a broken transaction would refuse the statement.
    """
    with transaction.atomic():
        before = current_tenant_id()
        enter_tenant(tenant_id)
        yield
        if not connection.needs_rollback:
            enter_tenant(before)


class TableRule(BaseConstraint):
    """A constraint that Django only needs to create and remove; the database alone enforces it."""

    def validate(self, model, instance, exclude=None, using=None):
        return None

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash((type(self), self.name))

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self._sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self._sql(model, schema_editor))

    def _sql(self, model, schema_editor) -> str:
        raise NotImplementedError


class Wall(TableRule):
    """Rows of the current tenant only, to read and to write. No tenant set: no rows."""

    def _sql(self, model, schema_editor):
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
            f"CREATE POLICY {name} ON {table} "
            f"USING (tenant_id = {CURRENT_TENANT}) WITH CHECK (tenant_id = {CURRENT_TENANT})"
        )

    def remove_sql(self, model, schema_editor):
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return (
            f"DROP POLICY {name} ON {table}; "
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )


class Reference(TableRule):
    """A foreign key that carries the tenant: (tenant_id, <field>_id) to (tenant_id, id) of the target.

    `within`: a link that both rows have and that must be the same, as a contact and its location share their company.
    The target needs a unique constraint over tenant, that link and id.
    """

    def __init__(
        self, *, field: str, name: str, within: str = "", violation_error_code=None, violation_error_message=None
    ):
        super().__init__(name=name)
        self.field, self.within = field, within

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        within = {"within": self.within} if self.within else {}
        return path, args, {**kwargs, "field": self.field, **within}

    def _sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        field = model._meta.get_field(self.field)
        target = field.remote_field.model._meta
        within = f"{quote(model._meta.get_field(self.within).column)}, " if self.within else ""
        theirs = f"{quote(target.get_field(self.within).column)}, " if self.within else ""
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (tenant_id, {within}{quote(field.column)}) "
            f"REFERENCES {quote(target.db_table)} (tenant_id, {theirs}id) "
            f"DEFERRABLE INITIALLY IMMEDIATE"
        )

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"


class TenantForeignKey(models.ForeignKey[Set, Get]):
    """A link between two tenant-owned models. The database's own key is the composite `Reference`."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class TenantOneToOne(models.OneToOneField[Set, Get]):
    """The same for a link that only one row may have."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


def wall_constraints(model: type[models.Model]) -> list[BaseConstraint]:
    """All that keeps one tenant-owned table behind its wall."""
    prefix = f"{model._meta.app_label}_{model._meta.model_name}"
    month = model.partitioned_by  # type: ignore[attr-defined]
    key = ["tenant", "id", month] if month else ["tenant", "id"]
    references = [
        Reference(field=field.name, name=f"{prefix}_{field.name}_ref")
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey | TenantOneToOne)
    ]
    return [
        Wall(name=f"{prefix}_wall"),
        models.UniqueConstraint(fields=key, name=f"{prefix}_key"),
        *references,
    ]
