"""Weaves the pattern into a database of any size: every row is copied with its id, and the ids it points to, moved.

Copy number `k` of row 17 has the id 17 + k · STRIDE, in every table. So a whole customer with contacts, contracts,
devices, tickets and history is copied by one INSERT … SELECT a table, and every link still leads to its own copy.
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction

from benchmarks.template import STAGES
from companies.models import Company
from tenants import database
from tenants.models import Tenant, TenantOwned

STRIDE = 100_000
TEAMS = 40
"""Copies that bring their account teams: a technician has some hundred customers, however many the MSP has."""
WIDE, SHARE = "Emre", 7
"""A technician who is on the teams of so many of ten customers, by first name."""
EVENTS_EACH, DAYS = 5, 20
"""Of a customer's history as many are copied, the newest; each copy a minute earlier, over so many days."""


@dataclass(frozen=True)
class Size:
    """How many tenants, companies in the largest of them, and companies in all."""

    tenants: int
    largest: int
    companies: int


SIZES = {
    "tiny": Size(tenants=2, largest=120, companies=240),
    "small": Size(tenants=10, largest=2_000, companies=10_000),
    "one": Size(tenants=2, largest=200_000, companies=200_020),
    "large": Size(tenants=1_000, largest=200_000, companies=1_000_000),
}

OF_A_CUSTOMER = (
    "companies.Company", "companies.SearchTerm", "companies.AccountTeamMember", "contacts.Contact",
    "contacts.ContactTerm", "sla.Assignment", "notifications.Message", "billing.InvoiceSettings",
    "billing.InvoiceRecipient", "billing.SettingsReview", "contracts.Contract", "contracts.ContractService",
    "contracts.UnitAdjustment", "contracts.Purchase", "contracts.BillingDecision", "devices.Device",
    "devices.Coverage", "tickets.Ticket", "tickets.Pause", "tickets.Note", "onboarding.SalesHandover",
    "onboarding.Onboarding", "onboarding.Step", "onboarding.Signature", "events.Event",
)  # fmt: skip
LEFT_OUT = (
    "tenants.Invitation", "contacts.PortalAccess", "imports.ImportRun", "imports.ImportRow", "imports.ImportKey",
    "imports.RememberedMapping", "onboarding.PendingCheck",
    "companies.TaskfireAgreement", "companies.Location", "companies.CompanyMerge", "contacts.ContactMerge",
     "events.FieldChange",
)  # fmt: skip
"""What holds a secret or a file, is gone in a moment, or is told by events: it stays with the pattern. The database
gives every company its location by itself."""

FEW = "rank() OVER (PARTITION BY company_id ORDER BY id DESC)"
ROWS = {
    "companies.SearchTerm": "(SELECT t.* FROM companies_searchterm t JOIN companies_company o "
    "ON o.id = t.company_id WHERE NOT o.is_own)",
    "events.Event": f"(SELECT *, {FEW} AS nth FROM events_event WHERE company_id IS NOT NULL)",
    "notifications.Message": "(SELECT * FROM notifications_message WHERE kind = 'workflow')",
    "sla.ServiceLevel": "(SELECT * FROM sla_servicelevel WHERE company_id IS NULL)",
}
MARK = "substr(md5(c.copy::text), 1, 5)"
"""What makes names of copies differ, spread over the alphabet."""
COLUMNS = {
    "companies.Company": {
        "name": f"{MARK} || ' ' || s.name",
        "sort_name": f"{MARK} || ' ' || s.sort_name",
        "name_key": f"{MARK} || ' ' || s.name_key",
        "web_domain": f"{MARK} || s.web_domain",
        "number": "s.number || '-' || c.copy",
    },
    "companies.SearchTerm": {"term": f"left({MARK} || s.term, 100)"},
    "contacts.ContactTerm": {"term": f"left({MARK} || s.term, 100)"},
    "contacts.Contact": {
        "sort_name": f"{MARK} || s.sort_name",
        "last_name": f"left({MARK} || s.last_name, 50)",
        "email": f"{MARK} || s.email",
    },
    "devices.Device": {"external_id": "s.external_id || '-' || c.copy"},
    "tickets.Ticket": {"number": "s.number || '-' || c.copy"},
    "events.Event": {
        "at": f"s.at - c.copy % {DAYS * 24 * 60} * interval '1 minute'",
        "company_id": "s.company_id + c.copy * {stride}",
        "subject_id": "s.subject_id + c.copy * {stride}",
    },
    "notifications.Message": {
        "event_id": "s.event_id + c.copy * {stride}",
        "invitation_id": "NULL",
        "state": "'sent'",
        "sent_at": "now()",
    },
}  # fmt: skip


