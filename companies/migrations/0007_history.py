import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('companies', '0006_locations_of_companies'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='accountteammember',
            constraint=core.history.Recorded(company='company_id', name='companies_accountteammember_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='classification',
            constraint=core.history.Recorded(company='', name='companies_classification_history', omits=['id', 'sort_name', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='company',
            constraint=core.history.Recorded(company='id', name='companies_company_history', omits=['created_at', 'id', 'sort_name', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=core.history.Recorded(company='company_id', name='companies_location_history', omits=['created_at', 'id', 'sort_name', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='marketsegment',
            constraint=core.history.Recorded(company='', name='companies_marketsegment_history', omits=['id', 'sort_name', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='taskfireagreement',
            constraint=core.history.Recorded(company='company_id', name='companies_taskfireagreement_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=core.history.Recorded(company='', name='companies_territory_history', omits=['id', 'sort_name', 'tenant_id', 'version']),
        ),
    ]
