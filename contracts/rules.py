"""What any contract must keep to, whatever its type."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from billing.payer import check_may_pay
from companies.models import Company
from contracts.catalogue import ContractType, EnabledContractType
from core.errors import DomainError


def check_dates(starts_on: date, ends_on: date | None) -> None:
    """Raise DomainError `ends_before_start` unless the contract ends on or after the day it starts."""
    if ends_on is not None and ends_on < starts_on:
        raise DomainError("ends_before_start", _("The contract cannot end before it starts."), field="ends_on")


def check_payer(company: Company, payer: Company) -> None:
    """Raise DomainError unless `payer` is another active company that does not stand below `company`."""
    if payer.pk == company.pk:
        message = _("Leave this empty: the company of a contract pays anyway.")
        raise DomainError("payer_is_company", message, field="payer")
    if not payer.is_active:
        raise DomainError("payer_inactive", _("%(payer)s is not active.") % {"payer": payer}, field="payer")
    check_may_pay(company, payer)


def check_type_is_on(contract_type: str) -> None:
    """Raise DomainError `type_switched_off`: contracts of such a type can be read, but neither made nor changed."""
    if not EnabledContractType.objects.filter(type=contract_type).exists():
        raise DomainError(
            "type_switched_off",
            _("Contracts of the type %(type)s are switched off in the settings.")
            % {"type": ContractType(contract_type).label},
            field="type",
        )
