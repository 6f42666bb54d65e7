import core.rowsecurity
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import onboarding.models.handover
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Playbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name_en', models.CharField(max_length=100)),
                ('name_de', models.CharField(max_length=100)),
                ('service_model', models.CharField(choices=[('managed', 'Managed services'), ('break_fix', 'Break/fix'), ('both', 'Managed services and break/fix')], max_length=20)),
                ('is_builtin', models.BooleanField(default=True)),
                ('is_current', models.BooleanField(default=True)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key', 'version'), name='onboarding_playbook_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('tenant', 'key'), name='onboarding_playbook_one_current'), core.rowsecurity.Wall(name='onboarding_playbook_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_playbook_key')],
            },
        ),
        migrations.CreateModel(
            name='Onboarding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('service_model', models.CharField(choices=[('managed', 'Managed services'), ('break_fix', 'Break/fix'), ('both', 'Managed services and break/fix')], max_length=20, verbose_name='service model')),
                ('go_live_on', models.DateField(verbose_name='go-live')),
                ('wants_portal', models.BooleanField(default=True, verbose_name='customer portal')),
                ('wants_taskfire', models.BooleanField(default=False, verbose_name='Taskfire')),
                ('is_subsidiary', models.BooleanField(default=False, verbose_name='belongs to another company')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('active', 'active'), ('on_hold', 'on hold'), ('completed', 'completed'), ('cancelled', 'cancelled')], default='active', max_length=20)),
                ('hold_reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('verified_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='onboardings', to='companies.company')),
                ('ended_by', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('started_by', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('playbook', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='onboarding.playbook')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'active', 'on_hold'))), fields=('tenant', 'company'), name='onboarding_one_open'), core.rowsecurity.Wall(name='onboarding_onboarding_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_onboarding_key'), core.rowsecurity.Reference(field='company', name='onboarding_onboarding_company_ref'), core.rowsecurity.Reference(field='playbook', name='onboarding_onboarding_playbook_ref'), core.rowsecurity.Reference(field='started_by', name='onboarding_onboarding_started_by_ref'), core.rowsecurity.Reference(field='ended_by', name='onboarding_onboarding_ended_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'state', 'go_live_on'], name='onboarding_by_state'), models.Index(fields=['tenant', 'company'], name='onboarding_by_company')],
            },
        ),
        migrations.CreateModel(
            name='PlaybookStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('title_de', models.CharField(blank=True, max_length=100)),
                ('text_en', models.TextField(blank=True, max_length=2000)),
                ('text_de', models.TextField(blank=True, max_length=2000)),
                ('phase', models.CharField(choices=[('customer', 'Customer'), ('billing', 'Billing'), ('service', 'Service'), ('portal', 'Portal'), ('go_live', 'Go-live')], max_length=20)),
                ('position', models.PositiveSmallIntegerField()),
                ('owner_role', models.CharField(choices=[('admin', 'Admin'), ('account_manager', 'Account manager'), ('billing_admin', 'Billing admin'), ('technician', 'Technician')], max_length=20)),
                ('due_days', models.PositiveSmallIntegerField(default=1)),
                ('due_from', models.CharField(choices=[('start', 'from the start'), ('predecessor', 'from the steps before')], default='start', max_length=20)),
                ('predecessors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('is_mandatory', models.BooleanField(default=True)),
                ('playbook', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='onboarding.playbook')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'playbook', 'key'), name='onboarding_playbookstep_once'), core.rowsecurity.Wall(name='onboarding_playbookstep_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_playbookstep_key'), core.rowsecurity.Reference(field='playbook', name='onboarding_playbookstep_playbook_ref')],
            },
        ),
        migrations.CreateModel(
            name='SalesHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('agreement', models.FileField(blank=True, max_length=200, upload_to=onboarding.models.handover.agreement_path, verbose_name='signed agreement')),
                ('agreement_name', models.CharField(blank=True, max_length=200)),
                ('agreement_digest', models.CharField(blank=True, max_length=64)),
                ('scope', models.TextField(blank=True, max_length=4000, verbose_name='what we do')),
                ('exclusions', models.TextField(blank=True, max_length=4000, verbose_name='what is excluded')),
                ('promises', models.TextField(blank=True, max_length=4000, verbose_name='what was promised')),
                ('company', core.rowsecurity.TenantOneToOne(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='sales_handover', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='onboarding_saleshandover_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_saleshandover_key'), core.rowsecurity.Reference(field='company', name='onboarding_saleshandover_company_ref')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('title_de', models.CharField(blank=True, max_length=100)),
                ('text_en', models.TextField(blank=True, max_length=2000)),
                ('text_de', models.TextField(blank=True, max_length=2000)),
                ('phase', models.CharField(choices=[('customer', 'Customer'), ('billing', 'Billing'), ('service', 'Service'), ('portal', 'Portal'), ('go_live', 'Go-live')], max_length=20)),
                ('position', models.PositiveSmallIntegerField()),
                ('owner_role', models.CharField(choices=[('admin', 'Admin'), ('account_manager', 'Account manager'), ('billing_admin', 'Billing admin'), ('technician', 'Technician')], max_length=20)),
                ('due_days', models.PositiveSmallIntegerField(default=1)),
                ('due_from', models.CharField(choices=[('start', 'from the start'), ('predecessor', 'from the steps before')], default='start', max_length=20)),
                ('predecessors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('is_mandatory', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('not_yet', 'not yet'), ('open', 'open'), ('done', 'done'), ('skipped', 'skipped'), ('not_applicable', 'not applicable')], default='not_yet', max_length=20)),
                ('left_by_name', models.CharField(blank=True, max_length=120)),
                ('due_on', models.DateField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reopened_by_name', models.CharField(blank=True, max_length=120)),
                ('reopened_by_event', models.CharField(blank=True, max_length=80)),
                ('reopened_because', models.JSONField(default=list)),
                ('open_findings', models.JSONField(default=list)),
                ('waiting_on', models.CharField(blank=True, choices=[('', 'nobody'), ('customer', 'the customer'), ('third_party', 'a third party')], max_length=20, verbose_name='waiting on')),
                ('waiting_note', models.CharField(blank=True, max_length=300, verbose_name='what for')),
                ('waiting_since', models.DateTimeField(null=True)),
                ('skipped_at', models.DateTimeField(null=True)),
                ('skip_reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('assignee', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member', verbose_name='assigned to')),
                ('onboarding', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='onboarding.onboarding')),
                ('skipped_by', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'onboarding', 'key'), name='onboarding_step_once'), core.rowsecurity.Wall(name='onboarding_step_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_step_key'), core.rowsecurity.Reference(field='onboarding', name='onboarding_step_onboarding_ref'), core.rowsecurity.Reference(field='assignee', name='onboarding_step_assignee_ref'), core.rowsecurity.Reference(field='skipped_by', name='onboarding_step_skipped_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'state', 'owner_role', 'due_on'], name='onboarding_step_work'), models.Index(fields=['tenant', 'assignee', 'state'], name='onboarding_step_assignee')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fingerprint', models.CharField(max_length=64)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('signed_by', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('step', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='onboarding.step')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='onboarding_signature_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_signature_key'), core.rowsecurity.Reference(field='step', name='onboarding_signature_step_ref'), core.rowsecurity.Reference(field='signed_by', name='onboarding_signature_signed_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'step', '-signed_at'], name='onboarding_signature_latest')],
            },
        ),
        migrations.CreateModel(
            name='PendingCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=80)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='onboarding_pendingcheck_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='onboarding_pendingcheck_key'), core.rowsecurity.Reference(field='by', name='onboarding_pendingcheck_by_ref')],
            },
        ),
    ]
