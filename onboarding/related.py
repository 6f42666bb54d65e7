"""Which other customers a change at one of them concerns."""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from companies.models import Company

_RELATED = """
    WITH RECURSIVE up AS (
        SELECT id, parent_id, 1 AS distance FROM companies_company WHERE id = %s
        UNION ALL
        SELECT c.id, c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.parent_id
        WHERE up.distance < 20
    ), down AS (
        SELECT id, 1 AS distance FROM up WHERE parent_id IS NULL
        UNION ALL
        SELECT c.id, down.distance + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
        WHERE down.distance < 20
    )
    SELECT id FROM down UNION SELECT company_id FROM contracts_contract WHERE payer_id = %s
"""
_RELATED_TO_ONBOARDED = """
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
    SELECT up.asked FROM up JOIN onboarded ON onboarded.top = up.id AND onboarded.id <> up.asked
    WHERE up.parent_id IS NULL
    UNION
    SELECT k.payer_id FROM contracts_contract k JOIN onboarding_onboarding o ON o.company_id = k.company_id
    WHERE k.payer_id = ANY(%(ids)s)
"""


def family_and_paid_for(company: Company) -> QuerySet:
    """The companies of the whole family above and below, and those for which the company pays."""
    related = RawSQL(_RELATED, [company.pk, company.pk])  # noqa: S611 (our own text, bound parameters)
    return Company.objects.filter(pk__in=related).exclude(pk=company.pk)


def related_to_onboarded(company_ids: Collection[int]) -> set[int]:
    """Those of the companies that have an onboarding elsewhere in their family, or pay for somebody who has one.

    Asked once for many: a file of new branches must not walk through their family for each of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RELATED_TO_ONBOARDED, {"ids": list(company_ids)})
        return {company_id for (company_id,) in cursor.fetchall()}
