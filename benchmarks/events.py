"""Two years of history in one tenant, by SQL: so many events, each with a field change, and more changes beside them.

Half of what happens concerns customers that are not in the database, as numbers; one customer has a fiftieth of
everything. The kinds, doors and people differ in how often they come, down to one in a hundred thousand.
"""

from datetime import date

from django.db import connection

from companies.models import Company
from core import partitions
from tenants import database

MONTHS = 24
SUBJECTS = 200_000
BUSY, UNTOLD = 50, 5
"""Of as many events one is the busy customer's, and beside as many one change is told by none."""

_WHAT = """
    SELECT {first} + n AS id, n,
           now() - make_interval(days => {days}) * (1 - n::float / {number}) AS at,
           CASE WHEN n %% {busy} = 0 THEN {company} ELSE 10000000 + (n * 7919) %% {subjects} END AS company_id,
           (ARRAY['companies.company', 'contacts.contact', 'tickets.ticket', 'devices.device',
                  'billing.invoicesettings'])[1 + n %% 5] AS subject_type,
           (ARRAY['companies.company_changed', 'contacts.contact_changed', 'tickets.ticket_opened',
                  'devices.device_added', 'billing.settings_changed'])[1 + n %% 5] AS key,
           20000000 + (n * 104729) %% {subjects} AS subject_id,
           CASE WHEN n %% 10 < 7 THEN 'member' WHEN n %% 10 = 7 THEN 'contact' ELSE 'system' END AS actor_kind,
           CASE WHEN n %% 10 >= 7 THEN NULL WHEN n %% 100000 = 1 THEN {rare} ELSE {often} END AS actor_id,
           (ARRAY['page', 'page', 'page', 'page', 'import', 'import', 'portal', 'system'])[1 + n %% 8] AS often_by,
           CASE WHEN n %% 100000 = 7 THEN '{{"vat_id": ["", "DE811569869"]}}'
                ELSE '{{"phone": ["+49 7621 1", "+49 7621 2"], "city": ["Weil", "Basel"]}}' END::jsonb AS changes
      FROM generate_series(1::bigint, {number}) n
"""
_EVENTS = """
    INSERT INTO events_event (id, tenant_id, key, at, company_id, subject_type, subject_id, subject_label, actor_kind,
                              actor_id, actor_name, door, changes, data)
    SELECT id, {tenant}, key, at, company_id, subject_type, subject_id, 'Muster ' || n, actor_kind, actor_id, 'Muster',
           CASE WHEN n %% 100000 = 3 THEN 'api' ELSE often_by END, '{{}}', '{{}}'
      FROM ({what}) what
"""
_CHANGES = """
    INSERT INTO events_fieldchange (tenant_id, at, transaction, event_id, company_id, operation, subject_type,
                                    subject_id, subject_label, changes, actor_kind, actor_id, actor_name, door)
    SELECT {tenant}, at, id, {event}, company_id, 'update', subject_type, subject_id, 'Muster ' || n, changes,
           actor_kind, actor_id, 'Muster', CASE WHEN n %% 100000 = 3 THEN 'api' ELSE often_by END
      FROM ({what}) what WHERE {which}
"""


def pile_up(number: int, *, tenant: int, busy: Company, often: int, rare: int) -> None:
    """So many events of two years, as the owner. Of two members one does most of it, the other hardly anything."""
    database.open_for_migration(sender=None)
    today = date.today()
    for table in partitions.partitioned_tables():
        partitions.open_months(table, since=partitions.months_before(today, MONTHS), until=today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM events_event")
        known = {
            "first": cursor.fetchone()[0], "days": 30 * MONTHS, "number": number, "busy": BUSY, "company": busy.pk,
            "subjects": SUBJECTS, "often": often, "rare": rare, "tenant": tenant,
        }  # fmt: skip
        what = _WHAT.format(**known)
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER events_event_tells")
        cursor.execute(_EVENTS.format(**known, what=what), [])
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER events_event_tells")
        cursor.execute(_CHANGES.format(**known, what=what, event="id", which="true"), [])
        cursor.execute(_CHANGES.format(**known, what=what, event="NULL", which=f"n %% {UNTOLD} = 0"), [])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('events_event', 'id'), (SELECT max(id) FROM events_event))"
        )
    database.close_after_migration(sender=None)
