"""The whole e-mail address of a contact finds its company too, not only its words."""

from django.db import migrations

TERMS = """
INSERT INTO companies_searchterm (tenant_id, company_id, term, source)
SELECT DISTINCT tenant_id, company_id, left(email, 60), 'contacts' FROM contacts_contact WHERE email <> ''
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial"), ("companies", "0006_locations_of_companies")]

    operations = [migrations.RunSQL(TERMS, migrations.RunSQL.noop)]
