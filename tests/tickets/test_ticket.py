"""The verbs of a ticket: what they do to status, clock and timeline, and what they refuse."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from companies.models import AccountTeamMember, Location
from companies.operations import add_location
from core.errors import DomainError, EditConflict, NotAllowed
from events.models import Event
from sla.models import IssueType, Priority, ServiceLevel
from sla.operations import assign_service_level
from tests.cast import new_company, new_contact
from tests.sla.walk import walk_to
from tickets.models import DayCounter, ServiceLevelSource, Source, Status, Ticket
from tickets.operations import open_ticket

BERLIN = ZoneInfo("Europe/Berlin")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


@pytest.fixture
def open_one(seeded, weinhold, miriam, tom):
    """Opens a ticket of Weinhold at nine on a Monday, in business hours, due at eleven and on Wednesday at nine."""

    def make(**fields):
        values = {"contact": miriam, "by": tom, "source": Source.PHONE, "priority": Priority.HIGH}
        with time_machine.travel(at(23, 9), tick=False):
            return open_ticket(company=weinhold, title="Printer prints nothing", **{**values, **fields})

    return make


def test_a_new_ticket_has_its_number_its_service_level_and_its_due_times(open_one):
    ticket = open_one()

    assert ticket.number == "T20261123.0001"
    assert ticket.service_level.name == "Bronze"
    assert ticket.service_level_source == ServiceLevelSource.TENANT
    assert ticket.response_due_at == at(23, 11)
    assert ticket.resolution_due_at == at(25, 9)
    assert ticket.next_due_at == ticket.response_due_at


def test_the_number_goes_by_the_tenants_local_day(open_one, weinhold, miriam, tom):
    with time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False):
        ticket = open_ticket(company=weinhold, contact=miriam, title="Late", by=tom, source=Source.PHONE)

    assert ticket.number == "T20261124.0001"


def test_the_sequence_of_a_day_may_pass_four_digits(open_one, rheintal):
    DayCounter.objects.create(tenant=rheintal, on=date(2026, 11, 23), last=9999)

    assert open_one().number == "T20261123.10000"


def test_opening_tells_whether_staff_did_it_on_behalf_of_the_contact(open_one, miriam):
    open_one()
    open_one(by=miriam, source=Source.PORTAL)
    open_one(contact=None)

    opened = Event.objects.filter(key="tickets.ticket_opened").order_by("pk")
    assert [event.data["on_behalf"] for event in opened] == [True, False, False]


def test_a_public_answer_of_staff_is_the_first_response(open_one, tom):
    ticket = open_one()

    with time_machine.travel(at(23, 10), tick=False):
        ticket.answer(body="I am looking into it.", by=tom, is_public=True)

    assert ticket.status == Status.IN_PROGRESS
    assert ticket.responded_at == at(23, 10)
    assert not ticket.is_response_breached
    assert ticket.next_due_at == ticket.resolution_due_at


def test_an_internal_note_is_no_response(open_one, tom):
    ticket = open_one()

    ticket.answer(body="He always forgets the paper.", by=tom, is_public=False)

    assert ticket.status == Status.NEW
    assert ticket.responded_at is None


def test_a_late_response_stays_late_when_the_ticket_is_reclassified(open_one, tom):
    ticket = open_one()

    with time_machine.travel(at(23, 15), tick=False):
        ticket.answer(body="Sorry.", by=tom)
        ticket.reclassify(priority=Priority.LOW, issue=None, sub_issue=None, by=tom)

    assert ticket.is_response_breached
    assert ticket.response_due_at == at(23, 11)


def test_what_was_missed_before_any_response_stays_missed(open_one, tom):
    ticket = open_one()

    with time_machine.travel(at(23, 15), tick=False):
        ticket.reclassify(priority=Priority.LOW, issue=None, sub_issue=None, by=tom)
        ticket.answer(body="Now in good time.", by=tom)

    assert ticket.is_response_breached


def test_reclassifying_counts_from_the_opening_not_from_now(open_one, tom):
    ticket = open_one()

    with time_machine.travel(at(23, 10), tick=False):
        ticket.reclassify(priority=Priority.CRITICAL, issue=None, sub_issue=None, by=tom)

    assert ticket.response_due_at == at(23, 10)
    assert ticket.resolution_due_at == at(24, 9)


def test_while_it_waits_for_the_customer_nothing_is_due(open_one, tom):
    ticket = open_one()

    with time_machine.travel(at(23, 10), tick=False):
        ticket.answer(body="Which printer?", by=tom, status=Status.WAITING_CUSTOMER)

    assert ticket.is_paused
    assert ticket.resolution_due_at is None
    assert ticket.next_due_at is None
    assert ticket.responded_at == at(23, 10)


def test_an_answer_of_the_contact_starts_the_clock_again_with_the_working_time_left(open_one, tom, miriam):
    ticket = open_one()
    with time_machine.travel(at(23, 10), tick=False):
        ticket.answer(body="Which printer?", by=tom, status=Status.WAITING_CUSTOMER)

    with time_machine.travel(at(28, 22), tick=False):  # a Saturday night
        ticket.answer(body="The one upstairs.", by=miriam)

    calendar, level = ticket.service_level.calendar.as_value(), ticket.service_level
    left = timedelta(minutes=ticket.resolution_minutes - 60)
    assert ticket.status == Status.IN_PROGRESS
    assert ticket.resolution_due_at == walk_to(calendar, at(28, 22), left, level.hours)


def test_a_target_missed_before_the_wait_stays_missed_during_and_after_it(open_one, tom, miriam):
    ticket = open_one()
    with time_machine.travel(at(25, 10), tick=False):
        ticket.answer(body="Which printer?", by=tom, status=Status.WAITING_CUSTOMER)

    with time_machine.travel(at(26, 10), tick=False):
        ticket.answer(body="The one upstairs.", by=miriam)

    assert ticket.is_resolution_breached
    assert ticket.resolution_due_at == at(25, 9)


def test_completing_records_response_and_resolution(open_one, tom):
    ticket = open_one()

    with time_machine.travel(at(23, 10), tick=False):
        ticket.complete(resolution="Paper.", by=tom)

    assert ticket.status == Status.COMPLETE
    assert ticket.responded_at == ticket.resolved_at == at(23, 10)
    assert ticket.next_due_at is None
    assert Event.objects.filter(key="tickets.ticket_completed").exists()


def test_an_answer_of_the_contact_opens_a_complete_ticket_again_without_the_time_between(open_one, tom, miriam):
    ticket = open_one()
    with time_machine.travel(at(23, 10), tick=False):
        ticket.complete(resolution="Paper.", by=tom)

    with time_machine.travel(at(25, 9), tick=False):
        ticket.answer(body="Again!", by=miriam)

    assert ticket.status == Status.IN_PROGRESS
    assert ticket.resolved_at is None
    assert ticket.resolution_due_at == at(26, 17)


@pytest.mark.parametrize("status", [Status.NEW, Status.COMPLETE, "nonsense"])
def test_some_statuses_are_not_reached_by_hand(open_one, tom, status):
    ticket = open_one()
    ticket.answer(body="I look into it.", by=tom, status=Status.IN_PROGRESS)

    with pytest.raises(DomainError):
        ticket.answer(body="That is that.", by=tom, status=status)


def test_a_contact_cannot_write_internally_nor_set_a_status(open_one, miriam):
    ticket = open_one()

    with pytest.raises(NotAllowed):
        ticket.answer(body="psst", by=miriam, is_public=False)
    with pytest.raises(NotAllowed):
        ticket.answer(body="done", by=miriam, status=Status.IN_PROGRESS)
    with pytest.raises(NotAllowed):
        ticket.complete(resolution="I did it", by=miriam)
    with pytest.raises(NotAllowed):
        ticket.assign(member=None, by=miriam)


def test_a_billing_admin_does_not_work_on_tickets(open_one, petra):
    ticket = open_one()

    with pytest.raises(NotAllowed):
        ticket.answer(body="Hello", by=petra)


def test_a_ticket_is_given_only_to_who_sees_the_customer(open_one, tom, sina, petra):
    ticket = open_one()

    ticket.assign(member=tom, by=tom)
    with pytest.raises(DomainError, match="cannot_see_customer"):
        ticket.assign(member=sina, by=tom)
    with pytest.raises(DomainError, match="cannot_see_customer"):
        ticket.assign(member=petra, by=tom)

    assert ticket.assignee == tom


def test_a_ticket_that_is_with_nobody_becomes_theirs_who_answers_it_publicly(open_one, tom, jana, miriam):
    ticket = open_one()

    ticket.answer(body="Is it plugged in?", by=jana, is_public=False)
    ticket.answer(body="It still prints nothing.", by=miriam)
    assert Ticket.objects.get(pk=ticket.pk).assignee is None

    ticket.answer(body="I am on my way.", by=tom)
    ticket.answer(body="He knows your printer.", by=jana)

    assert Ticket.objects.get(pk=ticket.pk).assignee == tom
    assigned = Event.objects.get(key="tickets.ticket_assigned")
    assert (assigned.actor_id, assigned.changes) == (tom.pk, {"assignee": [None, "Tom Bauer"]})


def test_whoever_leaves_the_account_team_leaves_the_tickets(open_one, weinhold, tom, sina, jana):
    ticket = open_one()
    ticket.assign(member=tom, by=tom)

    weinhold.set_team(members=[sina], by=jana)

    ticket.refresh_from_db()
    assert ticket.assignee is None
    assert AccountTeamMember.objects.get(company=weinhold).member == sina


def test_the_second_of_two_edits_is_told(open_one, tom):
    ticket = open_one()
    ticket.reclassify(priority=Priority.LOW, issue=None, sub_issue=None, by=tom, seen=1)

    with pytest.raises(EditConflict):
        ticket.reclassify(priority=Priority.CRITICAL, issue=None, sub_issue=None, by=tom, seen=1)


def test_a_sub_issue_of_another_issue_is_refused(open_one, tom):
    ticket = open_one()
    mail, wifi = IssueType.objects.get(name="E-mail"), IssueType.objects.get(name="Wi-Fi")

    with pytest.raises(DomainError, match="sub_issue_elsewhere"):
        ticket.reclassify(priority=Priority.LOW, issue=mail, sub_issue=wifi, by=tom)


def test_another_customers_own_service_level_cannot_be_chosen(open_one, tom, obertal):
    ticket = open_one()
    level = ServiceLevel.objects.get(name="Bronze")
    theirs = ServiceLevel.objects.create(
        tenant_id=level.tenant_id, company=obertal, name="Own", commitment=level.commitment, calendar=level.calendar
    )

    with pytest.raises(DomainError, match="not_offered"):
        ticket.reclassify(priority=Priority.LOW, issue=None, sub_issue=None, by=tom, chosen=theirs)


def test_a_service_level_chosen_by_hand_stays_until_somebody_gives_it_back_to_the_rules(open_one, tom):
    ticket = open_one()
    gold = ServiceLevel.objects.get(name="Gold")

    ticket.reclassify(priority=Priority.LOW, issue=None, sub_issue=None, by=tom, chosen=gold)
    ticket.reclassify(priority=Priority.HIGH, issue=None, sub_issue=None, by=tom)
    assert ticket.service_level == gold
    assert ticket.service_level_source == ServiceLevelSource.TICKET

    ticket.reclassify(priority=Priority.HIGH, issue=None, sub_issue=None, by=tom, chosen=None)
    assert ticket.service_level.name == "Bronze"


def test_a_service_level_that_sets_no_due_date_sets_none(open_one, weinhold, alice):
    silver = ServiceLevel.objects.get(name="Silber")
    ServiceLevel.objects.filter(pk=silver.pk).update(sets_due_date=False)
    assign_service_level(company=weinhold, service_level=silver, by=alice)

    ticket = open_one()

    assert ticket.service_level == silver
    assert ticket.resolution_due_at is None


def test_contact_and_device_of_another_customer_are_refused(open_one, obertal, jana):
    stranger = new_contact(new_company(jana, "Elsewhere GmbH"), "Erika", "Elsewhere")

    with pytest.raises(DomainError, match="contact_elsewhere"):
        open_one(contact=stranger)


def test_tickets_of_others_are_not_seen(open_one, sina, tom, jana, alice):
    ticket = open_one()

    assert list(Ticket.objects.visible_to(tom)) == [ticket]
    assert list(Ticket.objects.visible_to(jana)) == [ticket]
    assert list(Ticket.objects.visible_to(alice)) == [ticket]
    assert not Ticket.objects.visible_to(sina).exists()


def test_a_ticket_is_at_a_place_of_its_customer_that_is_used(open_one, weinhold, obertal, jana, tom):
    store = add_location(company=weinhold, by=jana, name="Lager")
    ticket = open_one(location=store)
    assert ticket.location == store

    with pytest.raises(DomainError, match="location_of_other_company"):
        ticket.reclassify(priority="high", issue=None, sub_issue=None, location=obertal.locations.get(), by=tom)
    ticket.reclassify(priority="high", issue=None, sub_issue=None, location=None, by=tom)
    assert Ticket.objects.get(pk=ticket.pk).location is None


def test_a_place_that_is_given_up_stays_on_the_ticket_and_takes_no_new_one(open_one, weinhold, jana, tom):
    store = add_location(company=weinhold, by=jana, name="Lager")
    ticket = open_one(location=store)
    store.deactivate(by=jana)

    ticket.reclassify(priority="low", issue=None, sub_issue=None, location=store, by=tom)
    assert ticket.location == store
    with pytest.raises(DomainError, match="location_inactive"):
        open_one(location=Location.objects.get(pk=store.pk))


def test_another_place_is_told(open_one, weinhold, jana, tom):
    store = add_location(company=weinhold, by=jana, name="Lager")
    open_one().reclassify(priority="high", issue=None, sub_issue=None, location=store, by=tom)

    assert Event.objects.get(key="tickets.ticket_reclassified").changes == {"location": [None, "Lager"]}


def test_the_database_takes_no_place_of_another_customer(open_one, obertal):
    ticket = open_one()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(location=obertal.locations.get())


def test_whoever_does_not_see_the_customer_may_join_its_team_with_the_ticket(open_one, weinhold, jana, sina):
    ticket = open_one()
    with pytest.raises(DomainError, match="cannot_see_customer"):
        ticket.assign(member=sina, by=jana)

    ticket.assign(member=sina, by=jana, joins_team=True)

    assert Ticket.objects.get(pk=ticket.pk).assignee == sina
    assert sina in weinhold.team_members()
    keys = list(Event.objects.filter(company_id=weinhold.pk).order_by("-pk").values_list("key", flat=True)[:2])
    assert keys == ["tickets.ticket_assigned", "companies.team_changed"]


def test_only_who_changes_teams_lets_somebody_join(open_one, weinhold, tom, sina):
    with pytest.raises(NotAllowed):
        open_one().assign(member=sina, by=tom, joins_team=True)
    assert sina not in weinhold.team_members()


def test_nobody_joins_who_works_on_no_tickets(open_one, weinhold, jana, petra):
    petra.roles = ["billing_admin"]
    with pytest.raises(DomainError, match="cannot_see_customer"):
        open_one().assign(member=petra, by=jana, joins_team=True)


def test_who_sees_the_customer_already_joins_nothing(open_one, weinhold, jana, tom, alice):
    open_one().assign(member=alice, by=jana, joins_team=True)
    assert set(weinhold.team_members()) == {tom}
