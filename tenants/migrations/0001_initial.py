import core.rowsecurity
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('de', 'German')], max_length=5, verbose_name='language')),
                ('theme', models.CharField(choices=[('system', 'As the device'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=10, verbose_name='theme')),
                ('is_active', models.BooleanField(default=True)),
                ('is_platform_operator', models.BooleanField(default=False)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='address in links')),
                ('host', models.CharField(blank=True, max_length=253, null=True, unique=True, verbose_name='own host name')),
                ('country', models.CharField(default='DE', max_length=2, verbose_name='country')),
                ('state', models.CharField(blank=True, max_length=10, verbose_name='federal state')),
                ('time_zone', models.CharField(default='Europe/Berlin', max_length=50, verbose_name='time zone')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'German')], default='de', max_length=5, verbose_name='language')),
                ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                ('accent', models.CharField(choices=[('indigo', 'Indigo'), ('teal', 'Teal'), ('plum', 'Plum'), ('rust', 'Rust')], default='indigo', max_length=10, verbose_name='accent colour')),
                ('support_email', models.EmailField(blank=True, max_length=254, verbose_name='support e-mail')),
                ('support_phone', models.CharField(blank=True, max_length=30, verbose_name='support phone')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('sort_name', models.CharField(editable=False, max_length=120)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('admin', 'Admin'), ('account_manager', 'Account manager'), ('billing_admin', 'Billing admin'), ('technician', 'Technician')], max_length=20), blank=True, default=list, size=None, verbose_name='roles')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('joined_at', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'user'), name='tenants_member_once'), core.rowsecurity.Wall(name='tenants_member_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tenants_member_key')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='tenants_invitation_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tenants_invitation_key'), core.rowsecurity.Reference(field='member', name='tenants_invitation_member_ref')],
            },
        ),
        migrations.CreateModel(
            name='Entrance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entrances', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'tenant'), name='tenants_entrance_once')],
            },
        ),
        migrations.CreateModel(
            name='RoleScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('admin', 'Admin'), ('account_manager', 'Account manager'), ('billing_admin', 'Billing admin'), ('technician', 'Technician')], max_length=20)),
                ('scope', models.CharField(choices=[('all', 'All customers'), ('mine', 'My customers')], max_length=20)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'role'), name='tenants_rolescope_once'), core.rowsecurity.Wall(name='tenants_rolescope_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='tenants_rolescope_key')],
            },
        ),
    ]
