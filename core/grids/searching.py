"""Searches in tables of terms that stay quick at any size."""

from django.db.models import QuerySet

from core.sortkeys import words

FEW = 2_000
"""Rows that a word may find to be looked up by their ids."""


def begin_with_few(rows: QuerySet, terms: QuerySet, link: str, text: str) -> QuerySet:
    """The rows that the longest word of the text finds, by id, where these are few; else all rows.

    Behind row security the planner cannot know how few a word finds, and would rather walk through the whole list in
    its order. `terms`: rows with a `term` and a `link` to what it finds.
    """
    longest = max(words(text), key=len, default="")
    if not longest:
        return rows
    found = terms.filter(term__gte=longest, term__lt=longest[:-1] + chr(ord(longest[-1]) + 1))
    ids = list(found.order_by().values_list(link, flat=True).distinct()[: FEW + 1])
    return rows.filter(pk__in=ids) if len(ids) <= FEW else rows
