"""Choosing a customer's service level, and making one of its own."""

import pytest

from core.errors import DomainError, EditConflict, NotAllowed
from events.models import Event
from sla.defaults import seed
from sla.durations import in_words, parse
from sla.models import Assignment, Calendar, IssueType, Objective, Priority, ServiceLevel
from sla.operations import (
    Targets,
    assign_service_level,
    create_own_service_level,
    set_targets,
    withdraw_service_level,
)


def level(name):
    return ServiceLevel.objects.get(name=name)


def keys():
    return list(Event.objects.filter(key__startswith="sla.").order_by("pk").values_list("key", flat=True))


def test_the_newest_choice_takes_the_place_of_the_one_before(seeded, weinhold, jana):
    assign_service_level(company=weinhold, service_level=level("Silber"), by=jana)
    assign_service_level(company=weinhold, service_level=level("Gold"), by=jana)

    assert Assignment.objects.get(company=weinhold).service_level.name == "Gold"
    assert Event.objects.filter(key="sla.service_level_assigned").last().changes == {
        "service_level": ["Silber", "Gold"]
    }


def test_choosing_what_stands_already_says_nothing(seeded, weinhold, jana):
    assign_service_level(company=weinhold, service_level=level("Gold"), by=jana)
    assign_service_level(company=weinhold, service_level=level("Gold"), by=jana)

    assert keys() == ["sla.service_level_assigned"]


def test_a_technician_does_not_choose_service_levels(seeded, weinhold, tom, miriam):
    with pytest.raises(NotAllowed):
        assign_service_level(company=weinhold, service_level=level("Gold"), by=tom)
    with pytest.raises(NotAllowed):
        assign_service_level(company=weinhold, service_level=level("Gold"), by=miriam)

    assert not Assignment.objects.exists()


def test_an_inactive_service_level_cannot_be_chosen(seeded, weinhold, jana):
    ServiceLevel.objects.filter(name="Gold").update(is_active=False)

    with pytest.raises(DomainError, match="not_offered"):
        assign_service_level(company=weinhold, service_level=level("Gold"), by=jana)


def test_another_customers_own_cannot_be_chosen(seeded, weinhold, obertal, jana):
    own = create_own_service_level(company=obertal, copy_of=level("Gold"), name="Rathaus", by=jana)

    with pytest.raises(DomainError, match="not_offered"):
        assign_service_level(company=weinhold, service_level=own, by=jana)
    assert own not in ServiceLevel.objects.offered_to(weinhold)
    assert own in ServiceLevel.objects.offered_to(obertal)


def test_a_sub_issue_brings_its_issue_type(seeded, weinhold, jana):
    wifi = IssueType.objects.get(name="Wi-Fi")

    assignment = assign_service_level(company=weinhold, service_level=level("Gold"), by=jana, sub_issue=wifi)

    assert assignment.issue == wifi.parent
    with pytest.raises(DomainError, match="sub_issue_elsewhere"):
        assign_service_level(
            company=weinhold, service_level=level("Gold"), by=jana, sub_issue=wifi,
            issue=IssueType.objects.get(name="E-mail"),
        )  # fmt: skip


def test_what_is_taken_away_is_gone_and_told_once(seeded, weinhold, jana):
    assign_service_level(company=weinhold, service_level=level("Gold"), by=jana)

    withdraw_service_level(company=weinhold, by=jana)
    withdraw_service_level(company=weinhold, by=jana)

    assert not Assignment.objects.exists()
    assert keys() == ["sla.service_level_assigned", "sla.service_level_withdrawn"]


def test_a_service_level_of_its_own_is_a_copy_that_differs_where_it_was_said(seeded, weinhold, jana):
    gold = level("Gold")

    own = create_own_service_level(
        company=weinhold, copy_of=gold, name="Weinhold", by=jana, targets=(Targets(Priority.CRITICAL, 10, None),)
    )

    critical, high = own.objective_for(Priority.CRITICAL), own.objective_for(Priority.HIGH)
    assert (critical.response_minutes, critical.resolution_minutes) == (10, 240)
    assert high.response_minutes == gold.objective_for(Priority.HIGH).response_minutes
    assert own.objectives.count() == gold.objectives.count()
    assert gold.objective_for(Priority.CRITICAL).response_minutes == 15


