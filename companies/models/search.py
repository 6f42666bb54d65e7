"""The words that find a company. Under row security only equality and ranges use an index, so words it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from core.querying import among
from core.rowsecurity import TenantForeignKey
from tenants.models import TenantOwned

LONGEST = 60


class SearchTerm(TenantOwned):
    """One word that finds a company, and which package said so."""

    keeps_no_history = "worked out from the company and its contacts"

    COMPANY, LOCATIONS, CONTACTS, BILLING, ALIASES = "company", "locations", "contacts", "billing", "aliases"

    term = models.CharField(max_length=LONGEST)
    company = TenantForeignKey("companies.Company", on_delete=models.CASCADE, related_name="terms")
    source = models.CharField(max_length=20, default=COMPANY)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "term", "company", "source"], name="companies_term_once"),
        ]
        indexes = [models.Index(fields=["tenant", "company", "source"], name="companies_term_by_company")]
        verbose_name = pgettext_lazy("search", "term")

    def __str__(self):
        return self.term


def index_company(company, *, source: str, terms: Iterable[str]) -> None:
    """Replace the words of one source. Each package names its own: the company's, its contacts', its tax ids."""
    wanted = {term[:LONGEST] for term in terms}
    known = SearchTerm.objects.filter(company=company, source=source)
    known.exclude(term__in=wanted).delete()
    SearchTerm.objects.bulk_create(
        [SearchTerm(tenant_id=company.tenant_id, company=company, source=source, term=term) for term in sorted(wanted)],
        ignore_conflicts=True,
    )


def index_companies(companies: Sequence, *, are_new: bool = True) -> None:
    """The same for the own words of many companies; those of new ones have nothing to replace."""
    terms = {company: set(company.own_words) for company in companies}
    replace_terms(terms, source=SearchTerm.COMPANY, are_new=are_new)


def replace_terms(terms: Mapping[Any, Collection[str]], *, source: str, are_new: bool = False) -> None:
    """Replace the words of one source for many companies at once; new ones only add to them.

    What stays is read and not written: of a customer with thousands of contacts a batch changes a few.
    """
    wanted = {(company.pk, word[:LONGEST]): company for company, each in terms.items() for word in each}
    if not are_new:
        known = SearchTerm.objects.filter(company__in=terms, source=source)
        stored = {(company_id, term): pk for company_id, term, pk in known.values_list("company_id", "term", "pk")}
        if gone := [pk for key, pk in stored.items() if key not in wanted]:
            known.filter(pk__in=among(gone)).delete()
        wanted = {key: company for key, company in wanted.items() if key not in stored}
    rows = [
        SearchTerm(tenant_id=company.tenant_id, company=company, source=source, term=term)
        for (_pk, term), company in sorted(wanted.items())
    ]
    SearchTerm.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
