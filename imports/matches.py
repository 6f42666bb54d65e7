"""Which record a line means: none, one, or several that could be meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Match(Generic[Record]):
    """The record that is meant, or that several could be; `by` is the field that told."""

    record: Record | None = None
    by: str = ""
    is_ambiguous: bool = False


def match_of(found: Sequence[Record], by: str) -> Match[Record]:
    """What was found by a field, as long as anything was."""
    return Match(found[0], by) if len(found) == 1 else Match(None, by, is_ambiguous=bool(found))
