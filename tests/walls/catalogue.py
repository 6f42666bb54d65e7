"""What the database itself says about its tables: read from pg_catalog, not from the models."""

from django.db import connection


def rows(sql: str, *parameters) -> list[tuple]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tables(*, parts: bool = False) -> dict[str, dict]:
    """Every table of ours, with what protects it; instead of them the parts of those that are kept in parts."""
    found = rows(
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
               pg_get_userbyid(c.relowner) = current_user,
               (SELECT a.attnotnull FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
           AND c.relkind IN ('r', 'p', 'f', 'm', 'v') AND c.relispartition = %s
        """,
        parts,
    )
    return {
        name: {"enabled": enabled, "forced": forced, "owned": owned, "tenant_required": required}
        for name, enabled, forced, owned, required in found
    }


def policies(table: str) -> list[tuple]:
    """(command, permissive, roles, USING, WITH CHECK) of each policy."""
    return rows("SELECT cmd, permissive, roles::text[], qual, with_check FROM pg_policies WHERE tablename = %s", table)


def unique_keys(table: str) -> list[list[str]]:
    """The columns of each unique index without a condition, in their order."""
    return [
        columns
        for (columns,) in rows(
            """
            SELECT (SELECT array_agg(a.attname::text ORDER BY k.position)
                      FROM unnest(i.indkey::int[]) WITH ORDINALITY k(number, position)
                      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)
              FROM pg_index i WHERE i.indrelid = %s::regclass AND i.indisunique AND i.indpred IS NULL
            """,
            table,
        )
    ]


def foreign_keys(table: str) -> list[tuple]:
    """(name, own columns, target table, target columns, deferrable, initially deferred, validated) of each."""
    return rows(
        """
        SELECT c.conname, (SELECT array_agg(a.attname::text ORDER BY k.position)
                             FROM unnest(c.conkey) WITH ORDINALITY k(number, position)
                             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number),
               t.relname, (SELECT array_agg(a.attname::text ORDER BY k.position)
                             FROM unnest(c.confkey) WITH ORDINALITY k(number, position)
                             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number),
               c.condeferrable, c.condeferred, c.convalidated
          FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid
         WHERE c.contype = 'f' AND c.conrelid = %s::regclass
        """,
        table,
    )


def triggers(table: str) -> list[tuple]:
    """(name, function, events as bits, enabled) of each trigger that is not the database's own."""
    return rows(
        "SELECT t.tgname, p.proname, t.tgtype, t.tgenabled FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal",
        table,
    )


def privileges(table: str) -> set[str]:
    """What the present role may do with a table."""
    every = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    return {each for each in every if rows("SELECT has_table_privilege(%s, %s)", table, each)[0][0]}
