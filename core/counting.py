"""Several numbers in one query, where each would be a `COUNT` of its own; and no further than anybody reads."""

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.formats import number_format


class NumberOf(Subquery):
    """How many rows a query gives, as a column of another one; counted no further than `cap`, where one is given."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"

    def __init__(self, rows: QuerySet, *, cap: int | None = None) -> None:
        super().__init__(rows.order_by().values("pk")[:cap], output_field=IntegerField())


def up_to(cap: int, counted: int) -> str:
    """What was counted to one above the cap at least, as people read it; beyond the cap that it is more: "1,000+"."""
    return f"{number_format(min(counted, cap), force_grouping=True)}{'+' if counted > cap else ''}"
