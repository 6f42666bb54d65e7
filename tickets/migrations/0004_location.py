import core.rowsecurity
import django.db.models.deletion
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0012_merges'),
        ('contacts', '0006_merges'),
        ('contracts', '0003_lists_by_key'),
        ('devices', '0005_history_without_keys'),
        ('sla', '0002_history'),
        ('tenants', '0007_words_of_role_scopes'),
        ('tickets', '0003_lists_by_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='location',
            field=core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.location', verbose_name='location'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=core.rowsecurity.Reference(field='location', name='tickets_location_of_own_company', within='company'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=core.rowsecurity.Reference(field='location', name='tickets_ticket_location_ref'),
        ),
    ]
