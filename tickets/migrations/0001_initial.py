import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('contacts', '0001_initial'),
        ('contracts', '0001_initial'),
        ('devices', '0001_initial'),
        ('sla', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RequestType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_de', models.CharField(blank=True, max_length=80, verbose_name='name in German')),
                ('priority', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], default='medium', max_length=10, verbose_name='priority')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='issue type')),
                ('sub_issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='sub-issue type')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='tickets_requesttype_once'), core.rowsecurity.Wall(name='tickets_requesttype_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_requesttype_key'), core.rowsecurity.Reference(field='issue', name='tickets_requesttype_issue_ref'), core.rowsecurity.Reference(field='sub_issue', name='tickets_requesttype_sub_issue_ref')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('service_level_source', models.CharField(choices=[('ticket', 'chosen on the ticket'), ('device', 'of the device'), ('contract_service', 'of the service that covers the device'), ('contract', 'of the contract'), ('issue', 'of the customer for this issue type'), ('company', 'of the customer'), ('tenant', 'our default'), ('none', 'none applies')], default='none', max_length=20)),
                ('response_minutes', models.PositiveIntegerField(editable=False, null=True)),
                ('resolution_minutes', models.PositiveIntegerField(editable=False, null=True)),
                ('response_due_at', models.DateTimeField(null=True)),
                ('resolution_due_at', models.DateTimeField(null=True)),
                ('next_due_at', models.DateTimeField(null=True)),
                ('responded_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('is_response_breached', models.BooleanField(default=False)),
                ('is_resolution_breached', models.BooleanField(default=False)),
                ('number', models.CharField(max_length=30, verbose_name='number')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('description', models.TextField(blank=True, max_length=8000, verbose_name='description')),
                ('status', models.CharField(choices=[('new', 'New'), ('in_progress', 'In progress'), ('waiting_customer', 'Waiting for customer'), ('complete', 'Complete')], default='new', max_length=20, verbose_name='status')),
                ('priority', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], default='medium', max_length=10, verbose_name='priority')),
                ('source', models.CharField(choices=[('portal', 'Customer portal'), ('phone', 'Phone'), ('email', 'E-mail'), ('staff', 'Staff')], default='staff', max_length=10, verbose_name='source')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('resolution', models.TextField(blank=True, max_length=8000, verbose_name='resolution')),
                ('last_activity_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('assignee', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member', verbose_name='assigned to')),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='companies.company')),
                ('contact', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='contacts.contact', verbose_name='contact')),
                ('contract', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='contracts.contract', verbose_name='contract')),
                ('created_by', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('device', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='devices.device', verbose_name='device')),
                ('issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='issue type')),
                ('request_type', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.requesttype')),
                ('service_level', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.servicelevel')),
                ('sub_issue', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.issuetype', verbose_name='sub-issue type')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'number'), name='tickets_ticket_number_once'), core.rowsecurity.Wall(name='tickets_ticket_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticket_key'), core.rowsecurity.Reference(field='company', name='tickets_ticket_company_ref'), core.rowsecurity.Reference(field='contact', name='tickets_ticket_contact_ref'), core.rowsecurity.Reference(field='device', name='tickets_ticket_device_ref'), core.rowsecurity.Reference(field='contract', name='tickets_ticket_contract_ref'), core.rowsecurity.Reference(field='request_type', name='tickets_ticket_request_type_ref'), core.rowsecurity.Reference(field='issue', name='tickets_ticket_issue_ref'), core.rowsecurity.Reference(field='sub_issue', name='tickets_ticket_sub_issue_ref'), core.rowsecurity.Reference(field='assignee', name='tickets_ticket_assignee_ref'), core.rowsecurity.Reference(field='service_level', name='tickets_ticket_service_level_ref'), core.rowsecurity.Reference(field='created_by', name='tickets_ticket_created_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'company', '-created_at'], name='tickets_by_company'), models.Index(fields=['tenant', 'contact', '-created_at'], name='tickets_by_contact'), models.Index(fields=['tenant', 'next_due_at', 'id'], name='tickets_by_due'), models.Index(fields=['tenant', 'assignee', 'next_due_at'], name='tickets_by_assignee'), models.Index(fields=['tenant', '-created_at', 'id'], name='tickets_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('ticket', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='tickets.ticket')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('tenant', 'ticket'), name='tickets_pause_one_open'), core.rowsecurity.Wall(name='tickets_pause_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_pause_key'), core.rowsecurity.Reference(field='ticket', name='tickets_pause_ticket_ref')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(max_length=8000, verbose_name='note')),
                ('is_public', models.BooleanField(default=True, verbose_name='visible to the customer')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('contact', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('member', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('ticket', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='tickets.ticket')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('member__isnull', True), ('contact__isnull', True), _connector='XOR'), name='tickets_note_one_author'), models.CheckConstraint(condition=models.Q(('contact__isnull', True), ('is_public', True), _connector='OR'), name='tickets_note_contact_public'), core.rowsecurity.Wall(name='tickets_note_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_note_key'), core.rowsecurity.Reference(field='ticket', name='tickets_note_ticket_ref'), core.rowsecurity.Reference(field='member', name='tickets_note_member_ref'), core.rowsecurity.Reference(field='contact', name='tickets_note_contact_ref')],
                'indexes': [models.Index(fields=['tenant', 'ticket', 'created_at'], name='tickets_notes_in_order')],
            },
        ),
        migrations.CreateModel(
            name='DayCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'on'), name='tickets_daycounter_once'), core.rowsecurity.Wall(name='tickets_daycounter_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_daycounter_key')],
            },
        ),
    ]