@transaction.atomic
def multiply(size: Size) -> None:
    """Copy the only tenant and its customers until the database has this size. As the owner."""
    database.open_for_migration(sender=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _write_history(cursor, "DISABLE")
        _plan_copies(cursor, size)
        _copy_tenants(cursor)
        for model in apps.get_models():
            if issubclass(model, TenantOwned) and model._meta.label not in LEFT_OUT:
                _copy(cursor, model)
        _widen(cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _write_history(cursor, "ENABLE")
        for model in apps.get_models():
            if issubclass(model, TenantOwned) or model is Tenant:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) + 1 FROM {table}))"
                )
    database.close_after_migration(sender=None)


def _write_history(cursor, verb: str) -> None:
    """Whether triggers write down what is copied: a copy changes nothing that was not written down before."""
    for model in apps.get_models():
        if issubclass(model, TenantOwned) and not model.keeps_no_history:
            table = model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER {table}_history")


def settle() -> None:
    """What the autovacuum would have done by the time anybody looks."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _plan_copies(cursor, size: Size) -> None:
    """Which copy belongs to which tenant: `base` is the copy that also brought the tenant's own settings."""
    each = len(STAGES)
    largest = max(size.largest // each, 1)
    others = max((size.companies - size.largest) // each // max(size.tenants - 1, 1), 1)
    cursor.execute("CREATE TEMPORARY TABLE copies (copy bigint, base bigint) ON COMMIT DROP")
    cursor.execute("INSERT INTO copies SELECT n, 0 FROM generate_series(1, %s) n", [largest - 1])
    cursor.execute(
        "INSERT INTO copies SELECT %(from)s + t * %(others)s + n, %(from)s + t * %(others)s "
        "FROM generate_series(0, %(tenants)s) t, generate_series(0, %(others)s - 1) n",
        {"from": largest, "others": others, "tenants": size.tenants - 2},
    )


def _copy_tenants(cursor) -> None:
    columns = [field.column for field in Tenant._meta.local_concrete_fields]
    moved = {"id": f"s.id + c.base * {STRIDE}", "slug": "s.slug || '-' || c.base"}
    _insert(cursor, "tenants_tenant", columns, moved, "(SELECT DISTINCT base FROM copies WHERE base > 0) c")
    cursor.execute(
        "INSERT INTO tenants_entrance (user_id, tenant_id) SELECT s.user_id, s.tenant_id + c.base * %s "
        "FROM tenants_entrance s CROSS JOIN (SELECT DISTINCT base FROM copies WHERE base > 0) c",
        [STRIDE],
    )


def _copy(cursor, model: type[models.Model]) -> None:
    label, table = model._meta.label, model._meta.db_table
    of_a_customer = label in OF_A_CUSTOMER
    step = "c.copy" if of_a_customer else "c.base"
    moved = {"id": f"s.id + {step} * {STRIDE}", "tenant_id": f"s.tenant_id + c.base * {STRIDE}"}
    for field in model._meta.local_concrete_fields:
        target = field.remote_field and field.remote_field.model
        if field.column in moved or not (target and issubclass(target, TenantOwned)):
            continue
        to_a_customer = target._meta.label in OF_A_CUSTOMER
        by = "c.copy" if to_a_customer else "c.base"
        moved[field.column] = f"s.{field.column} + {by} * {STRIDE}"
        if target._meta.label in LEFT_OUT or (to_a_customer and not of_a_customer):
            moved[field.column] = "NULL"
    moved |= {column: sql.format(stride=STRIDE) for column, sql in COLUMNS.get(label, {}).items()}
    columns = [field.column for field in model._meta.local_concrete_fields if not field.generated]
    copies = "copies c" if of_a_customer else "(SELECT DISTINCT base FROM copies WHERE base > 0) c"
    only = "NOT s.is_own OR c.copy = c.base" if model is Company else ""
    if label == "companies.AccountTeamMember":
        only = f"c.copy - c.base < {TEAMS}"
    if label == "events.Event":
        only = f"s.nth <= {EVENTS_EACH}"
    _insert(cursor, table, columns, moved, copies, rows=ROWS.get(label, table), only=only)


def _widen(cursor) -> None:
    """Let one technician of each tenant see most customers, by account teams alone."""
    cursor.execute(
        "INSERT INTO companies_accountteammember (tenant_id, company_id, member_id, added_at, reason) "
        "SELECT c.tenant_id, c.id, m.id, now(), '' FROM companies_company c "
        "JOIN tenants_member m ON m.tenant_id = c.tenant_id AND m.name LIKE %s "
        "WHERE NOT c.is_own AND c.id / %s %% 10 < %s ON CONFLICT DO NOTHING",
        [f"{WIDE} %", STRIDE, SHARE],
    )


def _insert(cursor, table, columns, moved, copies, *, rows: str = "", only: str = "") -> None:
    """All copies of all rows of one table."""
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(moved.get(column, f's."{column}"') for column in columns)
    where = f" WHERE {only}" if only else ""
    source = f"{rows or table} s" if not rows.startswith("(") else f"{rows} s"
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source} CROSS JOIN {copies}{where}")


def migrate() -> None:
    """An empty schema. As the owner."""
    call_command("migrate", verbosity=0, interactive=False)