def test_a_response_after_the_resolution_is_refused_with_its_field(seeded, weinhold, jana):
    with pytest.raises(DomainError) as refused:
        create_own_service_level(
            company=weinhold, copy_of=level("Gold"), name="Odd", by=jana, targets=(Targets(Priority.LOW, 600, 60),)
        )

    assert refused.value.field == "low_response"


def test_only_an_admin_changes_what_is_shared(seeded, jana, alice):
    with pytest.raises(NotAllowed):
        set_targets(service_level=level("Gold"), targets=(Targets(Priority.LOW, 1, 2),), seen=1, by=jana)

    set_targets(service_level=level("Gold"), targets=(Targets(Priority.LOW, 1, 2),), seen=1, by=alice)

    assert level("Gold").objective_for(Priority.LOW).resolution_minutes == 2


def test_target_times_that_stand_already_are_no_change(seeded, alice):
    standing = level("Gold").objective_for(Priority.CRITICAL)
    targets = (Targets(Priority.CRITICAL, standing.response_minutes, standing.resolution_minutes),)

    set_targets(service_level=level("Gold"), targets=targets, seen=1, by=alice)

    assert (level("Gold").version, keys()) == (1, [])


def test_the_second_of_two_editors_is_told(seeded, alice):
    set_targets(service_level=level("Gold"), targets=(Targets(Priority.LOW, 1, 2),), seen=1, by=alice)

    with pytest.raises(EditConflict):
        set_targets(service_level=level("Gold"), targets=(Targets(Priority.LOW, 3, 4),), seen=1, by=alice)


def test_the_most_specific_objective_wins(seeded):
    silver = level("Silber")
    mail = IssueType.objects.get(name="E-mail")
    spam = IssueType.objects.get(name="Spam")
    Objective.objects.filter(service_level=silver).delete()

    def add(minutes, **scope):
        Objective.objects.create(
            tenant=silver.tenant, service_level=silver, response_minutes=minutes, resolution_minutes=minutes, **scope
        )

    def found(*case):
        return level("Silber").objective_for(*case).response_minutes

    assert silver.objective_for(Priority.LOW) is None
    add(1)
    add(2, priority=Priority.HIGH)
    add(3, issue=mail)
    add(4, issue=mail, priority=Priority.HIGH)
    add(5, issue=mail, sub_issue=spam)

    assert found(Priority.LOW) == 1
    assert found(Priority.HIGH) == 2
    assert found(Priority.LOW, mail) == 3
    assert found(Priority.HIGH, mail) == 4
    assert found(Priority.HIGH, mail, spam) == 5
    assert found(Priority.HIGH, IssueType.objects.get(name="Network")) == 2


def test_a_new_tenant_begins_with_its_states_holidays_and_four_service_levels(seeded):
    calendar = Calendar.objects.get(is_default=True)

    assert ServiceLevel.objects.count() == 4
    assert ServiceLevel.objects.get(is_default=True).name == "Bronze"
    assert calendar.holidays.filter(on__month=1, on__day=6).count() == 3, "Epiphany, in Baden-Württemberg"
    assert IssueType.objects.issues().count() == 10


def test_seeding_again_changes_nothing(seeded):
    before = [model.objects.count() for model in (Calendar, ServiceLevel, IssueType, Objective)]

    seed(tenant=seeded)

    assert before == [model.objects.count() for model in (Calendar, ServiceLevel, IssueType, Objective)]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30 min", 30),
        ("4", 240),
        ("4 h", 240),
        ("1:30", 90),
        ("1,5 h", 90),
        ("1.5", 90),
        ("1 h 30 min", 90),
        ("2 Std.", 120),
    ],
)
def test_target_times_are_read_as_people_write_them(text, minutes):
    assert parse(text) == minutes
    assert parse(in_words(minutes)) == minutes


@pytest.mark.parametrize("text", ["soon", "1:99", "-3", "1 2 3", ""])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=".*"):
        parse(text)
