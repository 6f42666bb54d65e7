"""Pages by key: a page begins after a row, not after a number of rows, so the 4,000th is as fast as the first.

A list is ordered by the fields of a column and the id, all in one direction, so that one index serves it both ways and
PostgreSQL compares whole rows: `(sort_name, id) > ('muster', 17)`. A list falls into segments that follow each other,
each ordered so: rows without a value come last in both directions, and a column may name groups of its own.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.utils import timezone

from core.ids import LARGEST_ID

Fetch = Callable[[QuerySet, int], Iterable]
AFTER, BEFORE, LAST = "after", "before", "last"
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after or before a row that stood in this segment with these values, or at the end."""

    side: str = ""
    segment: int = 0
    values: tuple = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the list: which rows, and the fields that order them."""

    rows: Q
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one page, the segment of the first and of the last one, and whether there are more around them."""

    objects: list
    segments: tuple[int, int] = (0, 0)
    has_previous: bool = False
    has_next: bool = False


class Beyond(Func):
    """Whether the row stands behind (or before) the values; one comparison of rows, which an index answers."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, names: Sequence[str], values: Sequence, fields: Sequence[models.Field], *, less: bool):
        compared = [Value(value, output_field=each) for value, each in zip(values, fields, strict=True)]
        super().__init__(*[F(name) for name in names], *compared)
        self.operator = "<" if less else ">"

    def as_sql(self, compiler, connection, function=None, template=None, arg_joiner=None, **extra_context):
        parts, params = [], []
        for each in self.source_expressions:
            sql, own = compiler.compile(each)
            parts.append(sql)
            params += own
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.operator} ({', '.join(parts[half:])})", params


class Order:
    """The total order of a list: by fields of the model (`company__sort_name` too), then by id."""

    def __init__(self, model: type[models.Model], names: tuple[str, ...], *, descending: bool, groups=()):
        self.model, self.descending = model, descending
        names = (*names, "pk")
        self.segments = [Segment(group, names) for group in (reversed(groups) if descending else groups)]
        if not groups:
            self.segments = [Segment(Q(), names)]
            if self._field(names[0]).null:
                there, missing = Q(**{f"{names[0]}__isnull": False}), Q(**{f"{names[0]}__isnull": True})
                self.segments = [Segment(there, names), Segment(missing, names[1:])]

    def slice(self, rows: QuerySet, place: Place, size: int, *, fetch: Fetch) -> Slice:
        """The page of `size` rows at this place; `fetch` brings the first so many of them as they are shown."""
        backwards = place.side in (BEFORE, LAST)
        numbers = range(len(self.segments))
        found: list[tuple[int, Any]] = []
        for number in reversed(numbers) if backwards else numbers:
            behind_us = number > place.segment if backwards else number < place.segment
            if place.values and behind_us:
                continue
            part = self._part(rows, number, place, backwards=backwards)
            found += [(number, each) for each in fetch(part, size + 1 - len(found))]
            if len(found) > size:
                break
        more = len(found) > size
        found = found[:size]
        if backwards:
            found.reverse()
        return Slice(
            objects=[each for _number, each in found],
            segments=(found[0][0], found[-1][0]) if found else (0, 0),
            has_previous=more if backwards else place.side == AFTER,
            has_next=place.side == BEFORE if backwards else more,
        )

    def _part(self, rows: QuerySet, number: int, place: Place, *, backwards: bool) -> QuerySet:
        segment = self.segments[number]
        less = self.descending != backwards
        part = rows.filter(segment.rows).order_by(*[f"-{name}" if less else name for name in segment.names])
        if not place.values or number != place.segment:
            return part
        fields = [self._field(name) for name in segment.names]
        part = part.filter(Beyond(segment.names, place.values, fields, less=less))
        first = segment.names[0]
        if "__" in first:  # a range on the other table, which the comparison across tables does not give
            part = part.filter(**{f"{first}__{'lte' if less else 'gte'}": place.values[0]})
        return part

    def token(self, segment: int, row: Any) -> str:
        """Names the row's place for an address."""
        values = [_plain(_value(row, name)) for name in self.segments[segment].names]
        packed = json.dumps([segment, *values], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def place(self, side: str, token: str) -> Place:
        """The place that a token names; what was made up leads to the beginning."""
        try:
            unpacked = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            segment, *values = unpacked
            names = self.segments[segment].names if type(segment) is int and segment >= 0 else ()
            fields = [self._field(name) for name in names]
            return Place(side, segment, tuple(_checked(v, each) for v, each in zip(values, fields, strict=True)))
        except (binascii.Error, ValueError, TypeError, IndexError, OverflowError, RecursionError, ValidationError):
            return Place()

    def _field(self, name: str) -> models.Field:
        model, found = self.model, None
        for part in name.split("__"):
            found = model._meta.pk if part == "pk" else model._meta.get_field(part)
            model = found.related_model or model  # type: ignore[union-attr,assignment]
        return found.output_field if found.generated else found  # type: ignore[union-attr,return-value]


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _checked(value: Any, field: models.Field) -> Any:
    """The value as the field has it. Raises what says that it can be none of the field's."""
    if isinstance(value, str) and ("\x00" in value or len(value) > LONGEST_TEXT):
        raise ValueError("This text is in no column.")
    if value is None or isinstance(value, list | dict | float):
        raise ValueError("This is no value to sort by.")
    if isinstance(field, models.CharField) != isinstance(value, str) and not isinstance(field, models.DateField):
        raise ValueError("This is of another kind.")
    if isinstance(value, int) and abs(value) > LARGEST_ID:
        raise ValueError("This number is too large.")
    found = field.to_python(value)
    if isinstance(field, models.DateTimeField) and timezone.is_naive(found):
        raise ValueError("This moment is in no time zone.")
    return found
