"""What a purchase of each prepaid type must say. Pure."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from contracts.catalogue import PREPAID, ContractType
from core.errors import DomainError


def check_purchase(
    *, type: str, valid_from: date, valid_until: date, price_cents: int, minutes: int | None, tickets: int | None
) -> None:
    """Block hours need hours (in minutes), per ticket needs tickets, a retainer needs money.

    Raises DomainError with the field concerned.
    """
    if type not in PREPAID:
        raise DomainError("not_prepaid", _("Only prepaid contracts have purchases."))
    if valid_until < valid_from:
        raise DomainError("purchase_range", _("It cannot end before it begins."), field="valid_until")
    if type == ContractType.BLOCK_HOURS and not minutes:
        raise DomainError("hours_missing", _("Enter how many hours were bought."), field="hours")
    if type == ContractType.PER_TICKET and not tickets:
        raise DomainError("tickets_missing", _("Enter how many tickets were bought."), field="tickets")
    if type == ContractType.RETAINER and not price_cents:
        raise DomainError("amount_missing", _("Enter the amount that was paid ahead."), field="price_cents")
