"""Account manager and account team."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies.models import AccountTeamMember, Company, TeamDecision, Term
from companies.operations import decide_team, end_team_places
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


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


def end_yesterday(company, member) -> None:
    AccountTeamMember.objects.filter(company=company, member=member).update(until_on=days(-1))


def test_a_place_may_be_for_a_while_and_says_why(jana, tom, sina, weinhold):
    weinhold.set_team(members={tom: Term(), sina: Term(days(14), "Holiday of Tom")}, by=jana)

    assert weinhold.team_terms() == {tom: Term(), sina: Term(days(14), "Holiday of Tom")}


def test_the_last_day_counts_and_the_day_after_does_not(tom, weinhold):
    AccountTeamMember.objects.filter(member=tom).update(until_on=days(0))
    assert weinhold in Company.objects.visible_to(tom)

    end_yesterday(weinhold, tom)
    assert weinhold not in Company.objects.visible_to(tom)
    assert weinhold not in Company.objects.mine(tom)
    assert list(weinhold.team_members()) == []


def test_a_last_day_that_has_passed_is_refused(jana, sina, weinhold):
    with pytest.raises(DomainError) as refusal:
        weinhold.set_team(members={sina: Term(days(-1))}, by=jana)

    assert (refusal.value.code, refusal.value.field) == ("until_past", "team")


def test_another_term_is_an_event_of_that_place(jana, tom, weinhold):
    weinhold.set_team(members={tom: Term(days(7), "Until the hand-over")}, by=jana)

    [event] = events_of(weinhold)
    assert (event.key, event.subject_label) == ("companies.team_term_changed", "Tom Bauer")
    assert event.changes == {"until_on": [None, str(days(7))], "reason": ["", "Until the hand-over"]}


def test_chosen_again_without_a_term_one_keeps_it(jana, tom, sina, weinhold):
    weinhold.set_team(members={tom: Term(days(7), "Project")}, by=jana)
    weinhold.set_team(members=[tom, sina], by=jana)

    assert weinhold.team_terms()[tom] == Term(days(7), "Project")


def test_a_place_that_has_ended_is_taken_away_with_an_event(tom, weinhold):
    end_yesterday(weinhold, tom)

    assert end_team_places() == 1
    assert end_team_places() == 0

    weinhold.refresh_from_db()
    [event] = events_of(weinhold)
    assert (event.key, event.changes["team"], event.actor_name) == ("companies.team_changed", [["Tom Bauer"], []], "")
    assert weinhold.team_decision == TeamDecision.UNDECIDED
    assert not AccountTeamMember.objects.exists()


def test_who_has_left_by_the_calendar_can_be_chosen_again(jana, tom, weinhold):
    end_yesterday(weinhold, tom)

    weinhold.add_to_team(member=tom, by=jana)

    assert weinhold.team_terms() == {tom: Term()}


def test_one_more_and_one_less_leave_the_others_alone(jana, tom, sina, weinhold):
    weinhold.set_team(members={tom: Term(days(7), "Project")}, by=jana)

    weinhold.add_to_team(member=sina, by=jana)
    weinhold.add_to_team(member=sina, by=jana)
    assert weinhold.team_terms() == {tom: Term(days(7), "Project"), sina: Term()}

    weinhold.remove_from_team(member=sina, by=jana)
    weinhold.remove_from_team(member=tom, by=jana)
    weinhold.refresh_from_db()
    assert (weinhold.team_terms(), weinhold.team_decision) == ({}, TeamDecision.UNDECIDED)
