import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('sla', '0001_initial'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='assignment',
            constraint=core.history.Recorded(company='company_id', name='sla_assignment_history', omits=['created_at', 'id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=core.history.Recorded(company='', name='sla_calendar_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=core.history.Recorded(company='', name='sla_holiday_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='issuetype',
            constraint=core.history.Recorded(company='', name='sla_issuetype_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=core.history.Recorded(company='service_level.company_id', name='sla_objective_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=core.history.Recorded(company='', name='sla_opening_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='servicelevel',
            constraint=core.history.Recorded(company='company_id', name='sla_servicelevel_history', omits=['id', 'sort_name', 'tenant_id', 'version']),
        ),
    ]
