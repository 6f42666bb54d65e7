"""Whose step it is when people come to a customer and leave it."""

import pytest

from core.errors import DomainError
from events.models import Event


def test_an_account_team_member_who_leaves_loses_his_steps_there(running, prospect, jana, tom):
    prospect.set_team(members=[tom], by=jana)
    running.steps.get(key="devices").assign(member=tom, by=jana)

    prospect.set_team(members=[], by=jana)

    step = running.steps.get(key="devices")
    assert (step.assignee_id, step.left_by_name) == (None, "Tom Bauer")


def test_who_joins_the_account_team_gets_the_steps_that_waited_for_the_role(running, prospect, jana, tom):
    assert running.steps.get(key="devices").assignee is None

    prospect.set_team(members=[tom], by=jana)

    assert running.steps.get(key="devices").assignee == tom
    assert Event.objects.filter(key="onboarding.step_assigned", changes={"assignee": ["", "Tom Bauer"]}).exists()


def test_a_step_that_was_given_back_stays_with_the_role_when_others_join(running, prospect, jana, tom, petra):
    prospect.set_team(members=[tom], by=jana)
    running.steps.get(key="devices").assign(member=None, by=jana)

    prospect.set_team(members=[tom, petra], by=jana)

    assert running.steps.get(key="devices").assignee is None


def test_nobody_is_assigned_a_step_of_a_customer_he_does_not_see(running, jana, sina):
    with pytest.raises(DomainError) as refusal:
        running.steps.get(key="devices").assign(member=sina, by=jana)

    assert refusal.value.code == "does_not_see_customer"


def test_the_new_account_manager_takes_over_the_open_steps(running, prospect, alice, jana):
    prospect.change_manager(member=alice, by=alice)

    assert running.steps.get(key="primary_contact").assignee_id == alice.pk
