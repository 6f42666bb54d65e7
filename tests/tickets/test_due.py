"""The ledger of a ticket against a walk over every minute in which the clock ran."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sla.clock import ALWAYS, BUSINESS, EXTENDED
from tests.sla.test_clock import OFFICE
from tests.sla.walk import MINUTE, ZERO, is_open
from tickets.due import Ledger, Stop

START = datetime(2026, 3, 26, 6, tzinfo=UTC)  # a Thursday before the clocks change and before Easter


def walk_due(ledger, minutes):
    """The due time, minute by minute; None when an open stop comes first."""
    left, at = timedelta(minutes=minutes), ledger.opened_at
    while left > ZERO:
        stopped = next(
            (each for each in ledger.stops if each.starts_at <= at and (each.ends_at is None or at < each.ends_at)),
            None,
        )
        if stopped and stopped.ends_at is None:
            return None
        if not stopped and is_open(ledger.calendar, at, ledger.hours):
            left -= MINUTE
        at += MINUTE
    return at


@st.composite
def ledgers(draw):
    steps = sorted(draw(st.sets(st.integers(0, 8 * 1440), max_size=8)))
    moments = [START + timedelta(minutes=each) for each in steps]
    stops = [Stop(start, end) for start, end in zip(moments[::2], moments[1::2], strict=False)]
    if len(moments) % 2:
        stops.append(Stop(moments[-1]))
    hours = draw(st.sampled_from([BUSINESS, EXTENDED, ALWAYS]))
    return Ledger(OFFICE, hours, START, tuple(stops))


@settings(max_examples=120, deadline=None)
@given(ledgers(), st.integers(1, 3000))
def test_due_times_with_pauses_equal_the_walk(ledger, minutes):
    assert ledger.due_at(minutes) == walk_due(ledger, minutes)


@settings(max_examples=120, deadline=None)
@given(ledgers(), st.integers(0, 3000))
def test_at_the_due_time_exactly_the_promised_time_has_run(ledger, minutes):
    due = ledger.due_at(minutes)

    if due is not None:
        assert ledger.counted_until(due) == timedelta(minutes=minutes)


def test_a_wait_over_closed_hours_costs_no_working_time():
    friday_evening, monday_morning = datetime(2026, 11, 27, 17, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)
    opened = datetime(2026, 11, 27, 12, tzinfo=UTC)

    waited = Ledger(OFFICE, BUSINESS, opened, (Stop(friday_evening, monday_morning),))
    straight = Ledger(OFFICE, BUSINESS, opened)

    assert waited.due_at(480) == straight.due_at(480)
