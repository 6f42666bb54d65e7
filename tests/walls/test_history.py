"""No table is forgotten by history, and nobody reads or rewrites what is not theirs in it."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from core.partitions import parts_of
from core.rowsecurity import acting_for, enter_tenant
from events.models import FieldChange
from tenants.models import TenantOwned
from tests.walls import catalogue
from tests.walls.test_catalogue import IN_MONTHS

pytestmark = pytest.mark.django_db

WITHOUT_HISTORY = {
    "events_event": "the log itself",
    "events_fieldchange": "the log itself",
    "imports_importrow": "a draft; what becomes of it is in the history of the record",
    "imports_importkey": "a draft, like the rows",
    "imports_rememberedmapping": "what is guessed first for the next file",
    "tenants_keptanswer": "itself what was said, for a day",
    "companies_searchterm": "worked out from the company and its contacts",
    "companies_companymerge": "a log itself",
    "contacts_contactmerge": "a log itself",
    "contacts_contactterm": "worked out from the contact",
    "notifications_message": "the log of messages itself",
    "tickets_daycounter": "a counter",
    "onboarding_pendingcheck": "a queue",
    "tenants_listarrangement": "how one person looks at a list",
}
MODELS = [model for model in apps.get_models() if issubclass(model, TenantOwned) and not model._meta.proxy]
RECORDED = [model for model in MODELS if model._meta.db_table not in WITHOUT_HISTORY]
ROW, INSERT, DELETE, UPDATE = 1, 4, 8, 16
SECRETS = ("password", "secret", "token", "digest", "fingerprint", "hash")


def _omitted(table: str) -> list[str]:
    [(definition,)] = catalogue.rows(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
        table, f"{table}_history",
    )  # fmt: skip
    return definition.split("'{")[1].split("}'")[0].split(",")


@pytest.mark.parametrize("table", sorted(model._meta.db_table for model in RECORDED))
def test_every_table_of_a_tenant_is_recorded_by_the_database(table):
    after_each_row = ROW | INSERT | DELETE | UPDATE
    assert (f"{table}_history", "handover_record_change", after_each_row, "O") in catalogue.triggers(table)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_a_table_without_history_stands_on_the_list_with_a_reason(model):
    assert bool(model.keeps_no_history) == (model._meta.db_table in WITHOUT_HISTORY)


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model._meta.db_table)
def test_nothing_secret_reaches_history(model):
    columns = {field.column for field in model._meta.local_concrete_fields}
    secret = {column for column in columns if any(part in column for part in SECRETS)}
    assert secret - set(_omitted(model._meta.db_table)) == set()


def test_the_function_writes_as_the_owner_and_looks_nowhere_else():
    found = catalogue.rows(
        "SELECT proname, prosecdef, proconfig FROM pg_proc WHERE proname LIKE 'handover\\_%%' ORDER BY 1"
    )
    path = ["search_path=public, pg_temp"]
    assert [(name, definer, settings[:1]) for name, definer, settings in found] == [
        ("handover_record_change", True, path),
        ("handover_tell_changes", True, path),
    ]


@pytest.mark.parametrize("table", IN_MONTHS)
def test_a_part_is_closed_to_everybody_but_through_its_table(table, weinhold):
    parts = {name: state for name, state in catalogue.tables(parts=True).items() if name.startswith(table)}
    assert set(parts) == {*parts_of(table), f"{table}_rest"}
    for name, state in parts.items():
        assert state == {"enabled": True, "forced": True, "owned": False, "tenant_required": True}, name
        assert catalogue.policies(name) == [], name
        assert catalogue.privileges(name) <= {"TRUNCATE"}, name


@pytest.mark.parametrize("part", ["events_event_rest", "events_fieldchange_rest"])
def test_a_part_is_not_read_past_its_table(part, weinhold):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        catalogue.rows(f"SELECT count(*) FROM {part}")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO events_fieldchange (tenant_id, at) VALUES (1, now())",
        "UPDATE events_fieldchange SET actor_name = 'nobody'",
        "DELETE FROM events_fieldchange",
        "UPDATE events_event SET actor_name = 'nobody'",
        "DELETE FROM events_event",
        "ALTER TABLE companies_company DISABLE TRIGGER ALL",
        "DROP TRIGGER companies_company_history ON companies_company",
        "DROP FUNCTION handover_record_change CASCADE",
        "ALTER TABLE events_event DETACH PARTITION events_event_rest",
        "SET LOCAL session_replication_role = 'replica'",
    ],
)
def test_the_application_can_neither_write_nor_silence_history(statement, weinhold):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_history_of_another_tenant_is_not_there(weinhold, kuestenhof):
    assert FieldChange.objects.filter(company_id=weinhold.pk).exists()
    assert not FieldChange.objects.filter(company_id=kuestenhof.pk).exists()
    with acting_for(kuestenhof.tenant_id):
        assert FieldChange.objects.filter(company_id=kuestenhof.pk).exists()
        assert not FieldChange.objects.filter(company_id=weinhold.pk).exists()
    enter_tenant(None)
    assert not FieldChange.objects.exists()
