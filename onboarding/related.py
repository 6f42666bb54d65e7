"""Which other customers a change at one of them concerns."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

_ONBOARDED_RELATIVES = """
    WITH RECURSIVE up AS (
        SELECT id AS asked, id, parent_id, 1 AS distance FROM companies_company WHERE id = ANY(%(ids)s)
        UNION ALL
        SELECT up.asked, c.id, c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.parent_id
        WHERE up.distance < 20
    ), down AS (
        SELECT DISTINCT id AS top, id, 1 AS distance FROM up WHERE parent_id IS NULL
        UNION ALL
        SELECT down.top, c.id, down.distance + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
        WHERE down.distance < 20
    ), onboarded AS (
        SELECT DISTINCT down.top, down.id FROM down JOIN onboarding_onboarding o ON o.company_id = down.id
    )
    SELECT up.asked, onboarded.id FROM up JOIN onboarded ON onboarded.top = up.id AND onboarded.id <> up.asked
    WHERE up.parent_id IS NULL
    UNION
    SELECT k.payer_id, k.company_id
    FROM contracts_contract k JOIN onboarding_onboarding o ON o.company_id = k.company_id
    WHERE k.payer_id = ANY(%(ids)s) AND k.payer_id <> k.company_id
"""


def onboarded_relatives(company_ids: Collection[int]) -> dict[int, set[int]]:
    """For those of the companies whose family has an onboarding elsewhere, or who pay for somebody who has one: where.

    The whole family counts, above and below. Asked once for many: a file of new branches must not walk through their
    family for each of them.
    """
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_ONBOARDED_RELATIVES, {"ids": list(company_ids)})
        for asked, company_id in cursor.fetchall():
            found[asked].add(company_id)
    return dict(found)
