"""What a package brings so that its records can be imported: columns, layouts, and how a row is judged and applied.

A package registers its adapter in `apps.ready()`: `register(DeviceAdapter())`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Protocol

from django.db.models import Q, QuerySet

from imports.headers import plain
from imports.models import ImportRow, ImportRun, RowAction, Undo
from tenants.models import Member
from tenants.roles import Capability, Role


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A field that a file can fill. `headers`: how files call it, in both languages, as people write it."""

    key: str
    label: Any
    headers: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a product's export: its header for each of our keys, several if versions differ.

    `telling` are headers by which the layout is recognised.
    """

    key: str
    label: str
    headers: dict[str, tuple[str, ...]]
    telling: tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """A line of the file by our keys; only what the mapping says and the file fills."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Identity:
    """What no other line of the file may say too; `field` and `words` are what that line is told.

    `words` holds `%(line)d`. Without words nobody is told: the key only lets other lines hang below this one.
    `needs`: the key of the line below which this one hangs, if that line is in the file.
    """

    key: str
    field: str = ""
    words: Any = ""
    needs: str = ""


@dataclass(slots=True)
class Verdict:
    """What a line would do.

    `changes`: field to [old, new]; `ids`: the same for links, by id; `problems` and `notes`: pairs of field and reason
    in words, of which problems keep the line out; `matched_by`: the key by which the record was found; `rank`: how
    many lines of the same file must come before this one.
    """

    line: int
    action: RowAction
    changes: dict[str, list] = field(default_factory=dict)
    ids: dict[str, list] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    matched_by: str = ""
    record_id: int | None = None
    rank: int = 0

    @property
    def is_to_do(self) -> bool:
        return self.action in (RowAction.CREATE, RowAction.UPDATE)


@dataclass(slots=True)
class Plan:
    """What a line does: its verdict, the record it is about, and the values to write."""

    verdict: Verdict
    record: Any = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What undoing does with one line, and why something of it stays."""

    row: ImportRow
    undo: Undo
    reasons: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages of an import stand: the way there (pairs of label and address), and what one does next."""

    label: Any
    crumbs: Sequence[tuple[Any, str]]
    upload_url: str
    upload_label: Any
    done_url: str = ""
    done_label: Any = ""


class Adapter(Protocol):
    """Brought by the package that owns the records."""

    kind: ClassVar[str]
    capability: ClassVar[Capability]
    columns: ClassVar[Sequence[TargetColumn]]
    layouts: ClassVar[Sequence[Layout]]
    group_key: ClassVar[str]
    """Our key for the column that says whose a line is, in files about several customers; empty: there is none."""
    matching: ClassVar[Any]
    """In words, by which keys existing records are found, in which order."""
    same_record: ClassVar[Any]
    """What a line is told that means the same record as `%(line)d`."""

    needs_customer: ClassVar[bool]
    """Whether every file is about one customer."""

    def customers(self, member: Member) -> QuerySet:
        """The customers about one of which this member's file may be; none where every file is about many."""
        ...

    def place(self, run: ImportRun) -> Place:
        """Where its pages stand."""
        ...

    def label_of(self, key: str) -> Any:
        """The name of a field that changes, but is no column of its own."""
        ...

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        ...

    def title(self, values: dict[str, str]) -> str:
        """How a line is called, by our keys."""
        ...

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        """Which of the file's groups are probably meant."""
        ...

    def identities(self, *, run: ImportRun, entry: Entry) -> list[Identity]:
        """What the line is known by within its file."""
        ...

    def plan(self, *, run: ImportRun, entries: list[Entry], by: Member, is_locked: bool) -> list[Plan]:
        """What each of these lines would do now, without writing anything. `is_locked`: it is about to be done."""
        ...

    def carry_out(self, *, run: ImportRun, plans: list[Plan], by: Member) -> None:
        """Do it through the package's verbs; each new record's id goes into its verdict.

        No plan is wrong when it comes; what a line before it made impossible becomes wrong here.
        """
        ...

    def undo(self, *, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
        """Take back what these lines did, or only say what would happen."""
        ...


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    _adapters[adapter.kind] = adapter


def adapter_of(kind: str) -> Adapter:
    """The adapter of a kind of records. Raises KeyError for one that no package brought."""
    return _adapters[kind]


def all_kinds() -> list[str]:
    """Every kind of records that some package brought."""
    return sorted(_adapters)


def seen_by(member: Member, *kinds: str) -> QuerySet[ImportRun]:
    """The imports of these kinds that the member may know of.

    Of files about one customer those of the customers that the member sees; of files about many the own ones, and for
    an admin all: such a file may speak of customers that others do not see.
    """
    own = Q(company_id=None) if Role.ADMIN in member.roles else Q(company_id=None, created_by=member)
    seen = [Q(kind=kind) & (own | Q(company_id__in=adapter_of(kind).customers(member).values("pk"))) for kind in kinds]
    return ImportRun.objects.filter(reduce(or_, seen))


def known_headers(adapter: Adapter) -> frozenset[str]:
    """Every header that this kind of record knows, plain."""
    names = {plain(name) for column in adapter.columns for name in column.headers}
    names |= {plain(name) for layout in adapter.layouts for each in layout.headers.values() for name in each}
    return frozenset(names)


def problem(field_key: str, reason: Any) -> dict[str, str]:
    """A field with what is wrong or worth a word about it, as rows keep it."""
    return {"field": field_key, "reason": str(reason)}
