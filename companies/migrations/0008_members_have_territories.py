import core.history
import core.rowsecurity
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0007_history'),
        ('tenants', '0003_scope_territories'),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('territory', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='companies.territory')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'member', 'territory'), name='companies_memberterritory_once'), core.rowsecurity.Wall(name='companies_memberterritory_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='companies_memberterritory_key'), core.rowsecurity.Reference(field='member', name='companies_memberterritory_member_ref'), core.rowsecurity.Reference(field='territory', name='companies_memberterritory_territory_ref'), core.history.Recorded(company='', name='companies_memberterritory_history', omits=['id', 'tenant_id'])],
            },
        ),
    ]
