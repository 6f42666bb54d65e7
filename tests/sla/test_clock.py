"""The clock of service levels against a walk over every minute, and the days on which a naive one goes wrong."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from sla.clock import (
    ALWAYS,
    BUSINESS,
    EXTENDED,
    Weekly,
    WorkingTime,
    add_minutes,
    add_time,
    time_between,
)
from tests.sla.walk import walk_time, walk_to

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingTime(
    zone="Europe/Berlin",
    business=tuple(Weekly(day, *span) for day in range(5) for span in ((480, 720), (780, 1020))),
    extended=tuple(Weekly(day, 1020, 1200) for day in range(5)),
    holidays=frozenset({date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25)}),
)
NIGHTS = WorkingTime(zone="Europe/Berlin", business=tuple(Weekly(day, 0, 1440) for day in range(7)))
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "America/Havana", "UTC"]


def local(year, month, day, hour=0, minute=0, *, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)


@st.composite
def calendars(draw):
    def weekly():
        day, start = draw(st.integers(0, 6)), draw(st.integers(0, 1438))
        return Weekly(day, start, draw(st.integers(start + 1, 1440)))

    business = tuple(weekly() for _ in range(draw(st.integers(1, 6))))
    extended = tuple(weekly() for _ in range(draw(st.integers(0, 3))))
    days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
    return WorkingTime(draw(st.sampled_from(ZONES)), business, extended, draw(st.frozensets(days, max_size=8)))


# Mostly around the changes of the clocks, the leap day and the turn of the year.
HOT_DAYS = [
    date(2026, 3, 27), date(2026, 3, 7), date(2026, 10, 23), date(2026, 10, 31), date(2027, 12, 30),
    date(2028, 2, 27), date(2026, 4, 3), date(2026, 9, 30),
]  # fmt: skip
instants = st.builds(
    lambda day, seconds, micro: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=micro)
    ),
    st.sampled_from(HOT_DAYS) | st.dates(date(2026, 1, 1), date(2028, 12, 1)),
    st.integers(0, 3 * 86400),
    st.sampled_from([0, 0, 1, 999_999]),
)
WITHIN_ALL_YEARS = 150_000
"""Minutes: twice as many come to an end before the year 9990 in a calendar of one minute a week, too."""
hours_that_count = st.sampled_from([BUSINESS, EXTENDED, ALWAYS])


@settings(max_examples=150, deadline=None)
@given(calendars(), instants, st.integers(0, 14 * 86400), hours_that_count)
def test_time_between_two_instants_equals_the_walk(calendar, start, seconds, hours):
    end = start + timedelta(seconds=seconds)

    assert time_between(calendar, start, end, hours) == walk_time(calendar, start, end, hours)


@settings(max_examples=150, deadline=None)
@given(calendars(), instants, st.integers(0, 1500), hours_that_count)
def test_adding_minutes_equals_the_walk(calendar, start, minutes, hours):
    found = add_minutes(calendar, start, minutes, hours)

    if found - start < timedelta(days=40):
        assert found == walk_to(calendar, start, timedelta(minutes=minutes), hours)
    assert time_between(calendar, start, found, hours) == timedelta(minutes=minutes)


@settings(max_examples=200, deadline=None)
@given(calendars(), instants, st.integers(0, WITHIN_ALL_YEARS), st.integers(0, WITHIN_ALL_YEARS), hours_that_count)
def test_adding_twice_is_adding_the_sum(calendar, start, first, second, hours):
    step_by_step = add_minutes(calendar, add_minutes(calendar, start, first, hours), second, hours)

    assert step_by_step == add_minutes(calendar, start, first + second, hours)


def test_lunch_does_not_count():
    due = add_minutes(OFFICE, local(2026, 11, 23, 11, 30), 60, BUSINESS)

    assert due == local(2026, 11, 23, 13, 30)


def test_a_target_that_ends_with_the_day_is_due_at_closing_time_not_next_morning():
    due = add_minutes(OFFICE, local(2026, 11, 23, 16), 60, BUSINESS)

    assert due == local(2026, 11, 23, 17)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (local(2026, 11, 23, 6), local(2026, 11, 23, 9)),
        (local(2026, 11, 23, 12, 30), local(2026, 11, 23, 14)),
        (local(2026, 11, 23, 23), local(2026, 11, 24, 9)),
        (local(2026, 11, 27, 16, 30), local(2026, 11, 30, 8, 30)),
        (local(2026, 4, 2, 16, 30), local(2026, 4, 7, 8, 30)),
        (local(2026, 12, 24, 17), local(2026, 12, 28, 9)),
    ],
    ids=["before opening", "at lunch", "at night", "over the weekend", "over Easter", "over Christmas"],
)
def test_an_hour_from_outside_opening_counts_from_the_next_opening(start, due):
    assert add_minutes(OFFICE, start, 60, BUSINESS) == due


def test_extended_hours_count_in_addition_to_business_hours():
    assert add_minutes(OFFICE, local(2026, 11, 23, 16), 120, EXTENDED) == local(2026, 11, 23, 18)


def test_around_the_clock_knows_no_holidays():
    assert add_minutes(OFFICE, local(2026, 12, 25, 3), 90, ALWAYS) == local(2026, 12, 25, 4, 30)


def test_a_night_in_which_the_clocks_go_forward_is_an_hour_shorter():
    assert time_between(NIGHTS, local(2026, 3, 29), local(2026, 3, 30), BUSINESS) == timedelta(hours=23)
    assert add_minutes(NIGHTS, local(2026, 3, 29, 1, 30), 60, BUSINESS) == local(2026, 3, 29, 3, 30)


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer():
    assert time_between(NIGHTS, local(2026, 10, 25), local(2026, 10, 26), BUSINESS) == timedelta(hours=25)
    assert add_minutes(NIGHTS, local(2026, 10, 25, 2, 30), 60, BUSINESS) == local(2026, 10, 25, 2, 30, fold=1)


def test_office_hours_stay_at_the_wall_clock_when_the_clocks_change():
    assert add_minutes(OFFICE, local(2026, 3, 27, 16), 120, BUSINESS) == local(2026, 3, 30, 9)


def test_two_times_of_one_zone_are_told_apart_by_instant_not_by_wall_clock():
    start, end = datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN), datetime(2026, 10, 25, 3, tzinfo=BERLIN)

    assert time_between(NIGHTS, start, end, ALWAYS) == timedelta(minutes=150)
    assert time_between(NIGHTS, start, end, BUSINESS) == timedelta(minutes=150)


def test_an_interval_that_begins_in_the_skipped_hour_begins_when_that_hour_ends():
    calendar = WorkingTime("Europe/Berlin", business=(Weekly(6, 150, 240),))

    assert add_minutes(calendar, local(2026, 3, 28), 10, BUSINESS) == local(2026, 3, 29, 3, 10)


def test_the_leap_day_is_a_day_like_any_other():
    assert add_minutes(OFFICE, local(2028, 2, 28, 16), 120, BUSINESS) == local(2028, 2, 29, 9)
    assert add_minutes(OFFICE, local(2028, 2, 29, 16), 120, BUSINESS) == local(2028, 3, 1, 9)


def test_a_target_of_two_hundred_years_neither_hangs_nor_fails():
    started = time.perf_counter()

    due = add_minutes(OFFICE, local(2026, 11, 23), 60 * 8 * 261 * 200, BUSINESS)

    assert due.year in (2226, 2227)
    assert time.perf_counter() - started < 5


def test_a_calendar_without_hours_is_refused_instead_of_searched_for_ever():
    with pytest.raises(DomainError, match="empty_calendar"):
        add_minutes(WorkingTime("Europe/Berlin"), local(2026, 11, 23), 1, BUSINESS)


def test_a_calendar_of_extended_hours_only_has_no_business_hours():
    calendar = WorkingTime("Europe/Berlin", extended=(Weekly(0, 480, 600),))

    with pytest.raises(DomainError, match="empty_calendar"):
        add_minutes(calendar, local(2026, 11, 23), 1, BUSINESS)
    assert add_minutes(calendar, local(2026, 11, 23), 1, EXTENDED) == local(2026, 11, 23, 8, 1)


def test_nothing_lies_between_an_instant_and_an_earlier_one():
    assert time_between(OFFICE, local(2026, 11, 24), local(2026, 11, 23), BUSINESS) == timedelta(0)


def test_a_negative_duration_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="backwards"):
        add_time(OFFICE, local(2026, 11, 23), timedelta(minutes=-1), BUSINESS)


def test_the_clock_is_a_hundred_times_faster_than_the_walk():
    starts = [local(2026, 1, 1) + timedelta(hours=7 * step) for step in range(40)]
    minutes = 5 * 8 * 60

    began = time.perf_counter()
    walked = [walk_to(OFFICE, start, timedelta(minutes=minutes), BUSINESS) for start in starts]
    by_walk = time.perf_counter() - began
    began = time.perf_counter()
    computed = [add_minutes(OFFICE, start, minutes, BUSINESS) for start in starts]
    by_clock = time.perf_counter() - began

    assert computed == walked
    assert by_walk > 100 * by_clock
