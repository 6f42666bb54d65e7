"""The clock of service levels: counts working time. Pure functions over values, nothing of the database.

An instant is open when the wall clock in the calendar's time zone stands inside an interval of that weekday and
the day is no holiday. Everything is counted in elapsed time, so an hour that the change of the clocks skips is not
counted, and one that it repeats is counted twice. Around the clock needs no calendar and knows no holidays.

Nothing here walks over minutes: each year of a calendar is summed up once (`_Year`) and searched by bisection.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

BUSINESS, EXTENDED, ALWAYS = "business", "extended", "always"
"""Which hours count: business hours, those and the extended ones, or around the clock."""

Interval = tuple[int, int]
"""Half-open, in microseconds since the epoch, or in minutes since midnight."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_LAST_YEAR = 9990


@dataclass(frozen=True, slots=True)
class Weekly:
    """One interval of a weekday (0 is Monday), in minutes from midnight, half-open."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True)
class WorkingTime:
    """A working calendar as a value: weekly intervals in a time zone, and the days on which nobody works.

    `extended` holds the intervals beyond business hours; counting extended hours counts both.
    """

    zone: str
    business: tuple[Weekly, ...] = ()
    extended: tuple[Weekly, ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.zone, self.business, self.extended, self.holidays))


def add_minutes(calendar: WorkingTime, start: datetime, minutes: int, hours: str) -> datetime:
    """The first instant at which so many counted minutes have passed since `start`, in UTC.

    Raises DomainError if the calendar has no such hours at all.
    """
    return add_time(calendar, start, timedelta(minutes=minutes), hours)


def add_time(calendar: WorkingTime, start: datetime, duration: timedelta, hours: str) -> datetime:
    """`add_minutes` for any duration that is not negative."""
    if duration < timedelta(0):
        raise ValueError("The clock does not run backwards.")
    if hours == ALWAYS or not duration:
        return start.astimezone(UTC) + duration
    _check_has_hours(calendar, hours)
    instant = _instant(start)
    year = _year_at(calendar, instant, hours)
    wanted = year.worked_until(instant) + duration // _MICROSECOND
    while wanted > year.total:
        wanted -= year.total
        year = _year(calendar, hours, year.number + 1)
    return _datetime(year.when(wanted))


def time_between(calendar: WorkingTime, start: datetime, end: datetime, hours: str) -> timedelta:
    """The counted time from `start` to `end`, exactly; nothing if `end` is not later."""
    first, last = _instant(start), _instant(end)  # two times in one zone would be compared by their wall clocks
    if last <= first:
        return timedelta(0)
    if hours == ALWAYS:
        return (last - first) * _MICROSECOND
    year = _year_at(calendar, first, hours)
    counted = -year.worked_until(first)
    final = _year_at(calendar, last, hours)
    while year.number < final.number:
        counted += year.total
        year = _year(calendar, hours, year.number + 1)
    return (counted + final.worked_until(last)) * _MICROSECOND


class _Year:
    """One year of a calendar: the counted time before each of its days."""

    def __init__(self, calendar: WorkingTime, hours: str, number: int) -> None:
        self.number = number
        self.zone = calendar.zone
        self.pattern = _pattern(calendar, hours)
        self.holidays = {each.toordinal() for each in calendar.holidays}
        self.first = date(number, 1, 1).toordinal()
        self.days = date(number + 1, 1, 1).toordinal() - self.first
        self.uneven = _uneven_days(calendar.zone, number)
        self.before = [0, *accumulate(self._lengths())]
        self.total = self.before[-1]

    def _lengths(self) -> list[int]:
        usual = [sum(end - start for start, end in day) * _MINUTE for day in self.pattern]
        weekday = (self.first - 1) % 7
        lengths = [usual[(weekday + index) % 7] for index in range(self.days)]
        for ordinal in self.holidays:
            if 0 <= ordinal - self.first < self.days:
                lengths[ordinal - self.first] = 0
        for ordinal in self.uneven:
            lengths[ordinal - self.first] = sum(end - start for start, end in self._open(ordinal))
        return lengths

    def worked_until(self, instant: int) -> int:
        """The counted time of this year before the instant, which lies in it."""
        ordinal = _day_of(self.zone, instant)
        counted = self.before[ordinal - self.first]
        for start, end in self._open(ordinal):
            if instant <= start:
                break
            counted += min(instant, end) - start
        return counted

    def when(self, wanted: int) -> int:
        """The first instant of this year at which so much counted time of it has passed; `wanted` is above 0."""
        index = bisect_left(self.before, wanted) - 1
        rest = wanted - self.before[index]
        for start, end in self._open(self.first + index):
            if rest <= end - start:
                return start + rest
            rest -= end - start
        raise AssertionError("The sum of a day is not the sum of its intervals.")

    def _open(self, ordinal: int) -> list[Interval]:
        """The open intervals of a day, as instants."""
        if ordinal in self.uneven:
            found = [each for segment in _segments(self.zone, ordinal) for each in self._open_in(segment)]
            return list(merged(found))
        midnight = _midnight(self.zone, ordinal)
        return [(midnight + start * _MINUTE, midnight + end * _MINUTE) for start, end in self._wall(ordinal)]

    def _open_in(self, segment: tuple[int, int, int]) -> Iterable[Interval]:
        """The open intervals of a stretch in which the offset of the time zone does not change."""
        begins, ends, offset = segment
        local = (begins + offset) // _DAY
        for day in range(local, (ends + offset) // _DAY + 1):
            for start, end in self._wall(day + _EPOCH_DAY):
                first = max(begins, day * _DAY + start * _MINUTE - offset)
                last = min(ends, day * _DAY + end * _MINUTE - offset)
                if first < last:
                    yield first, last

    def _wall(self, ordinal: int) -> tuple[Interval, ...]:
        return () if ordinal in self.holidays else self.pattern[(ordinal - 1) % 7]


@lru_cache(maxsize=1024)
def _pattern(calendar: WorkingTime, hours: str) -> tuple[tuple[Interval, ...], ...]:
    """For each weekday the minutes that count, merged and in order."""
    counted = calendar.business if hours == BUSINESS else calendar.business + calendar.extended
    return tuple(
        merged((each.starts, each.ends) for each in counted if each.weekday == weekday) for weekday in range(7)
    )


@lru_cache(maxsize=4096)
def _year(calendar: WorkingTime, hours: str, number: int) -> _Year:
    if number > _LAST_YEAR:
        raise DomainError("beyond_calendar", _("This would be due beyond the end of the calendar."))
    return _Year(calendar, hours, number)


def _year_at(calendar: WorkingTime, instant: int, hours: str) -> _Year:
    return _year(calendar, hours, date.fromordinal(_day_of(calendar.zone, instant)).year)


@lru_cache(maxsize=4096)
def _midnight(zone: str, ordinal: int) -> int:
    """The instant at which the day begins: the first that the wall clock shows for its midnight."""
    day = date.fromordinal(ordinal)
    return _instant(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))


def _day_of(zone: str, instant: int) -> int:
    """The day, from midnight to midnight, that holds the instant."""
    ordinal = (instant + _offset(zone, instant)) // _DAY + _EPOCH_DAY
    if instant < _midnight(zone, ordinal):
        return ordinal - 1
    return ordinal + 1 if instant >= _midnight(zone, ordinal + 1) else ordinal


@lru_cache(maxsize=512)
def _uneven_days(zone: str, year: int) -> frozenset[int]:
    """The days of a year within which the clocks change: looked for week by week, then day by day."""
    first, last = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    weeks = range(first - 7, last + 7, 7)
    offsets = [_offset(zone, _midnight(zone, monday)) for monday in weeks]
    suspects = [
        ordinal
        for monday, before, after in zip(weeks, offsets, offsets[1:], strict=False)
        if before != after
        for ordinal in range(monday - 1, monday + 8)
    ]
    return frozenset(each for each in suspects if first <= each < last and _is_uneven(zone, each))


def _is_uneven(zone: str, ordinal: int) -> bool:
    """Whether the day is not a plain one of 24 hours that begins at midnight."""
    begins, ends = _midnight(zone, ordinal), _midnight(zone, ordinal + 1)
    return ends - begins != _DAY or begins + _offset(zone, begins) != (ordinal - _EPOCH_DAY) * _DAY


@lru_cache(maxsize=1024)
def _segments(zone: str, ordinal: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches of a day with one offset each: begin, end, offset."""
    begins, ends = _midnight(zone, ordinal), _midnight(zone, ordinal + 1)
    marks = [*range(begins, ends, _HOUR), ends]
    changes = [
        _change(zone, left, right)
        for left, right in zip(marks, marks[1:], strict=False)
        if _offset(zone, left) != _offset(zone, right)
    ]
    edges = [begins, *(change for change in changes if begins < change < ends), ends]
    return tuple((left, right, _offset(zone, left)) for left, right in zip(edges, edges[1:], strict=False))


def _change(zone: str, left: int, right: int) -> int:
    """The second at which the offset changes, between two instants."""
    before = _offset(zone, left)
    steps = range((right - left) // _SECOND + 1)
    return left + _SECOND * bisect_right(steps, False, key=lambda step: _offset(zone, left + step * _SECOND) != before)


def _offset(zone: str, instant: int) -> int:
    return _datetime(instant).astimezone(ZoneInfo(zone)).utcoffset() // _MICROSECOND  # type: ignore[operator]


def _instant(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _datetime(instant: int) -> datetime:
    return _EPOCH + timedelta(microseconds=instant)


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same stretches in order, those that touch or overlap as one."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(found)


def _check_has_hours(calendar: WorkingTime, hours: str) -> None:
    if not any(_pattern(calendar, hours)):
        raise DomainError("empty_calendar", _("This working calendar has no hours that could be counted."))
