from django.db import migrations

from core.rowsecurity import CURRENT_TENANT, SETTING


def write_walls_anew(apps, schema_editor):
    """The walls that stand already; those of tables to come are written so from the beginning."""
    quote, condition = schema_editor.quote_name, f"(tenant_id = {CURRENT_TENANT})"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND strpos(qual, %s) > 0", [SETTING]
        )
        for table, policy in cursor.fetchall():
            cursor.execute(f"ALTER POLICY {quote(policy)} ON {quote(table)} USING {condition} WITH CHECK {condition}")


class Migration(migrations.Migration):
    """The condition of every wall names the tenant as the planner can read it (docs/decisions/0017)."""

    dependencies = [("tenants", "0007_words_of_role_scopes")]

    operations = [migrations.RunPython(write_walls_anew, migrations.RunPython.noop)]
