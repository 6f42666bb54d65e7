"""Which service level a customer has, and service levels of its own."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.permissions import check_may
from core.errors import DomainError, EditConflict
from core.events import publish
from sla.models import Assignment, IssueType, Objective, ServiceLevel
from sla.rules import check_issue, check_offered
from tenants.models import Member
from tenants.roles import Capability


@dataclass(frozen=True, slots=True)
class Targets:
    """Target times of one priority, in minutes of counted hours; None leaves what stands."""

    priority: str
    response_minutes: int | None = None
    resolution_minutes: int | None = None


@transaction.atomic
def assign_service_level(
    *,
    company: Company,
    service_level: ServiceLevel,
    by: Member | None,
    issue: IssueType | None = None,
    sub_issue: IssueType | None = None,
) -> Assignment:
    """Give the customer a service level: for everything, or for tickets of an issue or sub-issue type.

    It takes the place of the one before. Raises DomainError when it is another customer's own, inactive, or when the
    sub-issue type does not belong to the issue type.
    """
    check_may(by, Capability.EDIT_SERVICE_LEVELS)
    issue = check_issue(issue, sub_issue)
    check_offered(service_level, company.pk)
    return _put(company, service_level, by, issue, sub_issue)


@transaction.atomic
def withdraw_service_level(
    *, company: Company, by: Member | None, issue: IssueType | None = None, sub_issue: IssueType | None = None
) -> None:
    """Take the customer's service level for this scope away; without one nothing happens."""
    check_may(by, Capability.EDIT_SERVICE_LEVELS)
    issue = check_issue(issue, sub_issue)
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("service_level", "issue", "sub_issue__parent")
        .filter(company=company, issue=issue, sub_issue=sub_issue)
        .first()
    )
    if assignment is None:
        return
    publish(
        "sla.service_level_withdrawn",
        subject=assignment,
        company=company,
        by=by,
        changes={"service_level": [str(assignment.service_level), None]},
        data={"scope": str(assignment.scope_label)},
    )
    assignment.delete()


@transaction.atomic
def create_own_service_level(
    *, company: Company, copy_of: ServiceLevel, name: str, by: Member | None, targets: tuple[Targets, ...] = ()
) -> ServiceLevel:
    """A service level of this customer alone: a copy, objectives included, in which the given targets differ.

    Raises DomainError when the customer has one of that name, or cannot see the one to copy.
    """
    check_may(by, Capability.EDIT_SERVICE_LEVELS)
    template = ServiceLevel.objects.offered_to(company).with_clock().filter(pk=copy_of.pk).first()
    if template is None:
        raise DomainError("not_offered", _("This service level cannot be copied for this customer."), field="copy_of")
    _lock(company)
    if ServiceLevel.objects.filter(company=company, name=name).exists():
        raise DomainError("name_taken", _("This customer already has a service level of that name."), field="name")
    own = ServiceLevel.objects.create(
        tenant_id=company.tenant_id,
        company=company,
        name=name,
        description=template.description,
        commitment=template.commitment,
        calendar=template.calendar,
        hours=template.hours,
        sets_due_date=template.sets_due_date,
    )
    Objective.objects.bulk_create(_copied(each, own) for each in template.objectives.all())
    for each in targets:
        _aim(own, each)
    publish("sla.service_level_created", subject=own, company=company, by=by, data={"copied_from": template.name})
    return own


@transaction.atomic
def set_targets(*, service_level: ServiceLevel, targets: tuple[Targets, ...], seen: int, by: Member | None) -> None:
    """Change the target times of priorities; what stands already is told to nobody.

    Raises EditConflict when somebody saved since version `seen`, DomainError when a first response is due after the
    resolution.
    """
    check_may(by, Capability.EDIT_SERVICE_LEVELS if service_level.company_id else Capability.MANAGE_TENANT)
    current = ServiceLevel.objects.select_for_update(of=("self",)).with_objectives().get(pk=service_level.pk)
    if current.version != seen:
        raise EditConflict(current)
    written = [_aim(current, each) for each in targets]
    if any(written):
        service_level.save_edit([], seen=seen)
        publish("sla.service_level_changed", subject=service_level, company=service_level.company, by=by)


def _lock(company: Company) -> None:
    """Two people at once choose one after the other. Raises DomainError `merged` for an alias."""
    Company.objects.select_for_update(of=("self",)).get(pk=company.pk).check_is_no_alias()


def _put(company, service_level, by, issue, sub_issue) -> Assignment:
    _lock(company)
    standing = (
        Assignment.objects.select_related("service_level")
        .filter(company=company, issue=issue, sub_issue=sub_issue)
        .first()
    )
    if standing and standing.service_level_id == service_level.pk:
        return standing
    before = str(standing.service_level) if standing else None
    assignment = standing or Assignment(tenant_id=company.tenant_id, company=company, issue=issue, sub_issue=sub_issue)
    assignment.service_level = service_level
    assignment.save()
    publish(
        "sla.service_level_assigned",
        subject=assignment,
        company=company,
        by=by,
        changes={"service_level": [before, str(service_level)]},
        data={"scope": str(assignment.scope_label)},
    )
    return assignment


def _copied(objective: Objective, own: ServiceLevel) -> Objective:
    return Objective(
        tenant_id=own.tenant_id,
        service_level=own,
        priority=objective.priority,
        issue=objective.issue,
        sub_issue=objective.sub_issue,
        response_minutes=objective.response_minutes,
        plan_minutes=objective.plan_minutes,
        resolution_minutes=objective.resolution_minutes,
    )


def _aim(service_level: ServiceLevel, targets: Targets) -> bool:
    """Write the targets of one priority, if they differ; what is not given stays as the service level had it."""
    if targets.response_minutes is None and targets.resolution_minutes is None:
        return False
    standing = service_level.objective_for(targets.priority)
    response = targets.response_minutes or (standing.response_minutes if standing else targets.resolution_minutes)
    resolution = targets.resolution_minutes or (standing.resolution_minutes if standing else targets.response_minutes)
    if response > resolution:
        raise DomainError(
            "response_after_resolution",
            _("The first response cannot be due after the resolution."),
            field=f"{targets.priority}_response",
        )
    if standing and (standing.response_minutes, standing.resolution_minutes) == (response, resolution):
        return False
    Objective.objects.update_or_create(
        tenant_id=service_level.tenant_id,
        service_level=service_level,
        priority=targets.priority,
        issue=None,
        sub_issue=None,
        defaults={"response_minutes": response, "resolution_minutes": resolution},
    )
    return True
