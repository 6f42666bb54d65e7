"""Account manager and account team."""

import pytest
from django.db import IntegrityError, transaction

from companies.models import AccountTeamMember, TeamDecision
from companies.operations import decide_team
from core.errors import DomainError, NotAllowed
from tests.support.events import events_of, keys_of


def test_the_team_is_set_as_chosen_and_what_changed_is_recorded(jana, tom, sina, weinhold):
    weinhold.set_team(members=[sina], by=jana)

    assert list(weinhold.team_members()) == [sina]
    event = events_of(weinhold, "companies.team_changed")[-1]
    assert (event.data["added"], event.data["removed"]) == ([sina.pk], [tom.pk])


def test_an_unchanged_team_is_no_event(jana, tom, weinhold):
    weinhold.set_team(members=[tom], by=jana)

    assert keys_of(weinhold) == []


def test_an_inactive_member_is_never_on_a_team(alice, jana, tom, sina, weinhold):
    sina.deactivate(by=alice)

    with pytest.raises(DomainError) as refusal:
        weinhold.set_team(members=[tom, sina], by=jana)

    assert (refusal.value.code, refusal.value.field) == ("member_inactive", "team")


def test_whoever_is_deactivated_leaves_all_teams(alice, tom, weinhold):
    tom.deactivate(by=alice)

    weinhold.refresh_from_db()
    assert not weinhold.team_members().exists()
    assert weinhold.team_decision == TeamDecision.UNDECIDED
    assert keys_of(weinhold) == ["companies.team_changed"]


def test_an_account_manager_is_not_deactivated_before_somebody_takes_over(alice, jana, weinhold):
    with pytest.raises(DomainError) as refusal:
        jana.deactivate(by=alice)
    assert refusal.value.code == "manages_companies"
    assert weinhold.name in str(refusal.value.message)

    weinhold.change_manager(member=alice, by=alice)
    jana.deactivate(by=alice)

    jana.refresh_from_db()
    assert not jana.is_active


def test_the_manager_alone_is_a_decision_and_contradicts_a_team(jana, weinhold, obertal):
    with pytest.raises(DomainError) as refusal:
        weinhold.decide_manager_alone(by=jana)
    assert refusal.value.code == "team_not_empty"

    decide_team(company=weinhold, members=[], manager_alone=True, by=jana)
    weinhold.refresh_from_db()
    assert weinhold.team_decision == TeamDecision.MANAGER_ALONE
    weinhold.set_team(members=[], by=jana)
    assert weinhold.team_decision == TeamDecision.MANAGER_ALONE


def test_only_who_may_chooses_the_team(tom, weinhold):
    with pytest.raises(NotAllowed):
        weinhold.set_team(members=[], by=tom)
    with pytest.raises(NotAllowed):
        weinhold.change_manager(member=tom, by=tom)


def test_a_member_stands_once_on_a_team_by_the_database(tom, weinhold):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountTeamMember.objects.create(tenant_id=weinhold.tenant_id, company=weinhold, member=tom)


def test_a_new_manager_is_recorded_once(alice, weinhold):
    weinhold.change_manager(member=alice, by=alice)
    weinhold.change_manager(member=alice, by=alice)

    [event] = events_of(weinhold)
    assert (event.key, event.changes["manager"]) == ("companies.manager_changed", ["Jana Roth", "Alice Albrecht"])
