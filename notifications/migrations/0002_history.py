import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('notifications', '0001_initial'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='workflowrule',
            constraint=core.history.Recorded(company='', name='notifications_workflowrule_history', omits=['id', 'tenant_id']),
        ),
    ]
