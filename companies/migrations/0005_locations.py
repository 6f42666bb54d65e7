"""Locations, and what keeps a company's address one: each company has its primary location from the first moment on,
never two, and the address in the company's own row is a copy of that location's, whoever writes either.
"""

import core.rowsecurity
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION companies_first_location() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO companies_location (
        tenant_id, company_id, version, name, sort_name, description, street, address_addition, postal_code, city,
        state, country, phone, fax, is_active, is_primary, created_at
    )
    SELECT tenant_id, id, 1, '', '', '', street, address_addition, postal_code, city, state, country, '', '', true,
        true, now()
    FROM made;
    RETURN NULL;
END
$$;
CREATE TRIGGER companies_first_location AFTER INSERT ON companies_company
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION companies_first_location();

CREATE FUNCTION companies_address_to_location() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE companies_location l SET street = NEW.street, address_addition = NEW.address_addition,
        postal_code = NEW.postal_code, city = NEW.city, state = NEW.state, country = NEW.country,
        version = l.version + 1
    WHERE l.tenant_id = NEW.tenant_id AND l.company_id = NEW.id AND l.is_primary
      AND (l.street, l.address_addition, l.postal_code, l.city, l.state, l.country)
        IS DISTINCT FROM (NEW.street, NEW.address_addition, NEW.postal_code, NEW.city, NEW.state, NEW.country);
    RETURN NULL;
END
$$;
CREATE TRIGGER companies_address_to_location AFTER UPDATE ON companies_company
    FOR EACH ROW WHEN (
        (OLD.street, OLD.address_addition, OLD.postal_code, OLD.city, OLD.state, OLD.country)
        IS DISTINCT FROM (NEW.street, NEW.address_addition, NEW.postal_code, NEW.city, NEW.state, NEW.country)
    ) EXECUTE FUNCTION companies_address_to_location();

CREATE FUNCTION companies_address_to_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE companies_company c SET street = NEW.street, address_addition = NEW.address_addition,
        postal_code = NEW.postal_code, city = NEW.city, state = NEW.state, country = NEW.country,
        version = c.version + 1
    WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.company_id
      AND (c.street, c.address_addition, c.postal_code, c.city, c.state, c.country)
        IS DISTINCT FROM (NEW.street, NEW.address_addition, NEW.postal_code, NEW.city, NEW.state, NEW.country);
    RETURN NULL;
END
$$;
CREATE TRIGGER companies_address_to_company AFTER INSERT OR UPDATE ON companies_location
    FOR EACH ROW WHEN (NEW.is_primary) EXECUTE FUNCTION companies_address_to_company();

CREATE FUNCTION companies_swap_primary_location() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE companies_location l SET is_primary = false, version = l.version + 1
    WHERE l.tenant_id = NEW.tenant_id AND l.company_id = NEW.company_id AND l.is_primary AND l.id <> NEW.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER companies_swap_primary_location BEFORE UPDATE ON companies_location
    FOR EACH ROW WHEN (NEW.is_primary AND NOT OLD.is_primary) EXECUTE FUNCTION companies_swap_primary_location();

CREATE FUNCTION companies_primary_location_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION 'A company always has a primary location.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'companies_primary_location_stays';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER companies_primary_location_stays BEFORE UPDATE ON companies_location
    FOR EACH ROW WHEN (OLD.is_primary AND NOT NEW.is_primary) EXECUTE FUNCTION companies_primary_location_stays();

CREATE FUNCTION companies_own_stays_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The own company of an MSP stays its own.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'companies_own_stays_own';
END
$$;
CREATE TRIGGER companies_own_stays_own BEFORE UPDATE ON companies_company
    FOR EACH ROW WHEN (OLD.is_own AND NOT NEW.is_own) EXECUTE FUNCTION companies_own_stays_own();
"""
DROP = "".join(
    f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"
    for name, table in (
        ("companies_first_location", "companies_company"),
        ("companies_address_to_location", "companies_company"),
        ("companies_own_stays_own", "companies_company"),
        ("companies_address_to_company", "companies_location"),
        ("companies_swap_primary_location", "companies_location"),
        ("companies_primary_location_stays", "companies_location"),
    )
)


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0004_team_places_may_end'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(blank=True, max_length=150, verbose_name='street and number')),
                ('address_addition', models.CharField(blank=True, max_length=100, verbose_name='address addition')),
                ('postal_code', models.CharField(blank=True, max_length=10, verbose_name='postal code')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='city')),
                ('state', models.CharField(blank=True, max_length=40, verbose_name='state or province')),
                ('country', django_countries.fields.CountryField(default='DE', max_length=2, verbose_name='country')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name of the location')),
                ('sort_name', models.CharField(editable=False, max_length=120)),
                ('description', models.TextField(blank=True, help_text='How to get in, where to park, whom to ask for.', max_length=500, verbose_name='description')),
                ('phone', models.CharField(blank=True, max_length=25, verbose_name='phone')),
                ('fax', models.CharField(blank=True, max_length=25, verbose_name='fax')),
                ('round_trip_km', models.PositiveSmallIntegerField(blank=True, help_text='From your office to the location and back.', null=True, verbose_name='round trip in km')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_primary', models.BooleanField(default=False, verbose_name='primary location')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='company',
            name='alternate_phone_1',
            field=models.CharField(blank=True, max_length=25, verbose_name='second phone'),
        ),
        migrations.AddField(
            model_name='company',
            name='alternate_phone_2',
            field=models.CharField(blank=True, max_length=25, verbose_name='third phone'),
        ),
        migrations.AddField(
            model_name='company',
            name='fax',
            field=models.CharField(blank=True, max_length=25, verbose_name='fax'),
        ),
        migrations.AddField(
            model_name='company',
            name='name_key',
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name='company',
            name='note',
            field=models.TextField(blank=True, help_text='For your own people only; no customer sees it.', max_length=2000, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='company',
            name='state',
            field=models.CharField(blank=True, max_length=40, verbose_name='state or province'),
        ),
        migrations.AddField(
            model_name='company',
            name='web_domain',
            field=models.CharField(blank=True, editable=False, max_length=253),
        ),
        migrations.AddIndex(
            model_name='company',
            index=models.Index(fields=['tenant', 'name_key'], name='companies_by_name_key'),
        ),
        migrations.AddIndex(
            model_name='company',
            index=models.Index(fields=['tenant', 'web_domain'], name='companies_by_web_domain'),
        ),
        migrations.AddField(
            model_name='location',
            name='company',
            field=core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='companies.company'),
        ),
        migrations.AddField(
            model_name='location',
            name='tenant',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant'),
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(fields=['tenant', 'company', 'sort_name'], name='companies_location_by_name'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('tenant', 'company'), name='companies_one_primary_location'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('is_primary', False), ('is_active', True), _connector='OR'), name='companies_primary_location_is_active'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(fields=('tenant', 'company', 'id'), name='companies_location_of_company'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=core.rowsecurity.Wall(name='companies_location_wall'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='companies_location_key'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=core.rowsecurity.Reference(field='company', name='companies_location_company_ref'),
        ),
        migrations.RunSQL(TRIGGERS, DROP),
    ]
