"""What a package brings so that its records can be imported: columns, layouts, and how a row is judged and applied.

A package registers its adapter in `apps.ready()`: `register(DeviceAdapter())`.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from imports.models import ImportRun, RowAction
from tenants.models import Member


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


@dataclass(slots=True)
class Verdict:
    """What a line would do. `changes`: field to [old, new]; `problems`: pairs of field and reason in words."""

    line: int
    action: RowAction
    changes: dict[str, list] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    record_id: int | None = None


class Adapter(Protocol):
    """Brought by the package that owns the records."""

    kind: ClassVar[str]
    columns: ClassVar[Sequence[TargetColumn]]
    layouts: ClassVar[Sequence[Layout]]
    group_key: ClassVar[str]
    """Our key for the column that says whose a line is, in files about several customers; empty: there is none."""

    def label_of(self, key: str) -> Any:
        """The name of a field that changes, but is no column of its own."""
        ...

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        ...

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        """Which of the file's groups are probably meant."""
        ...

    def judge(self, *, run: ImportRun, entries: list[Entry], by: Member) -> list[Verdict]:
        """What each line would do now, without writing anything."""
        ...

    def apply(self, *, run: ImportRun, entries: list[Entry], by: Member) -> list[Verdict]:
        """Do it, for the lines that are not wrong, through the package's verbs; the verdicts carry record ids."""
        ...


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    _adapters[adapter.kind] = adapter


def adapter_of(kind: str) -> Adapter:
    """The adapter of a kind of records. Raises KeyError for one that no package brought."""
    return _adapters[kind]


def plain(header: str) -> str:
    """A header without case, accents, punctuation and spaces, for comparing."""
    folded = unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss"))
    return "".join(char for char in folded if char.isalnum())


def guess_layout(adapter: Adapter, headers: list[str]) -> str:
    """The key of the layout whose headers the file has, or an empty string."""
    present = {plain(header) for header in headers}
    best, most = "", 0
    for layout in adapter.layouts:
        if not all(plain(header) in present for header in layout.telling):
            continue
        hits = sum(any(plain(name) in present for name in names) for names in layout.headers.values())
        if hits > most:
            best, most = layout.key, hits
    return best


def guess_mapping(adapter: Adapter, headers: list[str], layout_key: str) -> dict[str, str]:
    """Header for each of our keys, by the layout first, then by the usual names. A header is used once."""
    layout = next((each for each in adapter.layouts if each.key == layout_key), None)
    by_plain: dict[str, str] = {}
    for header in headers:
        by_plain.setdefault(plain(header), header)
    mapping: dict[str, str] = {}
    for names_of in ((layout.headers if layout else {}), {column.key: column.headers for column in adapter.columns}):
        for key, names in names_of.items():
            found = next((by_plain[plain(name)] for name in names if plain(name) in by_plain), None)
            if found and key not in mapping and found not in mapping.values():
                mapping[key] = found
    return mapping
