import core.rowsecurity
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_initial'),
        ('contacts', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('days', models.PositiveSmallIntegerField(verbose_name='days')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='billing_paymentterm_once'), core.rowsecurity.Wall(name='billing_paymentterm_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_paymentterm_key')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('language', models.CharField(choices=[('en', 'English'), ('de', 'German')], max_length=5, verbose_name='language')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('is_default', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('payment_term', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.paymentterm', verbose_name='payment term')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='billing_template_once'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant',), name='billing_template_one_default'), core.rowsecurity.Wall(name='billing_invoicetemplate_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_invoicetemplate_key'), core.rowsecurity.Reference(field='payment_term', name='billing_invoicetemplate_payment_term_ref')],
            },
        ),
        migrations.CreateModel(
            name='SellerProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vat_id', models.CharField(blank=True, max_length=20, verbose_name='VAT id')),
                ('tax_number', models.CharField(blank=True, max_length=30, verbose_name='tax number')),
                ('bank_name', models.CharField(blank=True, max_length=80, verbose_name='bank')),
                ('iban', models.CharField(blank=True, max_length=34, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                ('contact_name', models.CharField(blank=True, max_length=100, verbose_name='contact for invoices')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant',), name='billing_seller_once'), core.rowsecurity.Wall(name='billing_sellerprofile_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_sellerprofile_key')],
            },
        ),
        migrations.CreateModel(
            name='SettingsReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('fingerprint', models.CharField(max_length=64)),
                ('reviewed', models.JSONField(default=dict)),
                ('signed_own_entries', models.BooleanField(default=False)),
                ('company', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='invoice_reviews', to='companies.company')),
                ('signed_by', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='billing_settingsreview_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_settingsreview_key'), core.rowsecurity.Reference(field='company', name='billing_settingsreview_company_ref'), core.rowsecurity.Reference(field='signed_by', name='billing_settingsreview_signed_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'company', '-signed_at'], name='billing_review_latest')],
            },
        ),
        migrations.CreateModel(
            name='TaxRegion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_de', models.CharField(blank=True, max_length=80, verbose_name='name in German')),
                ('treatment', models.CharField(choices=[('domestic', 'Domestic tax'), ('reverse_charge', 'Reverse charge'), ('third_country', 'Not taxable here')], max_length=20, verbose_name='treatment')),
                ('requires_vat_id', models.BooleanField(default=False, verbose_name='requires a VAT id')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note on the invoice')),
                ('note_de', models.CharField(blank=True, max_length=200, verbose_name='note on the invoice in German')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='billing_taxregion_once'), core.rowsecurity.Wall(name='billing_taxregion_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_taxregion_key')],
            },
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('basis_points', models.PositiveIntegerField(verbose_name='rate')),
                ('valid_from', models.DateField()),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('region', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='billing.taxregion')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'region', 'name', 'valid_from'), name='billing_taxrate_once'), core.rowsecurity.Wall(name='billing_taxrate_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_taxrate_key'), core.rowsecurity.Reference(field='region', name='billing_taxrate_region_ref')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('is_tax_exempt', models.BooleanField(default=False, verbose_name='tax exempt')),
                ('exemption_reason', models.CharField(blank=True, max_length=200, verbose_name='reason for the exemption')),
                ('vat_id', models.CharField(blank=True, max_length=20, verbose_name='VAT id')),
                ('tax_number', models.CharField(blank=True, max_length=30, verbose_name='tax number')),
                ('address_mode', models.CharField(choices=[('company', 'Company address'), ('own', 'Own billing address'), ('parent', 'Address of the parent company'), ('parent_billing', 'Billing address of the parent company')], default='company', max_length=20, verbose_name='address to use')),
                ('billing_name', models.CharField(blank=True, max_length=100, verbose_name='company on the invoice')),
                ('billing_street', models.CharField(blank=True, max_length=150, verbose_name='street and number')),
                ('billing_addition', models.CharField(blank=True, max_length=100, verbose_name='address addition')),
                ('billing_postal_code', models.CharField(blank=True, max_length=10, verbose_name='postal code')),
                ('billing_city', models.CharField(blank=True, max_length=60, verbose_name='city')),
                ('billing_country', django_countries.fields.CountryField(blank=True, max_length=2, verbose_name='country')),
                ('attention', models.CharField(blank=True, max_length=50, verbose_name='attention')),
                ('channel', models.CharField(choices=[('none', 'None'), ('print', 'Print'), ('email', 'E-mail')], default='email', max_length=10, verbose_name='invoice goes by')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('zugferd', 'ZUGFeRD'), ('xrechnung', 'XRechnung')], default='pdf', max_length=10, verbose_name='format')),
                ('buyer_reference', models.CharField(blank=True, max_length=50, verbose_name='buyer reference (Leitweg-ID)')),
                ('purchase_order', models.CharField(blank=True, max_length=50, verbose_name='purchase order number')),
                ('payer_decision', models.CharField(blank=True, choices=[('', 'not decided yet'), ('itself', 'The company itself'), ('parent', 'The parent company')], max_length=20, verbose_name='who pays for items without a contract')),
                ('entered_by_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None)),
                ('updated_at', models.DateTimeField(editable=False, null=True)),
                ('last_known_state', models.CharField(choices=[('waiting', 'waiting for review'), ('stale', 'changed since the review'), ('signed', 'signed')], default='waiting', editable=False, max_length=10)),
                ('company', core.rowsecurity.TenantOneToOne(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='invoice_settings', to='companies.company')),
                ('payer_decided_for', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('updated_by', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('template', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.invoicetemplate', verbose_name='invoice template')),
                ('last_review', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.settingsreview')),
                ('tax_region', core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.taxregion', verbose_name='tax region')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='billing_invoicesettings_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_invoicesettings_key'), core.rowsecurity.Reference(field='company', name='billing_invoicesettings_company_ref'), core.rowsecurity.Reference(field='template', name='billing_invoicesettings_template_ref'), core.rowsecurity.Reference(field='tax_region', name='billing_invoicesettings_tax_region_ref'), core.rowsecurity.Reference(field='payer_decided_for', name='billing_invoicesettings_payer_decided_for_ref'), core.rowsecurity.Reference(field='updated_by', name='billing_invoicesettings_updated_by_ref'), core.rowsecurity.Reference(field='last_review', name='billing_invoicesettings_last_review_ref')],
                'indexes': [models.Index(fields=['tenant', 'last_known_state', 'company'], name='billing_settings_by_state')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('settings', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='billing.invoicesettings')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'settings', 'contact'), name='billing_recipient_once'), core.rowsecurity.Wall(name='billing_invoicerecipient_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='billing_invoicerecipient_key'), core.rowsecurity.Reference(field='settings', name='billing_invoicerecipient_settings_ref'), core.rowsecurity.Reference(field='contact', name='billing_invoicerecipient_contact_ref')],
            },
        ),
    ]
