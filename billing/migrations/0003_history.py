import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('billing', '0002_tax_ids_find_companies'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='invoicerecipient',
            constraint=core.history.Recorded(company='settings.company_id', name='billing_invoicerecipient_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='invoicesettings',
            constraint=core.history.Recorded(company='company_id', name='billing_invoicesettings_history', omits=['entered_by_ids', 'id', 'last_known_state', 'last_review_id', 'tenant_id', 'updated_at', 'updated_by_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='invoicetemplate',
            constraint=core.history.Recorded(company='', name='billing_invoicetemplate_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='paymentterm',
            constraint=core.history.Recorded(company='', name='billing_paymentterm_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='sellerprofile',
            constraint=core.history.Recorded(company='', name='billing_sellerprofile_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='settingsreview',
            constraint=core.history.Recorded(company='company_id', name='billing_settingsreview_history', omits=['fingerprint', 'id', 'reviewed', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=core.history.Recorded(company='', name='billing_taxrate_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='taxregion',
            constraint=core.history.Recorded(company='', name='billing_taxregion_history', omits=['id', 'tenant_id']),
        ),
    ]
