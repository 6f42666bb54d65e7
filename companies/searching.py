"""Search in lists of what belongs to companies: devices, contracts, tickets, messages, onboardings."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import OuterRef, Q, QuerySet

from companies.models import SearchTerm
from core.querying import is_one_of, is_there
from core.searching import few_ids, terms_of_words

FEW = 2_000
"""Companies whose rows are looked up by them."""


def search_by_company(rows: QuerySet, text: str, *, own: Sequence[Q] = ()) -> QuerySet:
    """Rows of the companies that all words of the text find, and rows for which one of their `own` conditions holds.

    Where these companies are few, the rows are looked up by them. Where they are many, a walk through the list meets
    their rows at every turn, and each row is asked.
    """
    found = terms_of_words(SearchTerm.objects.all(), text)
    companies = few_ids(found, "company", most=FEW) if found else []
    if companies is not None:
        return rows.filter(reduce(or_, own, is_one_of("company_id", companies)))
    of_company = (Q(is_there(each.filter(company=OuterRef("company")))) for each in found)
    return rows.filter(reduce(or_, own, reduce(and_, of_company)))
