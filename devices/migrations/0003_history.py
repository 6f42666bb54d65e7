import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('devices', '0002_keys_to_find_by'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='coverage',
            constraint=core.history.Recorded(company='device.company_id', name='devices_coverage_history', omits=['created_at', 'id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=core.history.Recorded(company='company_id', name='devices_device_history', omits=['created_at', 'id', 'sort_name', 'tenant_id', 'version']),
        ),
    ]
