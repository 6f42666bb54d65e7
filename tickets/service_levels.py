"""Which service level a ticket gets, and why: the most specific rule wins (the trade's order)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from companies.models import Company
from contracts.models import Contract, ContractService
from devices.models import Coverage, Device
from sla.models import Assignment, IssueType, Objective, Priority, ServiceLevel
from tickets.choices import ServiceLevelSource as By


@dataclass(frozen=True, slots=True)
class Rung:
    """One rule of the ladder: what it says for this ticket, and whether it is the one that decides."""

    source: By
    service_level: ServiceLevel | None
    explanation: str
    is_decisive: bool = False

    @property
    def label(self) -> str | Promise:
        return self.source.label


@dataclass(frozen=True, slots=True)
class Decision:
    """The service level that applies, the rule that chose it, in words, and the objective that fits."""

    service_level: ServiceLevel | None
    source: By
    explanation: str
    objective: Objective | None
    contract: Contract | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A ticket that is only imagined: when it would be due if it were opened now."""

    priority: Priority
    decision: Decision
    response_due_at: datetime | None = None
    resolution_due_at: datetime | None = None


@dataclass(frozen=True)
class Case:
    """What the rules look at. `services`: those that cover the device; `assignments`: all of the customer's."""

    company: Company
    issue: IssueType | None = None
    sub_issue: IssueType | None = None
    device: Device | None = None
    chosen: ServiceLevel | None = None
    contract: Contract | None = None
    services: Sequence[ContractService] = ()
    assignments: Sequence[Assignment] = ()

    @cached_property
    def of_house(self) -> ServiceLevel | None:
        """The default of the tenant, asked for only when nothing before it decides."""
        return ServiceLevel.objects.active().shared().filter(is_default=True).first()


def resolve(
    *,
    company: Company,
    priority: str,
    issue: IssueType | None = None,
    sub_issue: IssueType | None = None,
    device: Device | None = None,
    contract: Contract | None = None,
    chosen: ServiceLevel | None = None,
) -> Decision:
    """The service level of such a ticket, whether it exists or is only imagined.

    An inactive service level decides nothing. At most eight queries, however much there is.
    """
    case = _look_up(company, issue, sub_issue, device, contract, chosen)
    rung = deciding(case)
    if rung is None or rung.service_level is None:
        return Decision(None, By.NONE, _("No rule names a service level, so nothing is due."), None, case.contract)
    level = rung.service_level
    prefetch_related_objects([level], "calendar__openings", "calendar__holidays", "objectives")
    objective = level.objective_for(priority, issue, sub_issue)
    return Decision(level, rung.source, rung.explanation, objective, case.contract)


def deciding(case: Case) -> Rung | None:
    """The first rule that names a service level; those after it are not asked."""
    return next((rung for rung in _rungs(case) if rung.service_level is not None), None)


def ladder(
    *,
    company: Company,
    issue: IssueType | None = None,
    sub_issue: IssueType | None = None,
    device: Device | None = None,
    contract: Contract | None = None,
    chosen: ServiceLevel | None = None,
) -> list[Rung]:
    """Every rule from the most specific to the most general, with what it says; at most one is decisive."""
    return rungs_of(_look_up(company, issue, sub_issue, device, contract, chosen))


def rungs_of(case: Case) -> list[Rung]:
    """The same of a case that was looked up already."""
    rungs, decided = [], False
    for rung in _rungs(case):
        decides = rung.service_level is not None and not decided
        decided = decided or decides
        rungs.append(Rung(rung.source, rung.service_level, rung.explanation, decides))
    return rungs


def sample(*, company: Company, priority: Priority = Priority.HIGH, **case) -> Sample:
    """What would be due if such a ticket were opened now; `case` as in `resolve`."""
    decision = resolve(company=company, priority=priority, **case)
    level, objective = decision.service_level, decision.objective
    if level is None or objective is None or not level.sets_due_date:
        return Sample(priority, decision)
    now = timezone.now()
    return Sample(
        priority,
        decision,
        level.due(now, objective.response_minutes),
        level.due(now, objective.resolution_minutes),
    )


