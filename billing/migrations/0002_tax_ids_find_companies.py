"""The tax ids that are there already find their companies."""

from django.db import migrations

from companies.names import tax_key
from core.sortkeys import words


def write_terms(apps, schema_editor):
    terms = apps.get_model("companies", "SearchTerm")
    settings = apps.get_model("billing", "InvoiceSettings").objects.exclude(vat_id="", tax_number="")
    found = [
        terms(tenant_id=each.tenant_id, company_id=each.company_id, source="billing", term=word[:60])
        for each in settings.iterator()
        for text in (each.vat_id, each.tax_number)
        if text
        for word in (tax_key(text), *words(text))
    ]
    terms.objects.bulk_create(found, ignore_conflicts=True, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("companies", "0006_locations_of_companies")]

    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop)]
