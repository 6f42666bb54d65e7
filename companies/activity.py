"""What happened, in words: to a company and everything below it, to one record, or to the whole tenant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from companies.extensions import shown
from companies.models import Company
from companies.wording import AMOUNT, COMPANY, Link, Wording, field_words, links_of, names_of, record_words
from core.authorship import ActorKind, Door
from core.names import initials_of
from events.models import Event, FieldChange, Operation
from events.reading import DETAILS, Key, Narrowed, Record, Stream, details_of
from tenants.models import Member

PAGE, EXPORTED, CHUNK = 50, 10_000, 1_000
"""Entries of a page, entries of a file, and how many of them are put into words at a time."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, both sides as they were; or, without `before` and `field`, what became of a record."""

    label: str
    before: str | None
    after: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with what it changed, or a change that no event tells, as the activity page shows it."""

    record: Record
    what: str | Promise
    subject: str
    company: str
    changes: list[Change] = field(default_factory=list)
    has_more: bool = False

    @property
    def at(self) -> datetime:
        return self.record.at

    @property
    def who(self) -> str:
        return self.record.actor_name or _("Handover")

    @property
    def door(self) -> str:
        return str(Door(self.record.door).label) if self.record.door in Door.values else self.record.door

    @property
    def is_by_itself(self) -> bool:
        """Whether nobody did it, so that a door need not be named."""
        return self.record.actor_kind == ActorKind.SYSTEM and self.record.door == Door.SYSTEM

    @property
    def initials(self) -> str:
        return initials_of(self.who)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and the key to the next. `looked_back_to`: so far, when more may fit that lies further back."""

    entries: list[Entry]
    older: str = ""
    looked_back_to: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What one member may read of a stream. `names_companies`: entries name their company, where he sees it."""

    stream: Stream
    member: Member
    names_companies: bool = False

    @classmethod
    def of(cls, logs, *, member: Member, narrowed: Narrowed | None = None, names_companies: bool = False) -> "Activity":
        """The activity of these logs, without what this member's roles do not include (prices, for one)."""
        events, changes = logs
        narrowed = replace(narrowed or Narrowed(), hidden=hidden_from(member))
        stream = Stream(events=events, changes=changes, narrowed=narrowed)
        return cls(stream=stream, member=member, names_companies=names_companies)

    def page(self, key: Key | None, *, size: int = PAGE) -> Page:
        """The entries behind this key; the newest without one."""
        part = self.stream.older(key, size)
        looked_back_to = part.end.at if part.end and part.is_cut_short else None
        return Page(list(self._entries(part.records)), str(part.end or ""), looked_back_to)

    def everything(self) -> Iterator[Entry]:
        """The entries of a file, newest first, up to the number that a file takes."""
        key, left = None, EXPORTED
        while left > 0:
            part = self.stream.older(key, min(CHUNK, left))
            yield from self._entries(part.records)
            left -= len(part.records)
            if part.end is None:
                return
            key = part.end

    def _entries(self, records: list[Record]) -> Iterator[Entry]:
        told = details_of(records, hidden=self.stream.narrowed.hidden)
        names = names_of(self._links(records, told), member=self.member)
        currencies = _currencies([*records, *chain.from_iterable(told.values())])
        for record in records:
            wording = Wording(names, currencies.get(record.company_id, self.member.tenant.currency))
            if isinstance(record, Event):
                yield self._of_event(record, told.get(record.pk, []), wording)
            else:
                yield self._of_change(record, wording)

    def _links(self, records: list[Record], told: dict[int, list[FieldChange]]) -> Iterator[Link]:
        """Every record that is named somewhere on the page by its number alone."""
        for record in (*records, *chain.from_iterable(told.values())):
            for name, sides in record.changes.items():
                for value in sides if isinstance(sides, list) else ():
                    yield from links_of(record.subject_type, name, value)
        if self.names_companies:
            yield from ((COMPANY, record.company_id) for record in records if record.company_id)

    def _of_event(self, event: Event, details: list[FieldChange], wording: Wording) -> Entry:
        changes = [*_said(event, wording), *_further(event, details[:DETAILS], wording)]
        return Entry(
            event, words_for(event), _subject(event), self._company(event, wording), changes, len(details) > DETAILS
        )

    def _of_change(self, change: FieldChange, wording: Wording) -> Entry:
        return Entry(
            change, _OPERATIONS[Operation(change.operation)](), _called(change), self._company(change, wording),
            list(_sides(change, wording)),
        )  # fmt: skip

    def _company(self, record: Record, wording: Wording) -> str:
        return wording.names.get((COMPANY, record.company_id), "") if self.names_companies and record.company_id else ""


