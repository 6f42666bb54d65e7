import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('tickets', '0001_initial'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='note',
            constraint=core.history.Recorded(company='ticket.company_id', name='tickets_note_history', omits=['created_at', 'id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=core.history.Recorded(company='ticket.company_id', name='tickets_pause_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='requesttype',
            constraint=core.history.Recorded(company='', name='tickets_requesttype_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=core.history.Recorded(company='company_id', name='tickets_ticket_history', omits=['created_at', 'id', 'last_activity_at', 'next_due_at', 'tenant_id', 'version']),
        ),
    ]
