"""Questions of every page, whose SQL is worked out once: that takes longer than PostgreSQL needs for the answer."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

MOST = 2_000
"""Statements that are kept by one process: a few thousand characters each."""

_statements: dict[Hashable, tuple[str, tuple]] = {}


def first_row(question: Hashable, build: Callable[[], QuerySet]) -> tuple[Any, ...] | None:
    """The first row that `build` finds, asked of the tables each time; None where there is none. One query.

    `question` holds everything on which the SQL and its parameters depend: a second call with the same question sends
    what the first one built. The columns come as the driver reads them, without what a field makes of its value.
    """
    statement = _statements.get(question)  # another thread may empty it at any moment
    if statement is None:
        if len(_statements) >= MOST:
            _statements.clear()
        statement = _statements[question] = build()[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchone()
