"""Whether the contracts of a customer are ready to be billed, with the evidence."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from contracts.models import BillingDecision, Contract, ContractService, ContractStatus, ContractType
from core.findings import Finding
from core.templatetags.ui import written_day
from tenants.roles import Role


def recurring_findings(company: Company, on: date) -> list[Finding]:
    """Managed services: an active recurring contract, services with units, a default contract. Two queries."""
    open_ones = list(Contract.objects.filter(company=company).open_on(on).in_order())
    active = [each for each in open_ones if each.starts_on <= on]
    recurring = [each for each in active if each.type == ContractType.RECURRING]
    lines = ContractService.objects.filter(contract__in=[each.pk for each in recurring])
    with_units = [each for each in lines.with_units_on(on).select_related("service").in_order() if each.units > 0]
    default = next((each for each in active if each.is_default), None)
    place = _link(company, recurring[0] if recurring else None)
    return [
        _finding(
            "recurring", bool(recurring), _("An active recurring contract"),
            ", ".join(str(each) for each in recurring) or _starts_later(open_ones), place,
        ),
        _finding(
            "units", bool(with_units), _("At least one service with units"),
            ", ".join(f"{each.service} × {each.units}" for each in with_units) or _("No service has units yet."), place,
        ),
        _finding(
            "default", default is not None, _("A default contract for tickets"),
            str(default) if default else _("No contract is the default."), place,
        ),
    ]  # fmt: skip


def billing_contract_findings(company: Company, on: date) -> list[Finding]:
    """Break/fix: the decision for standard rates, or at least one contract and every one of them usable.

    Contracts supersede the decision. Two queries.
    """
    found = list(Contract.objects.filter(company=company).open_on(on).with_usability(on).in_order())
    decision = BillingDecision.objects.filter(company=company, standard_rates_only=True).select_related("decided_by")
    if found:
        return [_usable(each, company, on) for each in found]
    decided = decision.first()
    if decided is None:
        detail = _("Neither a contract nor the decision for standard rates is there.")
    else:
        words = _("Standard rates without a contract, decided by %(name)s on %(day)s")
        detail = words % {"name": decided.decided_by, "day": written_day(decided.decided_at)}
    text = _("How the customer is billed is decided")
    return [_finding("decision", decided is not None, text, detail, _link(company, None))]


def payers_named(company: Company, on: date) -> list[Company]:
    """The companies that contracts of this one name as payer: their invoice settings must hold too."""
    found = Contract.objects.filter(company=company, payer__isnull=False).open_on(on).select_related("payer")
    return list({each.payer_id: each.payer for each in found}.values())


def _usable(contract, company: Company, on: date) -> Finding:
    text = _("%(contract)s is usable") % {"contract": contract}
    detail = str(contract.get_type_display())
    if not contract.is_usable:
        detail = _why_not(contract, on)
    return _finding(f"contract_{contract.pk}", contract.is_usable, text, detail, _link(company, contract))


def _why_not(contract, on: date) -> str:
    if contract.status_on(on) == ContractStatus.UPCOMING:
        return _("It starts on %(day)s.") % {"day": written_day(contract.starts_on)}
    if contract.has_purchase:
        return _("No purchase is valid on %(day)s.") % {"day": written_day(on)}
    return _("%(type)s is prepaid: record the first purchase.") % {"type": contract.get_type_display()}


def _starts_later(open_ones: list[Contract]) -> str:
    later = [each for each in open_ones if each.type == ContractType.RECURRING]
    if not later:
        return _("There is none.")
    words = ngettext("%(names)s starts on %(day)s.", "%(names)s start on %(day)s.", len(later))
    first = min(each.starts_on for each in later)
    return words % {"names": ", ".join(str(each) for each in later), "day": written_day(first)}


def _link(company: Company, contract: Contract | None) -> str:
    if contract is not None:
        return reverse("contracts:detail", args=[company.tenant.slug, contract.pk])
    return reverse("contracts:new", args=[company.tenant.slug, company.pk])


def _finding(key: str, holds: bool, text: str, detail: str, url: str) -> Finding:
    return Finding(key, holds, text, detail, Role.BILLING_ADMIN, url)
