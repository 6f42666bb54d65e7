"""What of billing a company's family decides: who pays, who gets the invoice, whether the review still stands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.family import Family
from billing.models import Channel, InvoiceSettings
from billing.reviews import state_of
from companies.extensions import Standing
from companies.models import Company
from tenants.models import Member

PAYER = gettext_lazy("Who pays what no contract governs")
RECIPIENTS = gettext_lazy("Recipients of the invoice")
REVIEW = gettext_lazy("Review of the invoice settings")


def billing_of_family(companies, member: Member) -> Iterator[Standing]:
    """Payer, recipients and review of each company. Names of companies that the member may not see are not said."""
    if not companies:
        return
    family = InvoiceSettings.objects.family_of(companies)
    seen = {company.pk for company in companies}
    for company in companies:
        settings = family.settings[company.pk]
        yield Standing(("payer", company.pk), PAYER, company, _payer(family, company, seen))
        if settings.channel == Channel.EMAIL:
            yield Standing(("recipients", company.pk), RECIPIENTS, company, _recipients(family, company, seen))
        if settings.last_review is not None:
            state = state_of(family, company.pk, settings.last_review).label
            yield Standing(("review", company.pk), REVIEW, company, str(state))


def _payer(family: Family, company: Company, seen: set[int]) -> str:
    paying = family.payer(company.pk)
    if paying.rule == "undecided":
        return _("the company itself, as long as nobody has decided")
    if paying.company_id == company.pk:
        return _("the company itself")
    return family.companies[paying.company_id].name if paying.company_id in seen else _("another company")


def _recipients(family: Family, company: Company, seen: set[int]) -> str:
    names = [
        contact.full_name if contact.company_id in seen else _("a contact of another company")
        for contact in family.recipients.get(company.pk, [])
    ]
    return ", ".join(sorted(names))
