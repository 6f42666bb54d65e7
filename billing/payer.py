"""Who pays: the contract decides, else the decision of the billing admin, else the company itself.

Items of a parent never go to a child: a contract below it, or a payer below it, is refused.
"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from billing.models import InvoiceSettings
from companies.models import Company
from core.errors import DomainError


class Governing(Protocol):
    """What a contract says about who pays; `contracts.Contract` has these."""

    company: Company
    payer: Company | None
    name: str


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, the rule that decided (contract, contract_payer, parent, itself, undecided), and the same in words."""

    company: Company
    rule: str
    explanation: str


def payer_of(company: Company, contract: Governing | None = None) -> Payer:
    """Who pays for an item of this company, governed by `contract` if there is one.

    Raises DomainError `contract_of_another` for a contract that is neither the company's nor of one above it.
    """
    if contract is not None:
        return _by_contract(company, contract)
    family = InvoiceSettings.objects.family_of([company])
    paying = family.payer(company.pk)
    payer = family.companies[paying.company_id]
    return Payer(payer, paying.rule, _explanation(paying.rule, company, payer))


def _by_contract(company: Company, contract: Governing) -> Payer:
    above = [company.pk, *(each.pk for each in company.ancestors())]
    if contract.company.pk not in above:
        raise DomainError(
            "contract_of_another",
            _("The contract %(contract)s belongs to another company and cannot govern this item.")
            % {"contract": contract.name},
        )
    if contract.payer is None:
        words = _("%(payer)s pays: the contract %(contract)s is theirs.")
        return Payer(contract.company, "contract", words % {"payer": contract.company, "contract": contract.name})
    check_may_pay(contract.company, contract.payer)
    words = _("%(payer)s pays: the contract %(contract)s names them.")
    return Payer(contract.payer, "contract_payer", words % {"payer": contract.payer, "contract": contract.name})


def check_may_pay(company: Company, payer: Company) -> None:
    """Raise DomainError `payer_below` when the payer is part of the company: a parent's items never go to a child."""
    if any(each.pk == company.pk for each in payer.ancestors()):
        raise DomainError(
            "payer_below",
            _("%(payer)s is part of %(company)s: items of a parent company never go to a part of it.")
            % {"payer": payer, "company": company},
            field="payer",
        )


def _explanation(rule: str, company: Company, payer: Company) -> str:
    names = {"company": company, "payer": payer}
    if rule == "parent":
        return _("%(payer)s pays what no contract governs: so it was decided for %(company)s.") % names
    if rule == "undecided":
        return _("%(company)s pays itself as long as nobody has decided otherwise.") % names
    return _("%(company)s pays itself.") % names
