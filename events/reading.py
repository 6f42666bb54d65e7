"""Both logs as one stream, newest first: events, and the field changes that no event tells.

Pages follow a key, not a count, so that the last page costs what the first does. The order is: later before earlier; of
the same moment events before changes; then by number. What is looked for by something that no index leads to is looked
for in so many records at a time: whoever looks for what hardly ever happened gets an answer, and goes on, instead of
waiting.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from core.ids import is_id
from events.models import Event, FieldChange

Record = Event | FieldChange
EVENT, CHANGE = "e", "c"
DETAILS = 10
"""Changes that are fetched for one event; an import may have thousands."""
LOOKED_THROUGH, READ_THROUGH = 50_000, 10_000
"""Records of each log, at most, that one page looks through in an index; that it reads, for a field."""
INDEXED = Q(id__gt=0)
"""True of every field change, and what its indexes for reading ask for (`events/models.py` says why)."""


@dataclass(frozen=True, slots=True)
class Key:
    """The place of one record in the stream."""

    at: datetime
    kind: str
    id: int

    def __str__(self):
        return f"{self.at.isoformat()}~{self.kind}~{self.id}"

    @classmethod
    def of(cls, record: Record) -> "Key":
        return cls(record.at, EVENT if isinstance(record, Event) else CHANGE, record.pk)

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """The place that an address names; None for anything else."""
        at, kind, number = (text.split("~") + ["", ""])[:3]
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        known = timezone.is_aware(moment) and kind in (EVENT, CHANGE) and is_id(number)
        return cls(moment, kind, int(number)) if known else None

    @property
    def order(self) -> tuple:
        """What sorts descending."""
        return (self.at, self.kind == EVENT, self.id)


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What of the stream is wanted. Empty: everything; `fields` None: any."""

    area: str = ""
    actor: tuple[str, int | None] | None = None
    door: str = ""
    since: date | None = None
    until: date | None = None
    fields: frozenset[str] | None = None
    hidden: tuple[str, ...] = ()

    def apply(self, records: QuerySet, name: str) -> QuerySet:
        """The records of one log that are wanted; `name`: the field that begins with the package."""
        begins = f"{name}__startswith"
        for beginning in self.hidden:
            records = records.exclude(**{begins: beginning})
        if self.area:
            records = records.filter(**{begins: f"{self.area}."})
        if self.door:
            records = records.filter(door=self.door)
        if self.fields is not None:
            records = records.filter(changes__has_any_keys=sorted(self.fields))
        return self.by_index(records)

    def by_index(self, records: QuerySet) -> QuerySet:
        """As far as an index leads to what is wanted: the person, and the period."""
        if self.actor:
            kind, number = self.actor
            records = records.filter(actor_kind=kind, **({} if number is None else {"actor_id": number}))
        return self._within(records)

    @property
    def must_be_looked_for(self) -> bool:
        """Whether records have to be looked through for what is wanted."""
        return bool(self.area or self.door or self.fields is not None)

    @property
    def is_in_indexes(self) -> bool:
        """Whether the indexes alone say which records are wanted, and some are not."""
        return self.fields is None and bool(self.area or self.actor or self.door)

    def _within(self, records: QuerySet) -> QuerySet:
        """Bounded above in any case, so that the months to come are not even looked at."""
        until = self.until or timezone.localdate() + timedelta(days=1)
        records = records.filter(at__lt=_midnight(until + timedelta(days=1)))
        return records.filter(at__gte=_midnight(self.since)) if self.since else records


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of a stream, and the place behind which it goes on; None at its end.

    `is_cut_short`: more may fit, but enough was looked through.
    """

    records: list[Record]
    end: Key | None
    is_cut_short: bool = False


@dataclass(frozen=True, kw_only=True)
class Stream:
    """The two logs of whatever is looked at: a company, a record, the whole tenant."""

    events: QuerySet
    changes: QuerySet
    narrowed: Narrowed = field(default_factory=Narrowed)

    def older(self, key: Key | None, size: int) -> Part:
        """Up to so many records behind this place; from the newest when there is none."""
        events = self.narrowed.apply(self.events, "key")
        changes = self.narrowed.apply(self.changes, "subject_type")
        if key is not None:
            events, changes = _behind(events, key, EVENT), _behind(changes, key, CHANGE)
        end = self._end_of_looking(key)
        if end is not None:
            events, changes = _down_to(events, end, EVENT), _down_to(changes, end, CHANGE)
        newest = _newest_by_index if self.narrowed.is_in_indexes else _newest
        found: list[Record] = [*newest(events, size + 1), *newest(changes, size + 1)]
        found.sort(key=lambda record: Key.of(record).order, reverse=True)
        if len(found) > size:
            return Part(found[:size], Key.of(found[size - 1]))
        return Part(found, end, is_cut_short=end is not None)

    def _end_of_looking(self, key: Key | None) -> Key | None:
        """The last record that is looked at, where others lie behind it."""
        if not self.narrowed.must_be_looked_for:
            return None
        ends, most = [], LOOKED_THROUGH if self.narrowed.fields is None else READ_THROUGH
        for records, kind in ((self.events, EVENT), (self.changes, CHANGE)):
            passed = self.narrowed.by_index(records)
            passed = passed if key is None else _behind(passed, key, kind)
            last_and_next = list(passed.order_by("-at", "-id").values_list("at", "id")[most - 1 : most + 1])
            ends += [Key(at, kind, number) for at, number in last_and_next[:-1]]
        return max(ends, key=lambda end: end.order, default=None)


def of_company(company_id: int) -> tuple[QuerySet, QuerySet]:
    """What happened to a company and everything below it."""
    return (
        Event.objects.filter(company_id=company_id),
        FieldChange.objects.filter(company_id=company_id, event_id=None),
    )


def of_tenant() -> tuple[QuerySet, QuerySet]:
    """What happened to anything of the tenant, its people and settings included."""
    return Event.objects.all(), FieldChange.objects.filter(INDEXED, event_id=None)


def of_records(records: Iterable[tuple[str, int]]) -> tuple[QuerySet, QuerySet]:
    """What happened to these records; also what is told by an event about something else."""
    mine = Q()
    for label, number in records:
        mine |= Q(subject_type=label, subject_id=number)
    events = Event.objects.filter(mine)
    told_here = events.values("id")
    return events, FieldChange.objects.filter(INDEXED, mine).exclude(event_id__isnull=False, event_id__in=told_here)


def details_of(records: Iterable[Record], *, hidden: tuple[str, ...]) -> dict[int, list[FieldChange]]:
    """The first changes that each of these events tells of, in one query."""
    events = [record for record in records if isinstance(record, Event)]
    if not events:
        return {}
    moments = [event.at for event in events]
    told = FieldChange.objects.filter(
        event_id__in=[event.pk for event in events],
        at__gte=min(moments) - timedelta(days=1),
        at__lte=max(moments) + timedelta(days=1),
    )
    for beginning in hidden:
        told = told.exclude(subject_type__startswith=beginning)
    number = Window(RowNumber(), partition_by=[F("event_id")], order_by=[F("id").asc()])
    grouped: dict[int, list[FieldChange]] = defaultdict(list)
    for change in told.annotate(number=number).filter(number__lte=DETAILS + 1).order_by("id"):
        if change.event_id is not None:
            grouped[change.event_id].append(change)
    return grouped


def _newest(records: QuerySet, size: int) -> list[Record]:
    return list(records.order_by("-at", "-id")[:size])


def _newest_by_index(records: QuerySet, size: int) -> list[Record]:
    """The same, but what does not fit is passed over in the index, and only what does is read."""
    wanted = records.order_by("-at", "-id").values("pk")[:size]
    return list(records.model._default_manager.filter(pk__in=wanted))


def _behind(records: QuerySet, key: Key, kind: str) -> QuerySet:
    """The records of one log that come after the place. Of the same moment, events come first."""
    if kind == key.kind:
        return records.filter(at__lte=key.at).exclude(at=key.at, id__gte=key.id)
    return records.filter(at__lte=key.at) if key.kind == EVENT else records.filter(at__lt=key.at)


def _down_to(records: QuerySet, key: Key, kind: str) -> QuerySet:
    """The records of one log that come before the place, or stand at it."""
    if kind == key.kind:
        return records.filter(at__gte=key.at).exclude(at=key.at, id__lt=key.id)
    return records.filter(at__gt=key.at) if key.kind == EVENT else records.filter(at__gte=key.at)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
