"""Searches in tables of terms that stay quick at any size."""

from functools import reduce

from django.db.models import QuerySet
from django.http import QueryDict

from core.querying import among, begins
from core.sortkeys import words

FEW = 50_000
"""Rows that a text may find to be looked up by their ids."""
MOST_WORDS, LONGEST_SEARCH = 8, 100


def searched(sent: QueryDict, key: str = "find") -> str:
    """What a page or one of its pickers is searched for."""
    return sent.get(key, "").replace("\x00", "")[:LONGEST_SEARCH]


def search_by_terms(rows: QuerySet, terms: QuerySet, link: str, text: str) -> QuerySet:
    """The rows that all words of the text find, each as the beginning of a term. `terms` have a `link` to the rows."""
    found = terms_of_words(terms, text)
    if not found:
        return rows.none() if text.strip() else rows
    ids = few_ids(found, link, most=FEW)
    if ids is not None:
        return rows.filter(pk__in=among(ids))
    return reduce(lambda rest, each: rest.filter(pk__in=each.values(link)), found, rows)


def terms_of_words(terms: QuerySet, text: str) -> list[QuerySet]:
    """For each word of the text the terms that begin with it."""
    return [terms.filter(begins("term", word)) for word in words(text)[:MOST_WORDS]]


def few_ids(found: list[QuerySet], link: str, *, most: int) -> list[int] | None:
    """The ids that stand behind terms of every word, where there are no more than `most`; None where they are many.

    Behind row security the planner cannot know how few a word finds, and would rather walk through the whole list in
    its order.
    """
    of_all = reduce(lambda some, each: some.filter(**{f"{link}__in": each.values(link)}), found)
    ids = list(of_all.order_by().values_list(link, flat=True).distinct()[: most + 1])
    return ids if len(ids) <= most else None
