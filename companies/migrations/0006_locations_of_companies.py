"""What is there already: the keys of names and web addresses, and a primary location for each company."""

from django.db import migrations

from companies.names import name_key
from companies.reach import domain_of
from core.sortkeys import words

LOCATIONS = """
INSERT INTO companies_location (
    tenant_id, company_id, version, name, sort_name, description, street, address_addition, postal_code, city, state,
    country, phone, fax, is_active, is_primary, created_at
)
SELECT c.tenant_id, c.id, 1, '', '', '', c.street, c.address_addition, c.postal_code, c.city, c.state, c.country, '',
    '', true, true, now()
FROM companies_company c
WHERE NOT EXISTS (SELECT FROM companies_location l WHERE l.company_id = c.id AND l.is_primary)
"""
AT_ONCE = 1000


def write_keys(apps, schema_editor):
    companies = apps.get_model("companies", "Company")
    terms = apps.get_model("companies", "SearchTerm")
    waiting, found = [], []
    for company in companies.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        company.name_key, company.web_domain = name_key(company.name), domain_of(company.website)
        waiting.append(company)
        found += [
            terms(tenant_id=company.tenant_id, company_id=company.pk, source="company", term=word[:60])
            for word in words(company.web_domain)
        ]
        if len(waiting) == AT_ONCE:
            _write(companies, waiting, terms, found)
            waiting, found = [], []
    _write(companies, waiting, terms, found)


def _write(companies, waiting, terms, found):
    companies.objects.bulk_update(waiting, ["name_key", "web_domain"])
    terms.objects.bulk_create(found, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("companies", "0005_locations")]

    operations = [
        migrations.RunSQL(LOCATIONS, migrations.RunSQL.noop),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
