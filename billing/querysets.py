"""The vocabulary of sets of invoice settings and reviews."""

from collections.abc import Iterable

from django.db import models

from billing.catalogue import InvoiceTemplate, SellerProfile
from billing.family import Family, with_ancestors
from billing.fingerprints import fingerprint_of, reviewed_values
from companies.models import Company
from tenants.models import Member


class InvoiceSettingsQuerySet(models.QuerySet):
    def for_company(self, company: Company):
        """The settings of a company; they come into being when they are first asked for."""
        found, _made = self.get_or_create(company=company, defaults={"tenant_id": company.tenant_id})
        found.company = company
        return found

    def visible_to(self, member: Member):
        """Settings of the companies this member may see."""
        return self.filter(company__in=Company.objects.visible_to(member))

    def family_of(self, companies: Iterable[Company]) -> Family:
        """The companies with everything above them and all that decides about their invoices. Five queries.

        One more where the tenant of the first company was not fetched with it.
        """
        asked = {company.pk: company for company in companies}
        tenant = next(iter(asked.values())).tenant
        known = with_ancestors(list(asked))
        blank = {pk: self.model(company=company, tenant_id=tenant.pk) for pk, company in known.items()}
        rows = self.filter(company_id__in=known).select_related("template", "tax_region", "last_review__signed_by")
        rows = rows.prefetch_related(
            models.Prefetch("recipients", self._recipients().select_related("contact").order_by("contact_id"))
        )
        found = {row.company_id: row for row in rows}
        for pk, row in found.items():
            row.company = known[pk]
        return Family(
            tenant=tenant,
            companies=known,
            settings={**blank, **found},
            recipients={pk: [each.contact for each in row.recipients.all()] for pk, row in found.items()},
            templates=list(InvoiceTemplate.objects.filter(is_active=True).order_by("pk")),
            seller=SellerProfile.objects.first() or SellerProfile(tenant_id=tenant.pk),
        )

    def _recipients(self):
        return self.model.recipients.rel.related_model.objects.all()


class SettingsReviewQuerySet(models.QuerySet):
    def latest_of(self, company_ids: Iterable[int]) -> dict:
        """The last review of each company that has one, in one query."""
        rows = (
            self.filter(company_id__in=list(company_ids))
            .select_related("signed_by")
            .order_by("company_id", "-signed_at", "-pk")
            .distinct("company_id")
        )
        return {row.company_id: row for row in rows}

    def record(self, family: Family, settings, by: Member):
        """Write down what was reviewed and by whom."""
        reviewed = reviewed_values(family, settings.company_id)
        return self.create(
            tenant_id=settings.tenant_id,
            company_id=settings.company_id,
            signed_by=by,
            fingerprint=fingerprint_of(reviewed),
            reviewed=reviewed,
            signed_own_entries=by.pk in settings.entered_by_ids,
        )