def _look_up(company, issue, sub_issue, device, contract, chosen) -> Case:
    services = _covering(device)
    if contract is None:
        contract = services[0].contract if services else _default_contract(company)
    services = [each for each in services if contract and each.contract_id == contract.pk]
    assignments = list(Assignment.objects.for_company(company))
    return Case(company, issue, sub_issue, device, chosen, contract, services, assignments)


def _covering(device: Device | None) -> list[ContractService]:
    """The services that cover the device today, in the order of the catalogue."""
    if device is None:
        return []
    coverages = (
        Coverage.objects.filter(device=device, contract_service__contract__in=Contract.objects.active_on(_today()))
        .select_related("contract_service__service__service_level", "contract_service__contract__service_level")
        .order_by("contract_service__service__position", "contract_service_id")
    )
    return [each.contract_service for each in coverages]


def _default_contract(company: Company) -> Contract | None:
    found = Contract.objects.active_on(_today()).filter(company=company, is_default=True)
    return found.select_related("service_level").first()


def _rungs(case: Case) -> Iterator[Rung]:
    yield _chosen(case)
    yield _of_device(case)
    yield _of_service(case)
    yield _of_contract(case)
    yield _of_issue(case)
    yield _of_company(case)
    yield _of_house(case)


def _chosen(case: Case) -> Rung:
    level = _active(case.chosen)
    if level is None:
        return Rung(By.TICKET, None, _("Nobody chose a service level on the ticket."))
    return Rung(By.TICKET, level, _("“%(level)s” was chosen on the ticket.") % {"level": level})


def _of_device(case: Case) -> Rung:
    if case.device is None:
        return Rung(By.DEVICE, None, _("The ticket is not about a device."))
    level, names = _active(case.device.service_level), {"device": case.device}
    if level is None:
        return Rung(By.DEVICE, None, _("The device %(device)s has no service level of its own.") % names)
    return Rung(By.DEVICE, level, _("The device %(device)s has “%(level)s”.") % {**names, "level": level})


def _of_service(case: Case) -> Rung:
    for each in case.services:
        level = _active(each.service.service_level)
        if level is not None:
            words = _("The service “%(service)s” covers the device and has “%(level)s”.")
            return Rung(By.CONTRACT_SERVICE, level, words % {"service": each.service, "level": level})
    if not case.services:
        return Rung(By.CONTRACT_SERVICE, None, _("No service covers a device of this ticket."))
    return Rung(By.CONTRACT_SERVICE, None, _("The services that cover the device name no service level."))


def _of_contract(case: Case) -> Rung:
    if case.contract is None:
        return Rung(By.CONTRACT, None, _("There is no contract for this ticket."))
    level, names = _active(case.contract.service_level), {"contract": case.contract}
    if level is None:
        return Rung(By.CONTRACT, None, _("The contract “%(contract)s” names no service level.") % names)
    return Rung(By.CONTRACT, level, _("The contract “%(contract)s” has “%(level)s”.") % {**names, "level": level})


def _of_issue(case: Case) -> Rung:
    """The sub-issue type decides over the issue type."""
    if case.issue is None:
        return Rung(By.ISSUE, None, _("The ticket has no issue type."))
    fitting = [
        each
        for each in case.assignments
        if each.issue_id and each.service_level.is_active and each.fits(case.issue, case.sub_issue)
    ]
    best = max(fitting, key=lambda each: each.sub_issue_id is not None, default=None)
    if best is None:
        return Rung(By.ISSUE, None, _("The customer has no service level for this issue type."))
    words = _("For “%(scope)s” the customer has “%(level)s”.")
    return Rung(By.ISSUE, best.service_level, words % {"scope": best.scope_label, "level": best.service_level})


def _of_company(case: Case) -> Rung:
    level = next((_active(each.service_level) for each in case.assignments if not each.issue_id), None)
    if level is None:
        return Rung(By.COMPANY, None, _("The customer as a whole has no service level."))
    return Rung(By.COMPANY, level, _("The customer has “%(level)s” for all tickets.") % {"level": level})


def _of_house(case: Case) -> Rung:
    level = case.of_house
    if level is None:
        return Rung(By.TENANT, None, _("We have no default service level."))
    return Rung(By.TENANT, level, _("“%(level)s” is our default.") % {"level": level})


def _active(level: ServiceLevel | None) -> ServiceLevel | None:
    return level if level is not None and level.is_active else None


def _today() -> date:
    return timezone.localdate()
