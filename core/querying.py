"""Questions to the database that go row by row."""

from django.db.models import QuerySet, Subquery
from django.db.models.lookups import IsNull


def is_there(rows: QuerySet) -> IsNull:
    """Whether there is such a row, asked anew for each row of the outer query; `rows` refers to it by `OuterRef`.

    For a page of a long list. Of an EXISTS the planner may first make a list of all such rows of the tenant, as it does
    not know that the page will be full after fifty.
    """
    return IsNull(Subquery(rows.values("pk")[:1]), False)
