"""The rules of a family, held by the database: no circle, eight levels at most, one currency.

The lock makes changes of families in one tenant wait for each other: under READ COMMITTED each statement of the
function sees what the one before has committed.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION companies_family_is_a_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above integer;
    below integer;
    is_circle boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('companies.family', NEW.tenant_id));

    WITH RECURSIVE up AS (
        SELECT c.id, c.parent_id, 1 AS level FROM companies_company c
        WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.parent_id
        UNION ALL
        SELECT c.id, c.parent_id, up.level + 1 FROM companies_company c
        JOIN up ON c.tenant_id = NEW.tenant_id AND c.id = up.parent_id WHERE up.level < 20
    )
    SELECT coalesce(max(level), 0), coalesce(bool_or(id = NEW.id), false) INTO above, is_circle FROM up;
    IF is_circle THEN
        RAISE EXCEPTION 'A company cannot stand below itself.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'companies_family_no_circle';
    END IF;

    WITH RECURSIVE down AS (
        SELECT c.id, 1 AS level FROM companies_company c
        WHERE c.tenant_id = NEW.tenant_id AND c.parent_id = NEW.id
        UNION ALL
        SELECT c.id, down.level + 1 FROM companies_company c
        JOIN down ON c.tenant_id = NEW.tenant_id AND c.parent_id = down.id WHERE down.level < 20
    )
    SELECT coalesce(max(level), 0) INTO below FROM down;
    IF above + 1 + below > 8 THEN
        RAISE EXCEPTION 'A family has eight levels at most.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'companies_family_depth';
    END IF;

    IF EXISTS (
        SELECT FROM companies_company c
        WHERE c.tenant_id = NEW.tenant_id AND (c.id = NEW.parent_id OR c.parent_id = NEW.id)
          AND c.currency <> NEW.currency
    ) THEN
        RAISE EXCEPTION 'Companies of one family share their currency.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'companies_family_currency';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER companies_family_on_insert BEFORE INSERT ON companies_company
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION companies_family_is_a_tree();
CREATE TRIGGER companies_family_on_update BEFORE UPDATE ON companies_company
    FOR EACH ROW WHEN (
        (NEW.parent_id IS NOT NULL AND NEW.parent_id IS DISTINCT FROM OLD.parent_id)
        OR NEW.currency IS DISTINCT FROM OLD.currency
    ) EXECUTE FUNCTION companies_family_is_a_tree();
"""

REMOVE = """
DROP TRIGGER companies_family_on_insert ON companies_company;
DROP TRIGGER companies_family_on_update ON companies_company;
DROP FUNCTION companies_family_is_a_tree();
"""


class Migration(migrations.Migration):
    dependencies = [("companies", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, REMOVE)]
