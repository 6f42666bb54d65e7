"""Two records of one thing become one, and can be parted again: what moves is a plan, what was moved is written down.

The plan of each kind is an explicit list in `config/merging.py`, which knows every floor, and is handed over once at
the start. What is not on it stays with the absorbed record, which is kept as an alias: its events are never rewritten.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Model, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed

Text = str | Promise
Pair = Callable[[Any, Any], QuerySet]


@dataclass(frozen=True, kw_only=True)
class Move:
    """Records that go over to the survivor. `rows`: of (absorbed, survivor); `field`: their link, which is set anew.

    They go back by the same rows of (survivor, absorbed), or by `back` where that asks something else. `placeholders`:
    what came into being at the alias because somebody looked at it, and makes room.
    """

    key: str
    label: Text
    rows: Pair
    field: str = "company"
    back: Pair | None = None
    placeholders: Pair | None = None


@dataclass(frozen=True, kw_only=True)
class GivenUp:
    """A value that gives way before the move: it may stand once only, or what comes over decides it.

    `fits`: of the rows that wait for their value, and the absorbed record, those that may have it again.
    """

    key: str
    label: Text
    rows: Pair
    field: str
    value: Any
    fits: Pair


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A link that must not join the two once they are parted. `rows`: of (absorbed, survivor), after the move back."""

    key: str
    label: Text
    rows: Pair
    cut: Callable[[QuerySet], Any]


@dataclass(frozen=True)
class Refusal:
    """Why two records cannot become one as they are. `rows`: what stands in the way; nothing there, no refusal.

    `needs`: the capability of those who are not refused.
    """

    code: str
    rows: Pair
    message: Text
    needs: Any = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What merging two records of one kind does. `links`: names of constraints between records that move together.

    `undone_first`: of (merge, by), what was built on the merge and is taken back with it.
    """

    moves: Iterable[Move] = ()
    given_up: Iterable[GivenUp] = ()
    refusals: Iterable[Refusal] = ()
    links: Iterable[str] = ()
    ties: Iterable[Tie] = ()
    undone_first: "Iterable[Callable[[Any, Any], Undone]]" = ()


plans: dict[str, Plan] = {}
"""By the kind of the records: `companies.company`."""


@dataclass(frozen=True)
class Preview:
    """What would happen: what moves with how many, and what stands in the way."""

    moves: list[tuple[Move, int]]
    refusals: list[DomainError]


class Counts(list[tuple[Any, int]]):
    """How many records of which rule of the plan."""

    def note(self, rule: Move | GivenUp | Tie, count: int) -> None:
        """Remember them, if there are any."""
        if count:
            self.append((rule, count))


@dataclass(frozen=True)
class Undone:
    """What a merge that is taken back does not leave as it was before, which whoever does it is told.

    `stayed`: records that changed since, and stay where they are. `cut`: links that would have joined the two.
    `kept`: values that had given way and that the rules no longer allow.
    """

    stayed: Counts = field(default_factory=Counts)
    cut: Counts = field(default_factory=Counts)
    kept: Counts = field(default_factory=Counts)

    def add(self, other: "Undone") -> None:
        """What another merge that is taken back with it leaves."""
        for name in ("stayed", "cut", "kept"):
            getattr(self, name).extend(getattr(other, name))


def preview(absorbed: Model, survivor: Model, refusals: Iterable[DomainError], *, by: Any) -> Preview:
    """Count what would move; `refusals` are those of the kind itself. Two queries, however long the plan is."""
    moves = _plan_of(absorbed).moves
    counted = [
        move.rows(absorbed, survivor).order_by().values(key=Value(move.key)).annotate(number=Count("pk"))
        for move in moves
    ]
    counts = dict(_together(counted).values_list("key", "number")) if counted else {}
    return Preview(
        [(move, counts[move.key]) for move in moves if counts.get(move.key)],
        [*refusals, *refusals_of_plan(absorbed, survivor, by=by)],
    )


def refusals_of_plan(absorbed: Model, survivor: Model, *, by: Any) -> list[DomainError]:
    """What of the plan's refusals holds for the member. One query."""
    refusals = [each for each in _plan_of(absorbed).refusals if each.needs is None or not by.may(each.needs)]
    asked = [each.rows(absorbed, survivor).order_by().values(key=Value(each.code)) for each in refusals]
    holds = set(_together(asked).values_list("key", flat=True)) if asked else set()
    return [
        (NotAllowed if each.needs else DomainError)(each.code, each.message, field="into")
        for each in refusals
        if each.code in holds
    ]


