"""Rules about what may cover a device, over values of the floors below."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from contracts.models import ContractService, ContractType
from core.errors import DomainError


def check_services(company_id: int, contract_services: Iterable[ContractService], day: date) -> None:
    """Raise DomainError unless each service stands on a running recurring contract of this very company."""
    for line in contract_services:
        contract = line.contract
        if contract.company_id != company_id:
            message = _("This service belongs to a contract of another customer.")
            raise DomainError("service_of_other_company", message, field="services")
        if contract.type != ContractType.RECURRING or contract.has_ended_by(day):
            raise DomainError(
                "contract_not_usable", _("This service belongs to a contract that has ended."), field="services"
            )
