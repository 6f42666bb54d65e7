"""Families of companies: how far up and down they reach, and what keeps them a tree.

The trigger of migration `0003_family_is_a_tree` holds the same rules in the database, also for bulk writes.
Whoever changes a family first takes the tenant's one lock: two moves that are right alone may be a circle together.
"""

from django.db import connection

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
    return _distances(_ANCESTORS, company_id)


def descendant_distances(company_id: int) -> dict[int, int]:
    """Each company below with its distance, the children first."""
    return _distances(_DESCENDANTS, company_id)


def depth_of(company_id: int) -> int:
    """The level on which the company stands; the topmost is 1."""
    return 1 + max(ancestor_distances(company_id).values(), default=0)


def height_of(company_id: int) -> int:
    """The levels that the company and everything below it take up; alone it is 1."""
    return 1 + max(descendant_distances(company_id).values(), default=0)


def _distances(sql: str, company_id: int) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [company_id])
        return dict(cursor.fetchall())
