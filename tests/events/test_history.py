"""What the database writes down by itself when a row changes, whoever changes it and however."""

import pytest
from django.db import connection
from django.utils import timezone

from companies.models import AccountTeamMember, Company
from contacts.models import Contact
from core.authorship import Door, acting_as, through
from core.events import occurrence_of, publish, publish_many
from core.rowsecurity import acting_for, enter_tenant
from core.sortkeys import sort_key
from events.models import Event, FieldChange
from onboarding.models import SalesHandover
from tenants.models import Member, Tenant
from tests.cast import new_company

pytestmark = pytest.mark.django_db


def _of(record) -> list[FieldChange]:
    label = record._meta.label_lower
    return list(FieldChange.objects.filter(subject_type=label, subject_id=record.pk).order_by("id"))


def _sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_raw_sql_is_on_record_from_what_to_what(weinhold):
    _sql("UPDATE companies_company SET city = 'Lörrach', phone = '+49 7621 1' WHERE id = %s", weinhold.pk)

    [entered, changed] = _of(weinhold)
    assert (entered.operation, entered.changes) == ("insert", {})
    assert (changed.operation, changed.company_id) == ("update", weinhold.pk)
    assert changed.changes == {"city": ["Weil am Rhein", "Lörrach"], "phone": ["", "+49 7621 1"]}
    assert (changed.actor_kind, changed.door, changed.event_id) == ("system", "system", None)
    assert changed.subject_label == "Weinhold Steuerberatung GmbH"


def test_a_bulk_write_leaves_one_entry_for_each_row_with_who_and_which_door(weinhold, obertal, jana):
    with acting_as(jana), through(Door.API):
        Company.objects.filter(pk__in=[weinhold.pk, obertal.pk]).update(website="https://example.org")

    for company in (weinhold, obertal):
        change = _of(company)[-1]
        assert change.changes == {"website": ["", "https://example.org"]}
        assert (change.actor_kind, change.actor_id, change.actor_name) == ("member", jana.pk, "Jana Roth")
        assert change.door == "api"


def test_who_acts_is_forgotten_afterwards(weinhold, jana):
    with acting_as(jana), through(Door.PAGE):
        Company.objects.filter(pk=weinhold.pk).update(phone="1")
    Company.objects.filter(pk=weinhold.pk).update(phone="2")

    assert [change.actor_name for change in _of(weinhold)[-2:]] == ["Jana Roth", ""]


def test_who_acts_is_told_to_a_transaction_that_begins_later(weinhold, jana):
    enter_tenant(None)
    with acting_as(jana), acting_for(weinhold.tenant_id):
        Company.objects.filter(pk=weinhold.pk).update(phone="1")
    enter_tenant(weinhold.tenant_id)

    assert _of(weinhold)[-1].actor_id == jana.pk


def test_a_change_of_nothing_but_what_is_worked_out_is_none(weinhold):
    before = len(_of(weinhold))
    Company.objects.filter(pk=weinhold.pk).update(version=7, sort_name=sort_key("anders"))
    Company.objects.filter(pk=weinhold.pk).update(city="Weil am Rhein")

    assert len(_of(weinhold)) == before


def test_a_deleted_row_leaves_what_it_held(weinhold, tom):
    place = AccountTeamMember.objects.get(company=weinhold, member=tom)
    key = place.pk
    AccountTeamMember.objects.filter(pk=key).delete()

    gone = FieldChange.objects.get(subject_type="companies.accountteammember", subject_id=key, operation="delete")
    assert gone.company_id == weinhold.pk
    assert gone.changes["member_id"] == [tom.pk, None]


def test_what_belongs_to_a_record_of_the_company_is_found_under_the_company(miriam, weinhold):
    _sql("UPDATE contacts_portalaccess SET is_enabled = false WHERE contact_id = %s", miriam.pk)

    change = FieldChange.objects.filter(subject_type="contacts.portalaccess").latest("id")
    assert (change.company_id, change.changes) == (weinhold.pk, {"is_enabled": [True, False]})


def test_of_a_long_text_history_keeps_the_beginning(weinhold):
    handover = SalesHandover.objects.create(tenant_id=weinhold.tenant_id, company=weinhold, scope="a")
    SalesHandover.objects.filter(pk=handover.pk).update(scope="b" * 5000)

    before, after = _of(handover)[-1].changes["scope"]
    assert (before, after) == ("a", "b" * 300 + "…")


def test_the_settings_of_the_tenant_are_on_record_behind_its_wall(rheintal, nordlicht):
    Tenant.objects.filter(pk__in=[rheintal.pk, nordlicht.pk]).update(currency="CHF")

    [change] = FieldChange.objects.filter(subject_type="tenants.tenant")
    assert (change.tenant_id, change.changes) == (rheintal.pk, {"currency": ["EUR", "CHF"]})
    with acting_for(nordlicht.pk):
        assert FieldChange.objects.get(subject_type="tenants.tenant").tenant_id == nordlicht.pk


