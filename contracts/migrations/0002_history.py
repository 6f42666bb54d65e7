import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('contracts', '0001_initial'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='billingdecision',
            constraint=core.history.Recorded(company='company_id', name='contracts_billingdecision_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=core.history.Recorded(company='company_id', name='contracts_contract_history', omits=['created_at', 'id', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='contractservice',
            constraint=core.history.Recorded(company='contract.company_id', name='contracts_contractservice_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='enabledcontracttype',
            constraint=core.history.Recorded(company='', name='contracts_enabledcontracttype_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='labourrole',
            constraint=core.history.Recorded(company='', name='contracts_labourrole_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='purchase',
            constraint=core.history.Recorded(company='contract.company_id', name='contracts_purchase_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=core.history.Recorded(company='', name='contracts_service_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='unitadjustment',
            constraint=core.history.Recorded(company='contract_service.contract.company_id', name='contracts_unitadjustment_history', omits=['id', 'tenant_id']),
        ),
    ]
