"""Who pays: the contract decides, else the decision of the billing admin, else the company itself.

Items of a parent never go to a child: a contract below it is refused here. Whom a contract may name as payer is
checked when it is named and when the family changes (`check_may_pay`), as long as the contract has not ended.
"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from billing.family import Family
from billing.models import InvoiceSettings
from companies.models import Company
from companies.sight import Sight
from core.errors import DomainError


class Governing(Protocol):
    """What a contract says about who pays; `contracts.Contract` has these."""

    company: Company
    payer: Company | None
    name: str


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays for an item `of` a company, and the rule that decided.

    The rules: contract, contract_payer (these know the contract's name), parent, itself, undecided.
    """

    company: Company
    rule: str
    of: Company
    contract: str = ""

    def explanation(self, sight: Sight) -> str:
        """The same in words, for somebody who sees the company that it is about."""
        names = {"company": self.of, "payer": sight.first(self.company), "contract": self.contract}
        if self.rule == "contract":
            return _("%(payer)s pays: the contract %(contract)s is theirs.") % names
        if self.rule == "contract_payer":
            return _("%(payer)s pays: the contract %(contract)s names them.") % names
        if self.rule == "parent":
            return _("%(payer)s pays for items without a contract, as decided for %(company)s.") % names
        if self.rule == "undecided":
            return _("%(company)s pays its own invoices as long as nobody has decided otherwise.") % names
        return _("%(company)s pays its own invoices.") % names


def payer_of(company: Company, contract: Governing | None = None, *, family: Family | None = None) -> Payer:
    """Who pays for an item of this company, governed by `contract` if there is one. `family`: if it is known already.

    Raises DomainError `contract_of_another` for a contract that is neither the company's nor of one above it.
    """
    if contract is not None:
        return _by_contract(company, contract)
    family = family or InvoiceSettings.objects.family_of([company])
    paying = family.payer(company.pk)
    return Payer(family.companies[paying.company_id], paying.rule, company)


def _by_contract(company: Company, contract: Governing) -> Payer:
    above = [company.pk, *(each.pk for each in company.ancestors())]
    if contract.company.pk not in above:
        raise DomainError(
            "contract_of_another",
            _("The contract %(contract)s belongs to another company and cannot govern this item.")
            % {"contract": contract.name},
        )
    if contract.payer is None:
        return Payer(contract.company, "contract", company, contract.name)
    return Payer(contract.payer, "contract_payer", company, contract.name)


def check_may_pay(company: Company, payer: Company) -> None:
    """Raise DomainError `payer_below` when the payer is part of the company: a parent's items never go to a child."""
    if any(each.pk == company.pk for each in payer.ancestors()):
        raise DomainError(
            "payer_below",
            _("%(payer)s is part of %(company)s: items of a parent company never go to a part of it.")
            % {"payer": payer, "company": company},
            field="payer",
        )
