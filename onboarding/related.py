"""Which other customers a change at one of them concerns."""

from django.db import connection

from companies.models import Company

_RELATED = """
    WITH RECURSIVE up AS (
        SELECT id, parent_id, 1 AS distance FROM companies_company WHERE id = %(company)s
        UNION ALL
        SELECT c.id, c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.parent_id
        WHERE up.distance < 20
    ), down AS (
        SELECT id, 1 AS distance FROM up WHERE parent_id IS NULL
        UNION ALL
        SELECT c.id, down.distance + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
        WHERE down.distance < 20
    )
    SELECT id FROM down UNION SELECT company_id FROM contracts_contract WHERE payer_id = %(company)s
"""


def family_and_paid_for(company: Company) -> set[int]:
    """The ids of the whole family above and below, and of those for which the company pays. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_RELATED, {"company": company.pk})
        return {pk for (pk,) in cursor.fetchall()} - {company.pk}
