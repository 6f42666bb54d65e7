"""Two records of one thing become one, and can be parted again: what moves is a plan, what was moved is written down.

The plan of each kind is an explicit list in `config/merging.py`, which knows every floor, and is handed over once at
the start. What is not on it stays with the absorbed record, which is kept as an alias: its events are never rewritten.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Model, QuerySet, Value
from django.utils.functional import Promise

from core.errors import DomainError

Text = str | Promise
Pair = Callable[[Any, Any], QuerySet]


@dataclass(frozen=True, kw_only=True)
class Move:
    """Records that go over to the survivor. `rows`: of (absorbed, survivor); `field`: their link, which is set anew."""

    key: str
    label: Text
    rows: Pair
    field: str = "company"


@dataclass(frozen=True, kw_only=True)
class GivenUp:
    """A value that gives way before the move: it may stand once only, or what comes over decides it."""

    key: str
    rows: Pair
    field: str
    value: Any


@dataclass(frozen=True)
class Refusal:
    """Why two records cannot become one as they are. `rows`: what stands in the way; nothing there, no refusal."""

    code: str
    rows: Pair
    message: Text


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What merging two records of one kind does. `links`: names of constraints between records that move together."""

    moves: Iterable[Move] = ()
    given_up: Iterable[GivenUp] = ()
    refusals: Iterable[Refusal] = ()
    links: Iterable[str] = ()


plans: dict[str, Plan] = {}
"""By the kind of the records: `companies.company`."""


@dataclass(frozen=True)
class Preview:
    """What would happen: what moves with how many, and what stands in the way."""

    moves: list[tuple[Move, int]]
    refusals: list[DomainError]


def preview(absorbed: Model, survivor: Model, refusals: Iterable[DomainError]) -> Preview:
    """Count what would move; `refusals` are those of the kind itself. Two queries, however long the plan is."""
    moves = _plan_of(absorbed).moves
    counted = [
        move.rows(absorbed, survivor).order_by().values(key=Value(move.key)).annotate(number=Count("pk"))
        for move in moves
    ]
    counts = dict(_together(counted).values_list("key", "number")) if counted else {}
    return Preview(
        [(move, counts[move.key]) for move in moves if counts.get(move.key)],
        [*refusals, *refusals_of_plan(absorbed, survivor)],
    )


def refusals_of_plan(absorbed: Model, survivor: Model) -> list[DomainError]:
    """What of the plan's refusals holds. One query."""
    refusals = _plan_of(absorbed).refusals
    asked = [each.rows(absorbed, survivor).order_by().values(key=Value(each.code)) for each in refusals]
    holds = set(_together(asked).values_list("key", flat=True)) if asked else set()
    return [DomainError(each.code, each.message, field="into") for each in refusals if each.code in holds]


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


def carry_back(merge: Any) -> list[tuple[Move, int]]:
    """Move back what still stands where the merge put it. Returns the moves of which some do not, with how many."""
    plan, lost = _plan_of(merge.absorbed), []
    with _checked_at_the_end(plan.links):
        for move in reversed(list(plan.moves)):
            ids = merge.moved.get(move.key, [])
            rows = move.rows(merge.absorbed, merge.survivor).model._default_manager
            back = rows.filter(pk__in=ids, **{move.field: merge.survivor}).update(**{move.field: merge.absorbed})
            if back < len(ids):
                lost.append((move, len(ids) - back))
        for each in plan.given_up:
            _give_back(each, merge)
    return lost


def _give_back(rule: GivenUp, merge: Any) -> None:
    rows = rule.rows(merge.absorbed, merge.survivor).model._default_manager
    for pk, value in merge.given_up.get(rule.key, {}).items():
        rows.filter(pk=pk, **{rule.field: rule.value}).update(**{rule.field: value})


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
