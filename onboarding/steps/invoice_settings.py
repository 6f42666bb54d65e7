"""How the customer is invoiced, reviewed and signed by a billing admin."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import ReviewState
from billing.reviews import state_of
from billing.rules import billing_findings
from core.dates import written_day
from core.findings import Finding, all_hold
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role

ELSEWHERE = (
    "billing.settings_changed", "billing.payer_decided", "companies.company_changed", "companies.hierarchy_changed",
    "contacts.contact_changed", "contacts.contact_deactivated", "contacts.contact_bounced", "contacts.contact_merged",
    "contacts.merge_undone",
)  # fmt: skip
"""What may change how the customer is invoiced, at itself, at its family and at whoever pays."""


class InvoiceSettingsStep(StepKind):
    key = "invoice_settings"
    phase = Phase.BILLING
    owner_role = Role.BILLING_ADMIN
    capability = Capability.EDIT_INVOICE_SETTINGS
    is_billing = True
    why = gettext_lazy(
        "A first invoice with the wrong address, tax or name is the surprise customers remember. A billing admin looks "
        "at everything that an invoice needs, here and at whoever pays, and signs it."
    )
    tip = gettext_lazy(
        "Put the name of the person who pays invoices into “Attention”. An invoice that lands on the right desk gets "
        "paid."
    )
    watches = (
        *ELSEWHERE, "billing.settings_signed", "contracts.contract_created", "contracts.contract_changed",
        "contracts.contract_ended",
    )  # fmt: skip
    watches_family = ELSEWHERE
    watches_tenant = (
        "billing.tax_region_changed", "billing.template_changed", "billing.seller_changed", "tenants.settings_changed",
    )  # fmt: skip

    def concerns(self, occurrence):
        """A contract matters only as far as it names somebody else as payer."""
        if not occurrence.key.startswith("contracts."):
            return True
        return bool(occurrence.subject.payer_id or "payer" in occurrence.changes)

    def findings(self, evidence, step):
        company, family = evidence.company, evidence.family
        review = family.settings[company.pk].last_review
        found = billing_findings(family, company.pk, [each.pk for each in evidence.payers], sight=evidence.sight)
        url = f"{step_url(company, step)}#sign" if all_hold(found) else ""
        return [*found, self._signed(review, state_of(family, company.pk, review), url)]

    def _signed(self, review, state, url):
        detail = _("nobody yet")
        if review:
            on = written_day(review.signed_at, year=True)
            words = {"name": review.signed_by.name, "day": on}
            detail = _("%(name)s, %(day)s") % words
            if state != ReviewState.SIGNED:
                detail = _("changed since %(name)s signed on %(day)s") % words
        text = _("A billing admin has signed the review")
        return Finding("signed", state == ReviewState.SIGNED, text, detail, Role.BILLING_ADMIN, url)
