import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('imports', '0002_long_imports'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='importrun',
            constraint=core.history.Recorded(company='company_id', name='imports_importrun_history', omits=['claim', 'claimed_until', 'created_at', 'done', 'file', 'found_groups', 'groups', 'headers', 'id', 'key', 'line', 'mapping', 'rank', 'tenant_id', 'total']),
        ),
    ]
