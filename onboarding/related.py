"""Which other customers a change at one of them concerns."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from companies.models import Company
from contracts.models import Contract

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


def family_and_paid_for(company: Company) -> QuerySet:
    """The companies of the whole family above and below, and those for which the company pays."""
    related = RawSQL(_RELATED, [company.pk, company.pk])  # noqa: S611 (our own text, bound parameters)
    return Company.objects.filter(pk__in=related).exclude(pk=company.pk)


def with_family_or_payer_among(company_ids: Collection[int]) -> set[int]:
    """Those of the companies that have others above or below them, or pay for others."""
    children = Company.objects.filter(parent=OuterRef("pk"))
    paid_for = Contract.objects.filter(payer=OuterRef("pk"))
    related = Q(parent__isnull=False) | Exists(children) | Exists(paid_for)
    return set(Company.objects.filter(related, pk__in=company_ids).values_list("pk", flat=True))
