"""Verbs for several records at once: a few statements whatever their number, and one event for each record.

Each verb means exactly what the verb of one record means. What cannot be done to a record is refused in words; the
others are changed, or none, as whoever asks has chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

MOST = 500
"""Records in one go: each of them is looked at by everything that reacts to its event."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Refusal(Generic[Record]):
    """A record that cannot be changed so, and why."""

    record: Record
    why: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Record]):
    """What becomes of each record."""

    changed: list[Record]
    unchanged: list[Record]
    refused: list[Refusal[Record]]


class Verb(Generic[Record]):
    """What is done to each of the records; `needs` the capability."""

    needs: Any

    def prepare(self, records: list[Record]) -> None:
        """Look up for all of them what the questions below need. Raises DomainError when none can be changed."""

    def refusal(self, record: Record) -> str:
        """Why it cannot be done to this one; nothing where it can."""
        return ""

    def is_done(self, record: Record) -> bool:
        """Whether there is nothing to change."""
        raise NotImplementedError

    def effects(self, records: list[Record]) -> list[str]:
        """What else comes of it for these, in whole sentences."""
        return []

    def write(self, records: list[Record], by) -> None:
        """Change these, in a few statements."""
        raise NotImplementedError

    def announce(self, record: Record, by) -> None:
        """Publish the events of this record, as the verb of one publishes them."""
        raise NotImplementedError


def sift(records: Iterable[Record], verb: Verb[Record]) -> Outcome[Record]:
    """What would become of each record, without changing any."""
    known = list(records)
    verb.prepare(known)
    refused, rest = [], []
    for each in known:
        if why := verb.refusal(each):
            refused.append(Refusal(each, why))
        else:
            rest.append(each)
    return Outcome(
        changed=[each for each in rest if not verb.is_done(each)],
        unchanged=[each for each in rest if verb.is_done(each)],
        refused=refused,
    )


def carry_out(verb: Verb[Record], locked: Iterable[Record], *, all_or_none: bool, by) -> Outcome[Record]:
    """Do it to each of the locked records that it can be done to, within the caller's transaction.

    Raises DomainError `some_refused` when all were to be changed or none, and what the verb itself raises.
    """
    outcome = sift(locked, verb)
    if outcome.refused and all_or_none:
        raise DomainError("some_refused", _("Not all of them can be changed, so none was."))
    if outcome.changed:
        verb.write(outcome.changed, by)
        for record in outcome.changed:
            verb.announce(record, by)
    return outcome
