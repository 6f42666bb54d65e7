"""Several numbers in one query: what would otherwise be a `COUNT` for each of them."""

from django.db.models import IntegerField, QuerySet, Subquery


class NumberOf(Subquery):
    """How many rows a query gives, as a column of another one; counted no further than `cap`, where one is given."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"

    def __init__(self, rows: QuerySet, *, cap: int | None = None) -> None:
        super().__init__(rows.order_by().values("pk")[:cap], output_field=IntegerField())
