"""Whether the contracts of a customer are ready to be billed, with the evidence."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from contracts.models import BillingDecision, Contract, ContractService, ContractStatus
from core.dates import written_day
from core.findings import Finding
from tenants.roles import Role


def open_contracts(companies: Collection[Company], on: date) -> list[Contract]:
    """Their contracts that have not ended, those that start later too, with all that is said about them here."""
    found = Contract.objects.filter(company__in=companies).open_on(on).with_usability(on)
    return list(found.select_related("company", "payer", "service_level").in_order())


def lines_on(contracts: list[Contract], on: date) -> list[ContractService]:
    """The services on these contracts, each with its units on the day; a contract that starts later from its start."""
    lines = ContractService.objects.filter(contract__in=[each.pk for each in contracts if each.is_recurring])
    return list(lines.with_units_on(on).select_related("contract", "service").by_contract())


def standard_rates_decision(company: Company) -> BillingDecision | None:
    """The decision to bill by standard rates, without any contract."""
    decided = BillingDecision.objects.filter(company=company, standard_rates_only=True)
    return decided.select_related("decided_by").first()


def payers_among(contracts: list[Contract]) -> list[Company]:
    """The companies that contracts name as payer: their invoice settings must hold too."""
    return list({each.payer_id: each.payer for each in contracts if each.payer}.values())


def recurring_findings(
    company: Company, on: date, contracts: list[Contract], lines: list[ContractService]
) -> list[Finding]:
    """Managed services: an active recurring contract, services with units, a default contract."""
    services = [line for line in lines if line.contract.starts_on <= on and line.units > 0]
    active = [each for each in contracts if each.starts_on <= on]
    recurring = [each for each in active if each.is_recurring]
    default = next((each for each in active if each.is_default), None)
    place = _link(company, recurring[0] if recurring else None)
    return [
        _finding(
            "recurring", bool(recurring), _("An active recurring contract"),
            ", ".join(str(each) for each in recurring) or _starts_later(contracts), place,
        ),
        _finding(
            "units", bool(services), _("At least one service with units"),
            ", ".join(f"{each.service} × {each.units}" for each in services) or _("No service has units yet."), place,
        ),
        _finding(
            "default", default is not None, _("A default contract for tickets"),
            str(default) if default else _("No contract is the default."), place,
        ),
    ]  # fmt: skip


def usable_findings(company: Company, on: date, contracts: list[Contract]) -> list[Finding]:
    """Break/fix with contracts, which supersede a decision for standard rates: every one of them is usable."""
    return [_usable(each, company, on) for each in contracts]


def standard_rates_finding(company: Company, decided: BillingDecision | None) -> Finding:
    """Break/fix without a contract: the decision for standard rates."""
    if decided is None:
        detail = _("Neither a contract nor the decision for standard rates is there.")
    else:
        words = _("Standard rates without a contract, decided by %(name)s on %(day)s")
        detail = words % {"name": decided.decided_by, "day": written_day(decided.decided_at)}
    text = _("How the customer is billed is decided")
    return _finding("decision", decided is not None, text, detail, _link(company, None))


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
    later = [each for each in open_ones if each.is_recurring]
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
