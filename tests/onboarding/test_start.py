"""Starting an onboarding: the plan, its steps, owners and due dates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from core.errors import DomainError, NotAllowed
from core.rowsecurity import acting_for
from events.models import Event
from onboarding.defaults import seed
from onboarding.due_dates import WorkingDays
from onboarding.models import Onboarding, PlaybookStep, StepState
from onboarding.operations import Answers, plan_for, start_onboarding
from sla.models import Calendar, Holiday, Opening
from tenants.roles import Role
from tests.cast import new_company, new_member
from tests.onboarding.conftest import GO_LIVE

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2029, 12, 19, 10, tzinfo=BERLIN)


def test_the_plan_that_is_shown_is_the_plan_that_is_created(playbooks, prospect, jana):
    plan = plan_for(
        answers=Answers("both", GO_LIVE), manager=prospect.manager, start_on=WEDNESDAY.date(), company=prospect
    )

    started = start_onboarding(company=prospect, service_model="both", go_live_on=GO_LIVE, by=jana, at=WEDNESDAY)

    shown = [(each.plan.key, each.due_on, each.owner, each.applies) for each in plan.steps]
    made = [
        (step.key, step.due_on, step.assignee, step.state != StepState.NOT_APPLICABLE) for step in started.step_list
    ]
    assert [each[0] for each in made] == [each[0] for each in shown]
    assert {each[0]: each[2:] for each in made} == {each[0]: each[2:] for each in shown}


def test_starting_sets_the_service_model_of_the_company(running, prospect):
    prospect.refresh_from_db()

    assert prospect.service_model == "managed"


def test_a_managed_plan_has_no_break_fix_steps(running):
    keys = {step.key for step in running.step_list}

    assert "devices" in keys
    assert not keys & {"billing_contract", "ticket_service_level"}


def test_what_was_not_wanted_is_kept_as_not_applicable(playbooks, prospect, jana):
    started = start_onboarding(
        company=prospect, service_model="managed", go_live_on=GO_LIVE, wants_portal=False, by=jana
    )

    states = {step.key: step.state for step in started.step_list}
    assert states["customer_portal"] == states["taskfire"] == StepState.NOT_APPLICABLE


def test_taskfire_without_the_portal_is_refused(playbooks, prospect, jana):
    with pytest.raises(DomainError) as refusal:
        start_onboarding(
            company=prospect, service_model="managed", go_live_on=GO_LIVE, wants_portal=False, wants_taskfire=True,
            by=jana,
        )  # fmt: skip

    assert refusal.value.code == "taskfire_needs_portal"


def test_a_technician_cannot_start(playbooks, weinhold, tom):
    with pytest.raises(NotAllowed):
        start_onboarding(company=weinhold, service_model="managed", go_live_on=GO_LIVE, by=tom)


def test_nobody_starts_for_a_customer_he_does_not_see(playbooks, geheim, rheintal):

    other = new_member(rheintal, "Nora Neu", Role.ACCOUNT_MANAGER)

    with pytest.raises(NotAllowed):
        start_onboarding(company=geheim, service_model="managed", go_live_on=GO_LIVE, by=other)


def test_a_company_is_onboarded_once_at_a_time(running, prospect, jana):
    with pytest.raises(DomainError) as refusal:
        start_onboarding(company=prospect, service_model="managed", go_live_on=GO_LIVE, by=jana)

    assert refusal.value.code == "already_open"


def test_after_a_cancelled_one_the_next_may_start(running, prospect, jana):
    running.cancel(reason="They chose another provider.", by=jana)

    again = start_onboarding(company=prospect, service_model="break_fix", go_live_on=GO_LIVE, by=jana)

    assert again.pk != running.pk


def test_an_edited_playbook_does_not_change_a_running_onboarding(running):
    before = {step.key: step.due_days for step in running.steps.all()}

    PlaybookStep.objects.update(due_days=99)

    assert {step.key: step.due_days for step in running.steps.all()} == before


def test_the_account_manager_gets_the_steps_of_his_role(running, jana):
    owners = {step.key: step.assignee for step in running.steps.select_related("assignee")}

    assert owners["company_profile"] == jana
    assert owners["devices"] is None


def test_the_only_technician_on_the_team_gets_the_technical_steps(playbooks, weinhold, jana, tom, sina):
    started = start_onboarding(company=weinhold, service_model="managed", go_live_on=GO_LIVE, by=jana)

    assert {step.key: step.assignee for step in started.step_list}["devices"] == tom


def test_due_dates_skip_weekends_and_holidays(playbooks, rheintal, prospect, jana):
    calendar = Calendar.objects.create(tenant=rheintal, name="Office", is_default=True)
    for weekday in range(5):
        Opening.objects.create(tenant=rheintal, calendar=calendar, weekday=weekday, starts_minute=480, ends_minute=1020)
    for day in (24, 25, 26):
        Holiday.objects.create(tenant=rheintal, calendar=calendar, on=date(2029, 12, day), name="Christmas")

    started = start_onboarding(company=prospect, service_model="managed", go_live_on=GO_LIVE, by=jana, at=WEDNESDAY)

    dues = {step.key: step.due_on for step in started.step_list}
    assert dues["company_profile"] == date(2029, 12, 20)
    assert dues["primary_contact"] == date(2029, 12, 21)
    assert dues["customer_portal"] == date(2029, 12, 28)
    assert dues["go_live"] == GO_LIVE


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2029, 12, 21), 0, date(2029, 12, 21)),
        (date(2029, 12, 22), 0, date(2029, 12, 24)),
        (date(2029, 12, 21), 1, date(2029, 12, 24)),
        (date(2029, 12, 21), 6, date(2029, 12, 31)),
    ],
)
def test_working_days_are_counted_without_weekends(day, count, expected):
    assert WorkingDays().after(day, count) == expected


def test_the_log_says_who_started(running, jana):
    event = Event.objects.get(key="onboarding.onboarding_started")

    assert (event.actor_id, event.data["go_live_on"]) == (jana.pk, GO_LIVE.isoformat())


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_the_same_moment_start_one(rheintal, jana):
    company = new_company(jana, "Zwilling GmbH")
    with acting_for(rheintal.pk):
        seed(tenant=rheintal)

    def start() -> str:
        try:
            with acting_for(rheintal.pk):
                start_onboarding(company=company, service_model="managed", go_live_on=GO_LIVE, by=jana)
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "started"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(future.result() for future in [pool.submit(start), pool.submit(start)])

    assert results == ["already_open", "started"]
    with acting_for(rheintal.pk):
        assert Onboarding.objects.filter(company=company).count() == 1
