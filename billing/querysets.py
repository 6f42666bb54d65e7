"""The vocabulary of sets of invoice settings and reviews."""

from collections.abc import Iterable

from django.db import models

from billing.catalogue import InvoiceTemplate, SellerProfile
from billing.family import Family, with_ancestors
from billing.fingerprints import fingerprint_of, reviewed_values
from companies.access import of_companies_seen
from companies.models import Company
from tenants.models import Member

WITH_THEM = (
    "tenant", "invoice_settings__template", "invoice_settings__tax_region", "invoice_settings__last_review__signed_by",
)  # fmt: skip
"""What is read together with the companies of a family."""


class InvoiceSettingsQuerySet(models.QuerySet):
    def for_company(self, company: Company):
        """The settings of a company; they come into being when they are first asked for."""
        found, _made = self.get_or_create(company=company, defaults={"tenant_id": company.tenant_id})
        found.company = company
        return found

    def visible_to(self, member: Member):
        """Settings of the companies this member may see."""
        return of_companies_seen(self, member)

    def reviewed(self):
        """Those that somebody has signed, whatever has become of the signature."""
        return self.filter(last_review__isnull=False)

    def family_of(self, companies: Iterable[Company]) -> Family:
        """The companies with everything above them and all that decides about their invoices. Four queries."""
        return self.family_among(with_ancestors([each.pk for each in companies]))

    def family_among(self, companies: models.QuerySet) -> Family:
        """The same of companies that bring everything above them along."""
        known = {each.pk: each for each in companies.select_related(*WITH_THEM)}
        tenant = next(iter(known.values())).tenant
        settings = {pk: self._known_of(company) for pk, company in known.items()}
        return Family(
            tenant=tenant,
            companies=known,
            settings=settings,
            recipients=self._recipients_of(settings.values()),
            templates=list(InvoiceTemplate.objects.filter(is_active=True).order_by("pk")),
            seller=SellerProfile.objects.first() or SellerProfile(tenant_id=tenant.pk),
        )

    def _known_of(self, company: Company):
        """The settings that were fetched with the company, or blank ones."""
        return getattr(company, "invoice_settings", None) or self.model(company=company, tenant_id=company.tenant_id)

    def _recipients_of(self, settings: Iterable) -> dict[int, list]:
        company_of = {each.pk: each.company_id for each in settings if each.pk}
        found: dict[int, list] = {pk: [] for pk in company_of.values()}
        rows = self.model.recipients.rel.related_model.objects.filter(settings__in=list(company_of))
        for row in rows.select_related("contact").order_by("contact_id"):
            found[company_of[row.settings_id]].append(row.contact)
        return found


class SettingsReviewQuerySet(models.QuerySet):
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
