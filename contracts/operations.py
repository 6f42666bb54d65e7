"""Verbs before there is a contract, and about having none."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.permissions import check_may
from contracts.catalogue import ContractType, EnabledContractType, Service
from contracts.models import BillingDecision, Contract, FirstUnits
from contracts.models.contract import default_gives_way
from contracts.rules import check_dates, check_payer, check_type_is_on
from core.changes import check_names, differences
from core.errors import DomainError
from core.events import occurrence_of, publish, publish_many
from tenants.models import Member
from tenants.roles import Capability

ON_CREATION = frozenset(
    {"number", "ends_on", "period", "payer", "setup_fee_cents", "overage_rate_cents", "purchase_order"}
)


@transaction.atomic
def create_contract(
    *, company: Company, type: str, name: str, starts_on: date, by,
    services: Sequence[FirstUnits] = (), is_default: bool = False, **fields: Any,
) -> Contract:  # fmt: skip
    """A new contract with a customer, with its first services, and as the default for tickets if it is to be.

    Its company and type never change. Raises DomainError when the company is no active customer, the type is switched
    off, the dates are the wrong way round, or the payer stands below the company.
    """
    check_may(by, Capability.EDIT_CONTRACTS)
    check_names(fields, ON_CREATION)
    _check_is_customer(company)
    check_type_is_on(type)
    if not name.strip():
        raise DomainError("name_missing", _("A contract needs a name."), field="name")
    check_dates(starts_on, fields.get("ends_on"))
    if fields.get("payer") is not None:
        check_payer(company, fields["payer"])
    contract = Contract(
        tenant_id=company.tenant_id, company=company, type=type, name=name, starts_on=starts_on, is_default=is_default,
        **fields,
    )  # fmt: skip
    before = _make_room_for_default(contract) if is_default else None
    contract.save()
    happened = [
        occurrence_of("contracts.contract_created", subject=contract, company=company, by=by, data={"type": str(type)})
    ]
    if services:
        happened += contract.services_added(contract.carry(services, effective_on=starts_on, by=by), by=by)
    if is_default:
        happened.append(contract.became_default(before, by=by))
    publish_many(happened)
    return contract


def _make_room_for_default(contract: Contract) -> Contract | None:
    contract.check_may_be_default()
    Company.objects.select_for_update(no_key=True).get(pk=contract.company_id)
    return default_gives_way(contract.company)


@transaction.atomic
def decide_standard_rates(*, company: Company, by: Member) -> BillingDecision:
    """Record that the customer is billed by standard rates alone, without any contract."""
    check_may(by, Capability.EDIT_CONTRACTS)
    _check_is_customer(company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    decision, made = BillingDecision.objects.get_or_create(
        company=company, defaults={"tenant_id": company.tenant_id, "decided_by": by}
    )
    if not made and decision.standard_rates_only:
        return decision
    decision.standard_rates_only, decision.decided_by, decision.decided_at = True, by, timezone.now()
    decision.save()
    publish("contracts.standard_rates_decided", subject=decision, company=company, by=by)
    return decision


@transaction.atomic
def withdraw_standard_rates(*, company: Company, by: Member) -> None:
    """Take the decision back; nothing happens when there is none."""
    check_may(by, Capability.EDIT_CONTRACTS)
    decision = BillingDecision.objects.select_for_update(of=("self",)).filter(company=company).first()
    if decision is not None and decision.standard_rates_only:
        decision.standard_rates_only, decision.decided_by, decision.decided_at = False, by, timezone.now()
        decision.save()
        publish("contracts.standard_rates_withdrawn", subject=decision, company=company, by=by)


@transaction.atomic
def switch_contract_type(*, tenant, type: str, is_on: bool, by) -> None:
    """Switch a contract type on or off for the tenant; contracts of a type that is off can only be read."""
    check_may(by, Capability.MANAGE_TENANT)
    kind = ContractType(type)
    found = EnabledContractType.objects.filter(type=kind)
    if found.exists() == is_on:
        return
    if is_on:
        EnabledContractType.objects.create(tenant_id=tenant.pk, type=kind)
    else:
        found.delete()
    publish("contracts.contract_types_changed", subject=tenant, by=by, changes={str(kind): [not is_on, is_on]})


@transaction.atomic
def save_service(*, tenant, values: dict[str, Any], by, service: Service | None = None) -> Service:
    """Add a service to the catalogue, or change one; contracts keep the price that they agreed.

    Raises DomainError `service_exists` when another one bears the name.
    """
    check_may(by, Capability.MANAGE_TENANT)
    others = Service.objects.filter(name=values["name"]).exclude(pk=service.pk if service else None)
    if others.exists():
        raise DomainError("service_exists", _("Another service bears this name."), field="name")
    if service is None:
        position = (Service.objects.order_by("-position").values_list("position", flat=True).first() or 0) + 1
        service = Service.objects.create(tenant_id=tenant.pk, position=position, **values)
        publish("contracts.service_created", subject=service, by=by)
        return service
    current = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    changes = differences(current, values)
    if changes:
        Service.objects.filter(pk=service.pk).update(**values)
        service.refresh_from_db()
        publish("contracts.service_changed", subject=service, by=by, changes=changes)
    return service


def _check_is_customer(company: Company) -> None:
    if not company.is_customer or company.is_own:
        message = _("%(company)s is not a customer: contracts are for companies of the type Customer.")
        raise DomainError("not_a_customer", message % {"company": company})
    company.check_is_no_alias()
    if not company.is_active:
        raise DomainError("company_inactive", _("%(company)s is not active.") % {"company": company})
