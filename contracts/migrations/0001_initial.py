import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('sla', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('type', models.CharField(choices=[('time_and_materials', 'Time and materials'), ('recurring', 'Recurring service'), ('fixed_price', 'Fixed price'), ('block_hours', 'Block hours'), ('retainer', 'Retainer'), ('per_ticket', 'Per ticket')], max_length=20, verbose_name='contract type')),
                ('name', models.CharField(max_length=100, verbose_name='contract name')),
                ('number', models.CharField(blank=True, max_length=50, verbose_name='contract number')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_default', models.BooleanField(default=False, verbose_name='default contract for tickets')),
                ('period', models.CharField(choices=[('monthly', 'monthly'), ('quarterly', 'quarterly'), ('half_yearly', 'half-yearly'), ('yearly', 'yearly')], default='monthly', max_length=20, verbose_name='billing period')),
                ('setup_fee_cents', models.PositiveIntegerField(default=0, verbose_name='set-up fee')),
                ('overage_rate_cents', models.PositiveIntegerField(blank=True, null=True, verbose_name='overage rate per hour')),
                ('purchase_order', models.CharField(blank=True, max_length=50, verbose_name='purchase order number')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='companies.company')),
                ('payer', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paid_contracts', to='companies.company', verbose_name='another company pays')),
                ('service_level', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='sla.servicelevel', verbose_name='service level')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant', 'company'), name='contracts_one_default'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='contracts_contract_ends_after_start'), core.rowsecurity.Wall(name='contracts_contract_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contract_key'), core.rowsecurity.Reference(field='company', name='contracts_contract_company_ref'), core.rowsecurity.Reference(field='service_level', name='contracts_contract_service_level_ref'), core.rowsecurity.Reference(field='payer', name='contracts_contract_payer_ref')],
                'indexes': [models.Index(fields=['tenant', 'company', 'type'], name='contracts_by_company')],
            },
        ),
        migrations.CreateModel(
            name='EnabledContractType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(choices=[('time_and_materials', 'Time and materials'), ('recurring', 'Recurring service'), ('fixed_price', 'Fixed price'), ('block_hours', 'Block hours'), ('retainer', 'Retainer'), ('per_ticket', 'Per ticket')], max_length=20)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'type'), name='contracts_enabledtype_once'), core.rowsecurity.Wall(name='contracts_enabledcontracttype_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_enabledcontracttype_key')],
            },
        ),
        migrations.CreateModel(
            name='LabourRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_de', models.CharField(blank=True, max_length=60, verbose_name='name in German')),
                ('hourly_rate_cents', models.PositiveIntegerField(verbose_name='hourly rate')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='contracts_role_once'), core.rowsecurity.Wall(name='contracts_labourrole_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_labourrole_key')],
            },
        ),
        migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bought_on', models.DateField(verbose_name='bought on')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='hours')),
                ('tickets', models.PositiveIntegerField(blank=True, null=True, verbose_name='tickets')),
                ('price_cents', models.PositiveIntegerField(verbose_name='price')),
                ('is_paid', models.BooleanField(default=False, verbose_name='paid')),
                ('contract', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='purchases', to='contracts.contract')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='contracts_purchase_range'), core.rowsecurity.Wall(name='contracts_purchase_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_purchase_key'), core.rowsecurity.Reference(field='contract', name='contracts_purchase_contract_ref')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_de', models.CharField(blank=True, max_length=100, verbose_name='name in German')),
                ('description', models.CharField(blank=True, max_length=400, verbose_name='description')),
                ('unit_price_cents', models.PositiveIntegerField(verbose_name='unit price')),
                ('period', models.CharField(choices=[('monthly', 'monthly'), ('quarterly', 'quarterly'), ('half_yearly', 'half-yearly'), ('yearly', 'yearly')], default='monthly', max_length=20, verbose_name='period')),
                ('counts', models.CharField(choices=[('device', 'per device'), ('user', 'per user'), ('flat', 'flat')], default='device', max_length=10, verbose_name='counts')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('service_level', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.servicelevel', verbose_name='service level')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='contracts_service_once'), core.rowsecurity.Wall(name='contracts_service_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_service_key'), core.rowsecurity.Reference(field='service_level', name='contracts_service_service_level_ref')],
            },
        ),
        migrations.CreateModel(
            name='ContractService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_price_cents', models.PositiveIntegerField(verbose_name='unit price')),
                ('contract', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='services', to='contracts.contract')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('service', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.service', verbose_name='service')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'contract', 'service'), name='contracts_contractservice_once'), core.rowsecurity.Wall(name='contracts_contractservice_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contractservice_key'), core.rowsecurity.Reference(field='contract', name='contracts_contractservice_contract_ref'), core.rowsecurity.Reference(field='service', name='contracts_contractservice_service_ref')],
            },
        ),
        migrations.CreateModel(
            name='UnitAdjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('units', models.IntegerField(verbose_name='units')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('contract_service', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='adjustments', to='contracts.contractservice')),
                ('made_by', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('units', 0), _negated=True), name='contracts_adjustment_changes_something'), core.rowsecurity.Wall(name='contracts_unitadjustment_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_unitadjustment_key'), core.rowsecurity.Reference(field='contract_service', name='contracts_unitadjustment_contract_service_ref'), core.rowsecurity.Reference(field='made_by', name='contracts_unitadjustment_made_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'contract_service', 'effective_on'], name='contracts_adjustments')],
            },
        ),
        migrations.CreateModel(
            name='BillingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standard_rates_only', models.BooleanField(default=True)),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('company', core.rowsecurity.TenantOneToOne(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='billing_decision', to='companies.company')),
                ('decided_by', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='contracts_billingdecision_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_billingdecision_key'), core.rowsecurity.Reference(field='company', name='contracts_billingdecision_company_ref'), core.rowsecurity.Reference(field='decided_by', name='contracts_billingdecision_decided_by_ref')],
            },
        ),
    ]
