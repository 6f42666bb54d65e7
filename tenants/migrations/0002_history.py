import core.history
from django.db import migrations

from core.history import RECORD_CHANGE


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(RECORD_CHANGE, 'DROP FUNCTION handover_record_change()'),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=core.history.Recorded(company='', name='tenants_invitation_history', omits=['created_at', 'id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=core.history.Recorded(company='', name='tenants_member_history', omits=['id', 'sort_name', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='rolescope',
            constraint=core.history.Recorded(company='', name='tenants_rolescope_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='tenant',
            constraint=core.history.Recorded(company='', name='tenants_tenant_history', omits=['created_at', 'id']),
        ),
    ]
