"""Counts what a page asks of the database, without the statements that only frame its transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config", "SELECT nullif(current_setting")


@contextmanager
def at_most(bound: int) -> Iterator[None]:
    """Fail when what happens inside asks more often than that; the message lists the statements."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(FRAME)]
    if len(asked) > bound:
        listed = "\n".join(f"{number}. {sql[:200]}" for number, sql in enumerate(asked, start=1))
        pytest.fail(f"{len(asked)} queries instead of at most {bound}:\n{listed}")


@contextmanager
def rows_at_most(bound: int) -> Iterator[None]:
    """Fail when a single answer of the database holds more rows than that; the message lists such statements."""
    answers: list[tuple[int, str]] = []

    def count(execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        answers.append((context["cursor"].rowcount, sql))
        return result

    with connection.execute_wrapper(count):
        yield
    too_many = [f"{rows} rows: {sql[:200]}" for rows, sql in answers if rows > bound]
    if too_many:
        pytest.fail("\n".join([f"More than {bound} rows in one answer:", *too_many]))
