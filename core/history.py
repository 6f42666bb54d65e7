"""Field history, written by the database itself: also what a bulk write or raw SQL changes is on record.

`Recorded` attaches one trigger function to a tenant-owned table. `tenants.models.TenantOwned` adds it to every model
that does not say why it `keeps_no_history`; nobody lists tables by hand, and `makemigrations` notices a new one.

The function writes as the owner (SECURITY DEFINER), under the row security of the current tenant: the application may
read its history, and neither write nor change it. What a column holds that is secret, a file, or worked out from other
columns never reaches it; of a long text history keeps the beginning.
"""

from typing import Any

from django.db import models

from core.rowsecurity import TableRule, TenantForeignKey, TenantOneToOne

SECRET = ("password", "secret", "token", "digest", "hash", "fingerprint")
"""Parts of names of columns that hold nothing for anybody's eyes."""
WORKED_OUT = ("id", "tenant_id", "version", "sort_name", "name_key", "serial_key", "created_at", "updated_at")
"""Columns that say nothing of their own: a change of nothing else is none."""

RECORD_CHANGE = """
CREATE OR REPLACE FUNCTION handover_record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Arguments: the model's label, the columns left out, the column that leads to the company, and, when that is not the
-- company's own number, the query that finds it.
DECLARE
    subject jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    fresh jsonb := CASE WHEN TG_OP = 'UPDATE' THEN subject ELSE '{}' END;
    differences jsonb;
    author jsonb;
    company bigint := (subject ->> TG_ARGV[2])::bigint;
    tenant text := coalesce(subject ->> 'tenant_id', subject ->> 'id');
    current text := current_setting('handover.tenant', true);
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT jsonb_object_agg(past.key, jsonb_build_array(
                   CASE WHEN length(past.value #>> '{}') > 300
                        THEN to_jsonb(left(past.value #>> '{}', 300) || '…') ELSE past.value END,
                   CASE WHEN length(fresh ->> past.key) > 300
                        THEN to_jsonb(left(fresh ->> past.key, 300) || '…') ELSE fresh -> past.key END))
          INTO differences FROM jsonb_each(to_jsonb(OLD)) past
         WHERE past.value IS DISTINCT FROM fresh -> past.key AND past.key <> ALL (TG_ARGV[1]::text[])
           AND (TG_OP = 'UPDATE' OR past.value #>> '{}' <> '');
        IF differences IS NULL AND TG_OP = 'UPDATE' THEN
            RETURN NULL;
        END IF;
    END IF;
    author := coalesce(nullif(current_setting('handover.author', true), ''), '{"kind": "system", "door": "system"}');
    IF current IS DISTINCT FROM tenant THEN  -- a migration, or the tenant's own row: the history stays behind its wall
        PERFORM set_config('handover.tenant', tenant, true);
    END IF;
    IF TG_NARGS > 3 THEN
        EXECUTE TG_ARGV[3] INTO company USING company;
    END IF;
    INSERT INTO events_fieldchange (
        tenant_id, at, transaction, company_id, operation, subject_type, subject_id, subject_label, changes,
        actor_kind, actor_id, actor_name, door
    ) VALUES (
        tenant::bigint, now(), pg_current_xact_id()::text::bigint,
        company, lower(TG_OP), TG_ARGV[0], (subject ->> 'id')::bigint,
        left(coalesce(
            subject ->> 'name', nullif(concat_ws(' ', subject ->> 'first_name', subject ->> 'last_name'), ''),
            subject ->> 'title', subject ->> 'number', subject ->> 'title_en', subject ->> 'name_en', ''
        ), 200),
        coalesce(differences, '{}'),
        author ->> 'kind', (author ->> 'id')::bigint, coalesce(author ->> 'name', ''), author ->> 'door'
    );
    IF current IS DISTINCT FROM tenant THEN
        PERFORM set_config('handover.tenant', coalesce(current, ''), true);
    END IF;
    RETURN NULL;
END $$
"""

