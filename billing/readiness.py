"""Whether a company's invoices can be right, with the evidence."""

from collections.abc import Iterable

from billing.models import InvoiceSettings
from billing.rules import billing_findings
from companies.models import Company
from core.findings import Finding


def invoice_findings(company: Company, payers: Iterable[Company] = ()) -> list[Finding]:
    """What must hold of the invoice settings, for the company AND for whoever pays.

    `payers`: further companies that pay because a contract names them (`contracts.readiness.payers_named`).
    """
    named = list(payers)
    family = InvoiceSettings.objects.family_of([company, *named])
    return billing_findings(family, company.pk, [each.pk for each in named])