_OPERATIONS = {
    Operation.INSERT: lambda: _("Record entered"),
    Operation.UPDATE: lambda: _("Record changed"),
    Operation.DELETE: lambda: _("Record deleted"),
}


def _currencies(records: Iterable[Record]) -> dict[int | None, str]:
    """The currency of each company at which an amount changed; nothing is asked where none did."""
    at = {each.company_id for each in records if any(name.endswith(AMOUNT) for name in each.changes)} - {None}
    return dict(Company.objects.filter(pk__in=at).values_list("pk", "currency")) if at else {}


def hidden_from(member: Member) -> tuple[str, ...]:
    """Beginnings of keys and labels that this member's roles do not include."""
    return tuple(prefix for prefix, capability in shown.private_events.items() if not member.may(capability))


def words_for(event: Event) -> str | Promise:
    """The event in words; one without words is shown by its key rather than left out."""
    return shown.event_words.get(event.key, event.key)


def _subject(event: Event) -> str:
    """What it happened to, where that is not the company itself, or a record that is called after its number."""
    in_words = shown.event_subjects.get(event.subject_type)
    label = str(in_words(event)) if in_words else event.subject_label
    return "" if event.subject_type == COMPANY or label.split(" ")[0] == str(event.company_id) else label


def _called(change: FieldChange) -> str:
    """The kind of record and its name: Contact · Carl Sommer."""
    kind = record_words(change.subject_type)
    return f"{kind} · {change.subject_label}" if change.subject_label else kind


def _said(event: Event, wording: Wording) -> Iterator[Change]:
    """The fields that the event itself says changed, as far as both sides are plain values."""
    for name, sides in event.changes.items():
        if isinstance(sides, list) and len(sides) == 2:
            yield _change(event.subject_type, name, sides, wording)


def _further(event: Event, details: Iterable[FieldChange], wording: Wording) -> Iterator[Change]:
    """What its transaction changed besides: of the same record what it does not say itself, and other records."""
    for change in details:
        is_same = (change.subject_type, change.subject_id) == (event.subject_type, event.subject_id)
        if not is_same:
            if change.subject_label or not event.changes:
                yield from _other(change, wording)
        elif change.operation == Operation.UPDATE:
            yield from _sides(change, wording, besides=event.changes)


def _other(change: FieldChange, wording: Wording) -> Iterator[Change]:
    called = _called(change)
    if change.operation == Operation.UPDATE:
        for each in _sides(change, wording):
            yield replace(each, label=f"{called} · {each.label}")
    else:
        yield Change(called, None, _("entered") if change.operation == Operation.INSERT else _("deleted"))


def _sides(change: FieldChange, wording: Wording, *, besides: Iterable[str] = ()) -> Iterator[Change]:
    """The fields of a row that changed, without those named in `besides`."""
    for name, sides in change.changes.items():
        if name not in besides and name.removesuffix("_id") not in besides:
            yield _change(change.subject_type, name, sides, wording)


def _change(label: str, name: str, sides: Iterable, wording: Wording) -> Change:
    before, after = (wording.value(label, name, side) for side in sides)
    return Change(field_words(label, name), before, after, field=name)
