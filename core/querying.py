"""Conditions that stay quick behind row security, where only equality and ranges use an index."""

from django.db.models import Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

LAST = "\U0010ffff"


def begins(name: str, text: str) -> Q:
    """Whether the column begins with the text, as a range of its index. Nothing begins with no text at all."""
    return Q(**{f"{name}__gte": text, f"{name}__lt": text + LAST}) if text else Q(pk__in=[])


def is_there(rows: QuerySet) -> IsNull:
    """Whether there is such a row, asked anew for each row of the outer query; `rows` refers to it by `OuterRef`.

    For a page of a long list. Of an EXISTS the planner may first make a list of all such rows of the tenant, as it does
    not know that the page will be full after fifty.
    """
    return IsNull(Subquery(rows.values("pk")[:1]), False)
