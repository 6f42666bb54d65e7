"""What is known of a company's market, and further numbers of a location; the first location has them too."""

import core.history
import core.rowsecurity
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

FIRST_LOCATION = """
CREATE OR REPLACE FUNCTION companies_first_location() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO companies_location (
        tenant_id, company_id, version, name, sort_name, description, street, address_addition, postal_code, city,
        state, country, {columns}, is_active, is_primary, created_at
    )
    SELECT tenant_id, id, 1, '', '', '', street, address_addition, postal_code, city, state, country, {empty}, true,
        true, now()
    FROM made;
    RETURN NULL;
END
$$
"""
BEFORE = FIRST_LOCATION.format(columns="phone, fax", empty="'', ''")
AFTER = FIRST_LOCATION.format(columns="phone, alternate_phone_1, alternate_phone_2, fax", empty="'', '', '', ''")


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0014_confidential_by_name'),
        ('tenants', '0008_planner_knows_the_tenant'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='asset_value_cents',
            field=models.PositiveBigIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000000000000)], verbose_name='asset value'),
        ),
        migrations.AddField(
            model_name='company',
            name='sic_code',
            field=models.CharField(blank=True, help_text='The industry by a list of codes, such as SIC, NACE or WZ.', max_length=32, verbose_name='industry code (SIC)'),
        ),
        migrations.AddField(
            model_name='company',
            name='stock_market',
            field=models.CharField(blank=True, max_length=10, verbose_name='stock market'),
        ),
        migrations.AddField(
            model_name='company',
            name='stock_symbol',
            field=models.CharField(blank=True, max_length=10, verbose_name='stock symbol'),
        ),
        migrations.AddField(
            model_name='location',
            name='alternate_phone_1',
            field=models.CharField(blank=True, max_length=25, verbose_name='second phone'),
        ),
        migrations.AddField(
            model_name='location',
            name='alternate_phone_2',
            field=models.CharField(blank=True, max_length=25, verbose_name='third phone'),
        ),
        migrations.RunSQL(AFTER, BEFORE),
        migrations.CreateModel(
            name='Competitor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=50, verbose_name='name')),
                ('sort_name', models.CharField(editable=False, max_length=60)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'verbose_name': 'competitor',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='company',
            name='competitor',
            field=core.rowsecurity.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='companies', to='companies.competitor', verbose_name='competitor'),
        ),
        migrations.AddIndex(
            model_name='company',
            index=models.Index(fields=['tenant', 'competitor'], name='companies_by_competitor'),
        ),
        migrations.AddConstraint(
            model_name='company',
            constraint=core.rowsecurity.Reference(field='competitor', name='companies_company_competitor_ref'),
        ),
        migrations.AddConstraint(
            model_name='competitor',
            constraint=models.UniqueConstraint(fields=('tenant', 'sort_name'), name='companies_competitor_name_once'),
        ),
        migrations.AddConstraint(
            model_name='competitor',
            constraint=core.rowsecurity.Wall(name='companies_competitor_wall'),
        ),
        migrations.AddConstraint(
            model_name='competitor',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='companies_competitor_key'),
        ),
        migrations.AddConstraint(
            model_name='competitor',
            constraint=core.history.Recorded(company='', name='companies_competitor_history', omits=['id', 'sort_name', 'tenant_id', 'version']),
        ),
    ]
