import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('time_zone', models.CharField(default='Europe/Berlin', max_length=50, verbose_name='time zone')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('state', models.CharField(blank=True, max_length=10, verbose_name='federal state')),
                ('is_default', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant',), name='sla_calendar_one_default'), core.rowsecurity.Wall(name='sla_calendar_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_calendar_key')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=100)),
                ('calendar', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='sla.calendar')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'calendar', 'on'), name='sla_holiday_once'), core.rowsecurity.Wall(name='sla_holiday_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_holiday_key'), core.rowsecurity.Reference(field='calendar', name='sla_holiday_calendar_ref')],
            },
        ),
        migrations.CreateModel(
            name='IssueType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_de', models.CharField(blank=True, max_length=80, verbose_name='name in German')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('parent', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sub_issues', to='sla.issuetype')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'parent', 'name'), name='sla_issuetype_once', nulls_distinct=False), core.rowsecurity.Wall(name='sla_issuetype_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_issuetype_key'), core.rowsecurity.Reference(field='parent', name='sla_issuetype_parent_ref')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts_minute', models.PositiveSmallIntegerField()),
                ('ends_minute', models.PositiveSmallIntegerField()),
                ('is_extended', models.BooleanField(default=False)),
                ('calendar', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='sla.calendar')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_minute__lte', 1440), ('starts_minute__lt', models.F('ends_minute')), ('weekday__lte', 6)), name='sla_opening_is_an_interval'), core.rowsecurity.Wall(name='sla_opening_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_opening_key'), core.rowsecurity.Reference(field='calendar', name='sla_opening_calendar_ref')],
            },
        ),
        migrations.CreateModel(
            name='ServiceLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('sort_name', models.CharField(default='', editable=False, max_length=100)),
                ('description', models.TextField(blank=True, max_length=1000, verbose_name='description')),
                ('commitment', models.CharField(choices=[('contractual', 'Contractual'), ('internal', 'Internal goal')], max_length=20, verbose_name='commitment')),
                ('hours', models.CharField(choices=[('business', 'Business hours'), ('extended', 'Business and extended hours'), ('always', 'Around the clock')], default='business', max_length=20, verbose_name='hours that count')),
                ('sets_due_date', models.BooleanField(default=True, verbose_name='sets the due date of tickets')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_default', models.BooleanField(default=False)),
                ('calendar', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.calendar', verbose_name='calendar')),
                ('company', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='own_service_levels', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'company', 'name'), name='sla_servicelevel_once', nulls_distinct=False), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant',), name='sla_servicelevel_one_default'), core.rowsecurity.Wall(name='sla_servicelevel_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_servicelevel_key'), core.rowsecurity.Reference(field='company', name='sla_servicelevel_company_ref'), core.rowsecurity.Reference(field='calendar', name='sla_servicelevel_calendar_ref')],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('priority', models.CharField(blank=True, choices=[('critical', 'Critical'), ('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], max_length=10, verbose_name='priority')),
                ('response_minutes', models.PositiveIntegerField(verbose_name='first response')),
                ('plan_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='resolution plan')),
                ('resolution_minutes', models.PositiveIntegerField(verbose_name='resolved')),
                ('issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='issue type')),
                ('sub_issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='sub-issue type')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('service_level', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='sla.servicelevel')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'service_level', 'priority', 'issue', 'sub_issue'), name='sla_objective_once', nulls_distinct=False), core.rowsecurity.Wall(name='sla_objective_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_objective_key'), core.rowsecurity.Reference(field='service_level', name='sla_objective_service_level_ref'), core.rowsecurity.Reference(field='issue', name='sla_objective_issue_ref'), core.rowsecurity.Reference(field='sub_issue', name='sla_objective_sub_issue_ref')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='service_level_assignments', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='issue type')),
                ('sub_issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='sub-issue type')),
                ('service_level', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='sla.servicelevel', verbose_name='service level')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'company', 'issue', 'sub_issue'), name='sla_assignment_once', nulls_distinct=False), core.rowsecurity.Wall(name='sla_assignment_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='sla_assignment_key'), core.rowsecurity.Reference(field='company', name='sla_assignment_company_ref'), core.rowsecurity.Reference(field='issue', name='sla_assignment_issue_ref'), core.rowsecurity.Reference(field='sub_issue', name='sla_assignment_sub_issue_ref'), core.rowsecurity.Reference(field='service_level', name='sla_assignment_service_level_ref')],
            },
        ),
    ]
