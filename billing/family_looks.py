"""What of billing a company's family decides: who pays, who gets the invoice, whether the review still stands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.family import Family
from billing.models import Channel, InvoiceSettings
from billing.reviews import state_of
from companies.extensions import Standing
from companies.models import Company
from companies.sight import Sight
from contacts.sight import name_of
from tenants.models import Member

PAYER = gettext_lazy("Who pays for items without a contract")
RECIPIENTS = gettext_lazy("Recipients of the invoice")
REVIEW = gettext_lazy("Review of the invoice settings")


def billing_of_family(companies, member: Member) -> Iterator[Standing]:
    """Payer, recipients and review of each company. Names of companies that the member may not see are not said."""
    if not companies:
        return
    family = InvoiceSettings.objects.family_of(companies)
    sight = Sight(member, known=[company.pk for company in companies])
    sight.look_at(family.companies)
    for company in companies:
        settings = family.settings[company.pk]
        yield Standing(("payer", company.pk), PAYER, company, _payer(family, company, sight))
        if settings.channel == Channel.EMAIL:
            yield Standing(("recipients", company.pk), RECIPIENTS, company, _recipients(family, company, sight))
        if settings.last_review is not None:
            state = state_of(family, company.pk, settings.last_review).label
            yield Standing(("review", company.pk), REVIEW, company, str(state))


def _payer(family: Family, company: Company, sight: Sight) -> str:
    paying = family.payer(company.pk)
    if paying.rule == "undecided":
        return _("the company itself, as long as nobody has decided")
    if paying.company_id == company.pk:
        return _("the company itself")
    return sight.name(family.companies[paying.company_id])


def _recipients(family: Family, company: Company, sight: Sight) -> str:
    return ", ".join(sorted(name_of(contact, sight) for contact in family.recipients.get(company.pk, [])))
