import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('tenants', '0001_initial'),
        ('tenants', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('salutation', models.CharField(blank=True, choices=[('', 'none'), ('ms', 'Ms.'), ('mr', 'Mr.')], max_length=5, verbose_name='salutation')),
                ('first_name', models.CharField(blank=True, max_length=50, verbose_name='first name')),
                ('last_name', models.CharField(max_length=50, verbose_name='last name')),
                ('sort_name', models.CharField(editable=False, max_length=120)),
                ('title', models.CharField(blank=True, max_length=50, verbose_name='job title')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=25, verbose_name='phone')),
                ('mobile', models.CharField(blank=True, max_length=25, verbose_name='mobile phone')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'German')], default='de', max_length=5, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('receives_notifications', models.BooleanField(default=True, verbose_name='receives notifications')),
                ('bounced_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='mail came back on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('is_primary', models.BooleanField(default=False, verbose_name='primary contact')),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('tenant', 'company'), name='contacts_one_primary'), models.CheckConstraint(condition=models.Q(('is_primary', False), ('is_active', True), _connector='OR'), name='contacts_primary_is_active'), core.rowsecurity.Wall(name='contacts_contact_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contacts_contact_key'), core.rowsecurity.Reference(field='company', name='contacts_contact_company_ref')],
                'indexes': [models.Index(fields=['tenant', 'sort_name', 'id'], name='contacts_by_name'), models.Index(fields=['tenant', 'company', 'sort_name'], name='contacts_by_company'), models.Index(fields=['tenant', 'email'], name='contacts_by_email')],
            },
        ),
        migrations.CreateModel(
            name='ContactTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=60)),
                ('contact', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='contacts.contact')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'term', 'contact'), name='contacts_term_once'), core.rowsecurity.Wall(name='contacts_contactterm_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contacts_contactterm_key'), core.rowsecurity.Reference(field='contact', name='contacts_contactterm_contact_ref')],
                'indexes': [models.Index(fields=['tenant', 'contact'], name='contacts_term_by_contact')],
            },
        ),
        migrations.CreateModel(
            name='PortalAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(choices=[('basic', 'Basic: own tickets'), ('advanced', 'Advanced: all tickets of the company'), ('manager', 'Manager: all tickets and people'), ('taskfire_resource', 'Taskfire resource'), ('taskfire_admin', 'Taskfire administrator')], max_length=20, verbose_name='access right')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='enabled')),
                ('enabled_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('contact', core.rowsecurity.TenantOneToOne(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='portal_access', to='contacts.contact')),
                ('invitation', core.rowsecurity.TenantForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tenants.invitation')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='contacts_portalaccess_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='contacts_portalaccess_key'), core.rowsecurity.Reference(field='contact', name='contacts_portalaccess_contact_ref'), core.rowsecurity.Reference(field='invitation', name='contacts_portalaccess_invitation_ref')],
                'indexes': [models.Index(fields=['tenant', 'user'], name='contacts_access_by_user')],
            },
        ),
    ]
