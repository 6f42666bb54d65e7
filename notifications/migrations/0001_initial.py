import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('contacts', '0001_initial'),
        ('tenants', '0001_initial'),
        ('tenants', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(blank=True, max_length=254, verbose_name='recipient')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('de', 'German')], max_length=5)),
                ('subject', models.CharField(blank=True, max_length=250, verbose_name='subject')),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('held', 'held'), ('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('outdated', 'outdated')], default='queued', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='notifications_account_due')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='WorkflowRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('event_key', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=100)),
                ('name_de', models.CharField(max_length=100)),
                ('subject_en', models.CharField(max_length=200)),
                ('subject_de', models.CharField(max_length=200)),
                ('body_en', models.TextField()),
                ('body_de', models.TextField()),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key'), name='notifications_rule_once'), core.rowsecurity.Wall(name='notifications_workflowrule_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='notifications_workflowrule_key')],
                'indexes': [models.Index(fields=['tenant', 'event_key'], name='notifications_rule_by_event')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(blank=True, max_length=254, verbose_name='recipient')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('de', 'German')], max_length=5)),
                ('subject', models.CharField(blank=True, max_length=250, verbose_name='subject')),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('held', 'held'), ('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('outdated', 'outdated')], default='queued', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(null=True)),
                ('kind', models.CharField(choices=[('workflow', 'Workflow notification'), ('account', 'Account mail'), ('ticket', 'Ticket correspondence')], max_length=10)),
                ('event_id', models.BigIntegerField(null=True)),
                ('about', models.CharField(blank=True, max_length=80)),
                ('context', models.JSONField(default=dict)),
                ('held_reason', models.CharField(blank=True, choices=[('no_primary', 'no primary contact'), ('no_address', 'the primary contact has no e-mail address'), ('bounced', 'mail to the primary contact came back'), ('opted_out', 'the primary contact does not receive notifications')], max_length=20)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='companies.company')),
                ('contact', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='contacts.contact')),
                ('invitation', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.invitation')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='notifications.workflowrule')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'rule', 'event_id'), name='notifications_message_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'workflow'), _negated=True), models.Q(('company__isnull', False), ('event_id__isnull', False), ('rule__isnull', False), ('user__isnull', True)), _connector='OR'), name='notifications_workflow_is_for_company'), core.rowsecurity.Wall(name='notifications_message_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='notifications_message_key'), core.rowsecurity.Reference(field='rule', name='notifications_message_rule_ref'), core.rowsecurity.Reference(field='company', name='notifications_message_company_ref'), core.rowsecurity.Reference(field='contact', name='notifications_message_contact_ref'), core.rowsecurity.Reference(field='invitation', name='notifications_message_invitation_ref')],
                'indexes': [models.Index(fields=['tenant', 'state', 'next_attempt_at'], name='notifications_due'), models.Index(fields=['tenant', 'company', '-created_at'], name='notifications_by_company'), models.Index(fields=['tenant', '-created_at', 'id'], name='notifications_by_age')],
            },
        ),
    ]