def test_an_event_tells_of_what_its_transaction_changed_at_the_company(weinhold, obertal, jana):
    Company.objects.filter(pk=weinhold.pk).update(phone="1")
    Company.objects.filter(pk=obertal.pk).update(phone="1")
    event = publish("companies.company_changed", subject=weinhold, company=weinhold, by=jana).event_id
    Contact.objects.bulk_create(
        [Contact(tenant_id=weinhold.tenant_id, company=weinhold, first_name="Eva", last_name="Blum")]
    )

    assert _of(weinhold)[-1].event_id == event
    assert _of(obertal)[-1].event_id is None
    assert _of(Contact.objects.get(last_name="Blum"))[0].event_id is None


def test_of_two_events_each_tells_of_what_was_changed_before_it(weinhold, miriam, jana):
    Company.objects.filter(pk=weinhold.pk).update(phone="1")
    first = publish("companies.company_changed", subject=weinhold, company=weinhold, by=jana).event_id
    Contact.objects.filter(pk=miriam.pk).update(mobile="2")
    second = publish("contacts.contact_changed", subject=miriam, company=weinhold, by=jana).event_id

    assert _of(weinhold)[-1].event_id == first
    assert _of(miriam)[-1].event_id == second


def test_an_event_of_the_tenant_tells_of_rows_without_a_company(rheintal, alice, jana):
    Member.objects.filter(pk=jana.pk).update(name="Jana Rot")
    event = publish("tenants.member_renamed", subject=jana, by=alice).event_id

    assert _of(jana)[-1].event_id == event


def test_an_event_of_long_ago_waits_in_the_rest_and_is_read_like_any(weinhold):
    at = timezone.now().replace(year=1999)
    Event.objects.create(
        tenant_id=weinhold.tenant_id, key="companies.company_created", at=at, company_id=weinhold.pk,
        subject_type="companies.company", subject_id=weinhold.pk, subject_label="x", actor_kind="system",
    )  # fmt: skip

    assert Event.objects.filter(company_id=weinhold.pk, at__year=1999).count() == 1


def test_entering_many_rows_asks_nothing_more_of_the_application(weinhold, django_assert_num_queries):
    with django_assert_num_queries(1):
        Contact.objects.bulk_create(
            [
                Contact(tenant_id=weinhold.tenant_id, company=weinhold, first_name="A", last_name=f"B{number}")
                for number in range(50)
            ]
        )
    assert FieldChange.objects.filter(subject_type="contacts.contact", operation="insert").count() == 50


def test_of_several_events_stored_at_once_each_tells_of_its_own_record(weinhold, miriam, carl, jana):
    Contact.objects.filter(pk__in=[miriam.pk, carl.pk]).update(title="CEO")
    Company.objects.filter(pk=weinhold.pk).update(phone="1")

    occurrences = [
        occurrence_of("contacts.contact_changed", subject=contact, company=weinhold, by=jana)
        for contact in (miriam, carl)
    ]
    publish_many(occurrences)

    told = [_of(record)[-1].event_id for record in (miriam, carl, weinhold)]
    first, second = (each.event_id for each in occurrences)
    assert told == [first, second, first]


def test_of_events_of_several_companies_each_tells_of_its_own(weinhold, obertal, jana):
    Company.objects.filter(pk__in=[weinhold.pk, obertal.pk]).update(phone="1")

    occurrences = [
        occurrence_of("companies.company_changed", subject=company, company=company, by=jana)
        for company in (obertal, weinhold)
    ]
    publish_many(occurrences)

    assert [_of(company)[-1].event_id for company in (obertal, weinhold)] == [each.event_id for each in occurrences]


def test_what_concerns_no_company_is_told_by_the_event_about_it(rheintal, tom, sina):
    Member.objects.filter(pk__in=[tom.pk, sina.pk]).update(name="Anders")

    occurrences = [occurrence_of("tenants.member_renamed", subject=member) for member in (sina, tom)]
    publish_many(occurrences)

    assert [_of(member)[-1].event_id for member in (sina, tom)] == [each.event_id for each in occurrences]


def test_an_event_reads_no_changes_but_those_of_its_company(jana):
    """However many the transaction has made at others, and however young the month is."""
    companies = [new_company(jana, f"Firma {number}") for number in range(40)]
    Company.objects.update(phone="1")
    before = _changes_read()

    for company in companies:
        publish("companies.company_changed", subject=company, company=company, by=jana)

    assert _changes_read() - before <= 3 * len(companies)


def _changes_read() -> int:
    """Rows of field changes that this transaction has fetched by an index, or read through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(idx_tup_fetch + seq_tup_read) FROM pg_stat_xact_user_tables "
            "WHERE relname LIKE 'events_fieldchange%%'"
        )
        return cursor.fetchone()[0]
