"""Families of companies: how far up and down they reach, and what keeps them a tree.

The trigger of migration `0002_family_is_a_tree` holds the same rules in the database, also for bulk writes.
Whoever changes a family first takes the tenant's one lock: two moves that are right alone may be a circle together.
"""

from typing import Any

from django.db import connection
from django.db.models import Func, IntegerField

MAX_DEPTH = 8
"""Levels of a family, from the topmost company down."""

_ANCESTORS = """
    WITH RECURSIVE up AS (
        SELECT parent_id AS id, 1 AS distance FROM companies_company WHERE id = %s AND parent_id IS NOT NULL
        UNION ALL
        SELECT c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.id
        WHERE c.parent_id IS NOT NULL AND up.distance < 20
    )
    SELECT id, distance FROM up ORDER BY distance
"""
_FAMILY = """
    WITH RECURSIVE up AS (
        SELECT id, parent_id, 1 AS distance FROM companies_company WHERE id = %s
        UNION ALL
        SELECT c.id, c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.parent_id
        WHERE up.distance < 20
    ), down AS (
        SELECT id, NULL::bigint AS parent_id, 1 AS distance FROM up WHERE parent_id IS NULL
        UNION ALL
        SELECT c.id, c.parent_id, down.distance + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
        WHERE down.distance < 20
    )
    SELECT id, parent_id FROM down
"""
_DESCENDANTS = """
    WITH RECURSIVE down AS (
        SELECT id, sort_name, 1 AS distance FROM companies_company WHERE parent_id = %s
        UNION ALL
        SELECT c.id, c.sort_name, down.distance + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
        WHERE down.distance < 20
    )
    SELECT id, distance FROM down ORDER BY distance, sort_name, id
"""


def lock_families(tenant_id: int) -> None:
    """Wait until nobody else changes a family of this tenant. Taken before any row is locked, against deadlocks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('companies.family', %s))", [tenant_id])


def ancestor_distances(company_id: int) -> dict[int, int]:
    """Each company above with its distance, the parent first."""
    return _pairs(_ANCESTORS, company_id)


def descendant_distances(company_id: int) -> dict[int, int]:
    """Each company below with its distance, the children first."""
    return _pairs(_DESCENDANTS, company_id)


def parents_in_family(company_id: int) -> dict[int, int | None]:
    """Every company of the family with its parent; the topmost has none."""
    return _pairs(_FAMILY, company_id)


def depth_of(company_id: int) -> int:
    """The level on which the company stands; the topmost is 1."""
    return 1 + max(ancestor_distances(company_id).values(), default=0)


def height_of(company_id: int) -> int:
    """The levels that the company and everything below it take up; alone it is 1."""
    return 1 + max(descendant_distances(company_id).values(), default=0)


def _pairs(sql: str, company_id: int) -> dict[int, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [company_id])
        return dict(cursor.fetchall())


class Depth(Func):
    """The level on which a company stands, in a query; the topmost is 1.

    Recursive, and so asked row by row: joined with itself eight times, a table without fresh statistics takes seconds.
    """

    output_field = IntegerField()
    template = """(
        WITH RECURSIVE up AS (
            SELECT c.parent_id AS id, 1 AS level FROM companies_company c WHERE c.id = %(expressions)s
            UNION ALL
            SELECT c.parent_id, up.level + 1 FROM companies_company c JOIN up ON c.id = up.id WHERE up.level < 20
        )
        SELECT max(level) FROM up
    )"""


class Height(Func):
    """The levels that a company and everything below it take up, in a query; alone it is 1."""

    output_field = IntegerField()
    template = """(
        WITH RECURSIVE down AS (
            SELECT c.id, 2 AS level FROM companies_company c WHERE c.parent_id = %(expressions)s
            UNION ALL
            SELECT c.id, down.level + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
            WHERE down.level < 20
        )
        SELECT coalesce(max(level), 1) FROM down
    )"""