def locked(rows: QuerySet, *records: Model) -> list[Any]:
    """The records as they stand now, locked in the order of their ids, returned in the order given."""
    asked = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=[record.pk for record in records])
    found = {each.pk: each for each in asked.order_by("pk")}
    return [found[each.pk] for each in records]


def carry_over(absorbed: Model, survivor: Model) -> dict[str, dict]:
    """Move what the plan names. Returns `moved` and `given_up` of the record of the merge."""
    plan = _plan_of(absorbed)
    given_up, moved = {}, {}
    with _checked_at_the_end(plan.links):
        for each in plan.given_up:
            rows = each.rows(absorbed, survivor)
            before = {str(pk): value for pk, value in rows.values_list("pk", each.field)}
            if before:
                rows.model._default_manager.filter(pk__in=before).update(**{each.field: each.value})
                given_up[each.key] = before
        for move in plan.moves:
            rows = move.rows(absorbed, survivor)
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
            if ids:
                rows.model._default_manager.filter(pk__in=ids).update(**{move.field: survivor})
                moved[move.key] = ids
    return {"moved": moved, "given_up": given_up}


def carry_back(merge: Any, *, by: Any) -> Undone:
    """Move back what still stands where the merge put it, as far as merging the other way round would move it.

    First the merges go that were built on this one. A link that would join the two is cut, and what was given up comes
    back where the rules still allow it. Raises DomainError `cannot_be_parted` for whatever else contradicts it.
    """
    plan, undone = _plan_of(merge.absorbed), Undone()
    try:
        with transaction.atomic():
            for undo in plan.undone_first:
                undone.add(undo(merge, by))
            with _checked_at_the_end(plan.links):
                for move in reversed(list(plan.moves)):
                    _move_back(move, merge, undone)
                for tie in plan.ties:
                    _cut(tie, merge, undone)
                for rule in plan.given_up:
                    _give_back(rule, merge, undone)
    except IntegrityError as error:
        message = _("What was changed since the merge contradicts what was before it. Nothing is taken back.")
        raise DomainError("cannot_be_parted", message) from error
    return undone


def _move_back(move: Move, merge: Any, undone: Undone) -> None:
    ids = merge.moved.get(move.key)
    if not ids:
        return
    if move.placeholders:
        move.placeholders(merge.absorbed, merge.survivor).delete()
    going = (move.back or move.rows)(merge.survivor, merge.absorbed).filter(pk__in=ids)
    rows = going.model._default_manager.filter(pk__in=list(going.values_list("pk", flat=True)))
    undone.stayed.note(move, len(ids) - rows.update(**{move.field: merge.absorbed}))


def _cut(tie: Tie, merge: Any, undone: Undone) -> None:
    found = tie.rows(merge.absorbed, merge.survivor)
    rows = found.model._default_manager.filter(pk__in=list(found.values_list("pk", flat=True)))
    count = rows.count()
    if count:
        tie.cut(rows)
        undone.cut.note(tie, count)


def _give_back(rule: GivenUp, merge: Any, undone: Undone) -> None:
    before = merge.given_up.get(rule.key, {})
    rows = rule.rows(merge.absorbed, merge.survivor).model._default_manager
    waiting = rows.filter(pk__in=before, **{rule.field: rule.value})
    may = set(rule.fits(waiting, merge.absorbed).values_list("pk", flat=True))
    undone.kept.note(rule, waiting.count() - len(may))
    by_value = defaultdict(list)
    for pk in may:
        by_value[before[str(pk)]].append(pk)
    for value, ids in by_value.items():
        rows.filter(pk__in=ids).update(**{rule.field: value})


def _plan_of(record: Model) -> Plan:
    return plans.get(record._meta.label_lower, Plan())


def _together(queries: list[QuerySet]) -> QuerySet:
    first, *rest = queries
    return first.union(*rest, all=True) if rest else first


@contextmanager
def _checked_at_the_end(links: Iterable[str]) -> Iterator[None]:
    """Records that point to each other move one table after the other: what links them is checked when all have."""
    names = ", ".join(connection.ops.quote_name(link) for link in links)
    if not names:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
