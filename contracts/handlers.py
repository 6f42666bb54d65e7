"""What contracts say when a family changes."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.hierarchy import ancestor_distances, descendant_distances
from companies.models import Company
from contracts.models import Contract
from core.errors import DomainError
from core.events import Occurrence, subscribe


def _with_branch_or_paying(company_ids: Collection[int]) -> Iterable[int]:
    """Those with something below them, or that pay for anybody: a new company is neither."""
    children = Exists(Company.objects.filter(parent=OuterRef("pk")))
    paid_for = Exists(Contract.objects.filter(payer=OuterRef("pk")))
    return Company.objects.filter(children | paid_for, pk__in=company_ids).values_list("pk", flat=True)


@subscribe("companies.hierarchy_changed", concerns=_with_branch_or_paying)
def refuse_payers_below(occurrence: Occurrence) -> None:
    """A parent's items never go to a part of it: nobody is moved below a company whose contract he pays."""
    if occurrence.data.get("parent") is None:
        return
    company = occurrence.company
    moved, above = [company.pk, *descendant_distances(company.pk)], list(ancestor_distances(company.pk))
    if Contract.objects.filter(company__in=above, payer__in=moved).open_on(timezone.localdate()).exists():
        raise DomainError(
            "payer_below",
            _(
                "A contract higher up in the family names one of these companies as payer: items of a parent company "
                "never go to a company below it."
            ),
            field="parent",
        )
