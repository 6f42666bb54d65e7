import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, verbose_name='company name')),
                ('sort_name', models.CharField(editable=False, max_length=120)),
                ('number', models.CharField(blank=True, max_length=50, verbose_name='company number')),
                ('type', models.CharField(choices=[('customer', 'Customer'), ('lead', 'Lead'), ('prospect', 'Prospect'), ('dead', 'Dead'), ('cancelled', 'Cancelled'), ('vendor', 'Vendor'), ('partner', 'Partner')], default='prospect', max_length=20, verbose_name='type')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_own', models.BooleanField(default=False, editable=False)),
                ('is_public_body', models.BooleanField(default=False, help_text='Needs a buyer reference (Leitweg-ID) on its invoices.', verbose_name='public body')),
                ('is_confidential', models.BooleanField(default=False, help_text='Only the account manager, the account team and admins see it.', verbose_name='confidential')),
                ('service_model', models.CharField(blank=True, choices=[('managed', 'Managed services'), ('break_fix', 'Break/fix'), ('both', 'Managed services and break/fix')], max_length=20, verbose_name='service model')),
                ('phone', models.CharField(blank=True, max_length=25, verbose_name='phone')),
                ('website', models.CharField(blank=True, max_length=255, verbose_name='website')),
                ('street', models.CharField(blank=True, max_length=150, verbose_name='street and number')),
                ('address_addition', models.CharField(blank=True, max_length=100, verbose_name='address addition')),
                ('postal_code', models.CharField(blank=True, max_length=10, verbose_name='postal code')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='city')),
                ('country', django_countries.fields.CountryField(default='DE', max_length=2, verbose_name='country')),
                ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'German')], default='de', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('team_decision', models.CharField(blank=True, choices=[('', 'not decided yet'), ('team', 'Account team'), ('manager_alone', 'Account manager alone')], max_length=20, verbose_name='account team')),
                ('parent_link', models.CharField(blank=True, choices=[('subsidiary', 'Subsidiary'), ('franchise', 'Franchise'), ('branch', 'Branch')], max_length=20, verbose_name='kind of link')),
                ('hierarchy_decision', models.CharField(blank=True, choices=[('', 'not decided yet'), ('independent', 'Independent company'), ('child', 'Part of another company'), ('parent', 'Parent of other companies')], max_length=20, verbose_name='place in a family')),
                ('portal_enabled', models.BooleanField(default=True, verbose_name='customer portal')),
                ('taskfire_enabled', models.BooleanField(default=False, verbose_name='Taskfire')),
                ('manager', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='managed_companies', to='tenants.member', verbose_name='account manager')),
                ('parent', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='companies.company', verbose_name='parent company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_own', True)), fields=('tenant',), name='companies_company_own_once'), models.CheckConstraint(condition=models.Q(('is_own', False), models.Q(('is_active', True), ('parent__isnull', True)), _connector='OR'), name='companies_company_own_stays'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='companies_company_not_own_parent'), models.CheckConstraint(condition=models.Q(('taskfire_enabled', False), ('portal_enabled', True), _connector='OR'), name='companies_company_taskfire_needs_portal'), models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), ('parent_link', '')), models.Q(('parent__isnull', False), models.Q(('parent_link', ''), _negated=True)), _connector='OR'), name='companies_company_link_has_kind'), core.rowsecurity.Wall(name='companies_company_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='companies_company_key'), core.rowsecurity.Reference(field='manager', name='companies_company_manager_ref'), core.rowsecurity.Reference(field='parent', name='companies_company_parent_ref')],
                'indexes': [models.Index(fields=['tenant', 'sort_name', 'id'], name='companies_by_name'), models.Index(fields=['tenant', 'manager'], name='companies_by_manager'), models.Index(fields=['tenant', 'parent'], name='companies_by_parent')],
            },
        ),
        migrations.CreateModel(
            name='AccountTeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('member', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='team_places', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='team', to='companies.company')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'company', 'member'), name='companies_team_once'), core.rowsecurity.Wall(name='companies_accountteammember_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='companies_accountteammember_key'), core.rowsecurity.Reference(field='company', name='companies_accountteammember_company_ref'), core.rowsecurity.Reference(field='member', name='companies_accountteammember_member_ref')],
                'indexes': [models.Index(fields=['tenant', 'member', 'company'], name='companies_team_by_member')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=60)),
                ('source', models.CharField(default='company', max_length=20)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'verbose_name': 'term',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'term', 'company', 'source'), name='companies_term_once'), core.rowsecurity.Wall(name='companies_searchterm_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='companies_searchterm_key'), core.rowsecurity.Reference(field='company', name='companies_searchterm_company_ref')],
                'indexes': [models.Index(fields=['tenant', 'company', 'source'], name='companies_term_by_company')],
            },
        ),
        migrations.CreateModel(
            name='TaskfireAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('accepted_by', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='taskfire_agreements', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='companies_taskfireagreement_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='companies_taskfireagreement_key'), core.rowsecurity.Reference(field='company', name='companies_taskfireagreement_company_ref'), core.rowsecurity.Reference(field='accepted_by', name='companies_taskfireagreement_accepted_by_ref')],
            },
        ),
    ]