TELL_CHANGES = """
CREATE OR REPLACE FUNCTION handover_tell_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
-- What this transaction has changed at the same company, and no event before told, is told by this event. Of several
-- that are stored at once, a change of a record goes with the event about it, any other with the first of its company.
-- One plan serves thousands of events, and one made while the month was young must not read the whole month later. So
-- it is generic, reads no table through, and finds its rows by `changes_untold_by_company` (`events/models.py`).
DECLARE
    told record;
BEGIN
    FOR told IN
        SELECT tenant_id, company_id, min(id) AS first, count(*) > 1 AS are_several FROM fresh GROUP BY 1, 2
    LOOP
        IF told.company_id IS NULL THEN
            UPDATE events_fieldchange c SET event_id = CASE WHEN told.are_several THEN coalesce((
                       SELECT min(f.id) FROM fresh f WHERE f.company_id IS NULL
                          AND f.subject_type = c.subject_type AND f.subject_id = c.subject_id
                   ), told.first) ELSE told.first END
             WHERE tenant_id = told.tenant_id AND company_id IS NULL AND at = now() AND event_id IS NULL
               AND transaction = pg_current_xact_id()::text::bigint;
        ELSE
            UPDATE events_fieldchange c SET event_id = CASE WHEN told.are_several THEN coalesce((
                       SELECT min(f.id) FROM fresh f WHERE f.company_id = c.company_id
                          AND f.subject_type = c.subject_type AND f.subject_id = c.subject_id
                   ), told.first) ELSE told.first END
             WHERE tenant_id = told.tenant_id AND company_id = told.company_id AND at = now() AND event_id IS NULL
               AND transaction = pg_current_xact_id()::text::bigint;
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
TELLS = """
DROP TRIGGER events_event_tells ON events_event;
CREATE TRIGGER events_event_tells AFTER INSERT ON events_event REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION handover_tell_changes()
"""


class Recorded(TableRule):
    """Every insert, change and deletion of a row is written down by the database, field by field."""

    def __init__(self, *, name: str, omits=(), company: str = "", of: type | None = None):
        """`of`: the model, from which the rest is read when a migration is made."""
        super().__init__(name=name)
        self.of, self._omits, self._company = of, list(omits), company

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        omits = omitted_columns(self.of) if self.of else self._omits
        company = path_to_company(self.of) if self.of else self._company
        return path, args, {**kwargs, "omits": omits, "company": company}

    def _sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        _path, _args, known = self.deconstruct()
        arguments = [model._meta.label_lower, "{" + ",".join(known["omits"]) + "}"]
        arguments += _way_to_company(model, known["company"], quote)
        listed = ", ".join("'" + argument.replace("'", "''") + "'" for argument in arguments)
        is_a_tenant = not any(field.name == "tenant" for field in model._meta.local_fields)
        operations = "UPDATE" if is_a_tenant else "INSERT OR UPDATE OR DELETE"
        return (
            f"CREATE TRIGGER {quote(self.name)} AFTER {operations} ON {quote(model._meta.db_table)} "
            f"FOR EACH ROW EXECUTE FUNCTION handover_record_change({listed})"
        )

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        return f"DROP TRIGGER {quote(self.name)} ON {quote(model._meta.db_table)}"


def omitted_columns(model: Any) -> list[str]:
    """Columns that history never sees: worked out, secret, a file, or left out by the model's `history_omits`."""
    found = set(model.history_omits)
    for field in model._meta.local_concrete_fields:
        is_secret = any(part in field.column for part in SECRET)
        is_worked_out = field.generated or field.column in WORKED_OUT
        if is_worked_out or is_secret or isinstance(field, models.BinaryField | models.FileField):
            found.add(field.column)
    return sorted(found)


def path_to_company(model: Any) -> str:
    """The way from a row to the customer in whose history it appears: "id", "company_id", "ticket.company_id" or ""."""
    if model.is_the_company:
        return "id"
    if any(field.column == "company_id" for field in model._meta.local_concrete_fields):
        return "company_id"
    for link in model._meta.local_fields:
        if isinstance(link, TenantForeignKey | TenantOneToOne) and _is_part_of(link):
            further = path_to_company(link.remote_field.model)
            if further:
                return f"{link.name}.{further}"
    return ""


def _is_part_of(link) -> bool:
    """Whether the row goes with the one it points to."""
    return link.remote_field.on_delete is models.CASCADE and not link.null and link.remote_field.model is not link.model


def _way_to_company(model: Any, path: str, quote) -> list[str]:
    """The column of the row that leads to its company, and the query for the rest of the way, if there is any."""
    *links, column = path.split(".")
    if not links:
        return [column]
    field = model._meta.get_field(links[0])
    start, tables, reached = field.column, "", "$1"
    for number, name in enumerate([*links[1:], ""], start=1):
        table = f"{quote(field.remote_field.model._meta.db_table)} t{number}"
        tables += f" JOIN {table} ON t{number}.id = {reached}" if tables else table
        if name:
            field = field.remote_field.model._meta.get_field(name)
            reached = f"t{number}.{quote(field.column)}"
    return [start, f"SELECT t{len(links)}.{quote(column)} FROM {tables} WHERE t1.id = $1"]  # noqa: S608
