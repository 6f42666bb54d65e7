"""Search in lists of what belongs to companies: devices, contracts, tickets, messages, onboardings."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import OuterRef, Q, QuerySet

from companies.models import SearchTerm
from core.grids.searching import FEW
from core.querying import begins, is_there
from core.sortkeys import words

MOST_WORDS = 8


def search_by_company(rows: QuerySet, text: str, *, own: Sequence[Q] = ()) -> QuerySet:
    """Rows of the companies that all words of the text find, and rows for which one of their `own` conditions holds.

    Where these companies are few, the rows are looked up by them: behind row security the planner cannot know how few
    they are. Where they are many, a walk through the list meets their rows at every turn, and each row is asked.
    """
    terms = [SearchTerm.objects.filter(begins("term", word)) for word in words(text)[:MOST_WORDS]]
    if not terms:
        return rows.filter(reduce(or_, own, Q(pk__in=[])))
    found = reduce(lambda some, each: some.filter(company__in=each.values("company")), terms)
    companies = list(found.order_by().values_list("company", flat=True).distinct()[: FEW + 1])
    if len(companies) <= FEW:
        return rows.filter(reduce(or_, own, Q(company__in=companies)))
    of_company = (Q(is_there(each.filter(company=OuterRef("company")))) for each in terms)
    return rows.filter(reduce(or_, own, reduce(and_, of_company)))
