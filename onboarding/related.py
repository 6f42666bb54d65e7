"""Which other customers a change at one of them concerns."""

from companies.hierarchy import ancestor_distances, descendant_distances
from companies.models import Company
from contracts.models import Contract


def family_and_paid_for(company: Company) -> set[int]:
    """The ids of the companies above and below, with all theirs, and of those for which the company pays."""
    top = next(reversed(ancestor_distances(company.pk)), company.pk)
    found = {top, *descendant_distances(top)}
    found.update(Contract.objects.filter(payer=company).values_list("company_id", flat=True))
    return found - {company.pk}
