"""Conditions that stay quick behind row security, where only equality and ranges use an index."""

from collections.abc import Iterable, Sequence

from django.db.models import BigIntegerField, F, Func, Lookup, Q, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

LAST = "\U0010ffff"
EVERY = 2**62
"""A limit that none reaches; PostgreSQL plans what stands behind a limit for itself."""


def begins(name: str, text: str) -> Q:
    """Whether the column begins with the text, as a range of its index. Nothing begins with no text at all."""
    return Q(**{f"{name}__gte": text, f"{name}__lt": text + LAST}) if text else Q(pk__in=[])


def is_there(rows: QuerySet) -> IsNull:
    """Whether there is such a row, asked anew for each row of the outer query; `rows` refers to it by `OuterRef`.

    For a page of a long list. Of an EXISTS the planner may first make a list of all such rows of the tenant, as it does
    not know that the page will be full after fifty.
    """
    return IsNull(Subquery(rows.values("pk")[:1]), False)


def found_as_a_whole(rows: QuerySet) -> QuerySet:
    """The same rows, looked for all at once before any of them is shown.

    For a condition that hardly any row fits: on the walk through a long list, which stops when a page is full, each row
    would be asked in vain.
    """
    whole = rows.order_by().values("pk")[:EVERY]
    return rows.model._default_manager.filter(pk__in=whole)


class _IsOneOf(Lookup):
    lookup_name = "is_one_of"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*params, self.rhs)


def is_one_of(name: str, ids: Iterable[int]) -> Q:
    """The same as `__in`, with the ids as one value, and still by an index when it is one of several conditions."""
    return Q(_IsOneOf(F(name), _array(ids)))


def among(ids: Iterable[int]) -> Func:
    """The ids for `__in`, as one value where Django sends each: the database joins them as it would a table."""
    template = "(SELECT unnest(%(expressions)s::bigint[]))"
    return Func(Value(_array(ids)), template=template, output_field=BigIntegerField())


def _array(ids: Iterable[int]) -> str:
    """The ids as PostgreSQL writes an array: the driver would take a millisecond for a thousand in a list."""
    return "{" + ",".join(str(int(each)) for each in ids) + "}"


def first_of(rows: QuerySet | Sequence, most: int) -> tuple[list, bool]:
    """The first so many of the rows, and whether there are more. One query, which counts nothing."""
    found = list(rows[: most + 1])
    return found[:most], len(found) > most
