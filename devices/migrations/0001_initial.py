import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('contracts', '0001_initial'),
        ('sla', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sort_name', models.CharField(editable=False, max_length=220)),
                ('kind', models.CharField(choices=[('workstation', 'Workstation'), ('laptop', 'Laptop'), ('server', 'Server'), ('network', 'Network device'), ('printer', 'Printer'), ('mobile', 'Mobile device'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('is_supported', models.BooleanField(default=True, verbose_name='supported')),
                ('serial_number', models.CharField(blank=True, max_length=100, verbose_name='serial number')),
                ('mac_address', models.CharField(blank=True, max_length=17, verbose_name='MAC address')),
                ('manufacturer', models.CharField(blank=True, max_length=80, verbose_name='manufacturer')),
                ('model', models.CharField(blank=True, max_length=120, verbose_name='model')),
                ('operating_system', models.CharField(blank=True, max_length=120, verbose_name='operating system')),
                ('last_user', models.CharField(blank=True, max_length=100, verbose_name='last user')),
                ('source', models.CharField(blank=True, max_length=20, verbose_name='source')),
                ('external_id', models.CharField(blank=True, max_length=100, verbose_name='id in the source')),
                ('review', models.CharField(choices=[('unreviewed', 'not reviewed'), ('covered', 'covered'), ('no_contract', 'reviewed, no contract')], default='unreviewed', max_length=20, verbose_name='review')),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='companies.company')),
                ('reviewed_by', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('service_level', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='sla.servicelevel', verbose_name='service level')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('tenant', 'source', 'external_id'), name='devices_device_external_once'), core.rowsecurity.Wall(name='devices_device_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='devices_device_key'), core.rowsecurity.Reference(field='company', name='devices_device_company_ref'), core.rowsecurity.Reference(field='reviewed_by', name='devices_device_reviewed_by_ref'), core.rowsecurity.Reference(field='service_level', name='devices_device_service_level_ref')],
                'indexes': [models.Index(fields=['tenant', 'company', 'sort_name'], name='devices_by_company'), models.Index(fields=['tenant', 'sort_name', 'id'], name='devices_by_name'), models.Index(fields=['tenant', 'serial_number'], name='devices_by_serial')],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('contract_service', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='coverages', to='contracts.contractservice')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('device', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='coverages', to='devices.device')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'device', 'contract_service'), name='devices_coverage_once'), core.rowsecurity.Wall(name='devices_coverage_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='devices_coverage_key'), core.rowsecurity.Reference(field='device', name='devices_coverage_device_ref'), core.rowsecurity.Reference(field='contract_service', name='devices_coverage_contract_service_ref')],
                'indexes': [models.Index(fields=['tenant', 'contract_service'], name='devices_coverage_service')],
            },
        ),
    ]
