"""The plan of an onboarding: what is shown before it starts, and what is created when it does. The same code."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from companies.models import Company, ServiceModel
from core.errors import DomainError
from onboarding.due_dates import WorkingDays, working_days
from onboarding.models import DueFrom, Onboarding, Playbook, PlaybookStep, Step, StepState
from onboarding.models.playbook import PLAN_FIELDS
from onboarding.models.standing import GO_LIVE
from onboarding.steps import StepKind, kind_of
from tenants.models import Member
from tenants.roles import Role


def check_wishes(*, portal: bool, taskfire: bool) -> None:
    """Raise DomainError `taskfire_needs_portal`: there is no Taskfire without the customer portal."""
    if taskfire and not portal:
        raise DomainError("taskfire_needs_portal", _("Taskfire needs the customer portal."), field="wants_taskfire")


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked at the start. Raises DomainError on answers that contradict each other."""

    service_model: str
    go_live_on: date
    wants_portal: bool = True
    wants_taskfire: bool = False
    is_subsidiary: bool = False

    def __post_init__(self) -> None:
        if self.service_model not in ServiceModel:
            raise DomainError("service_model_unknown", _("Choose a service model."), field="service_model")
        check_wishes(portal=self.wants_portal, taskfire=self.wants_taskfire)

    @classmethod
    def of(cls, onboarding: Onboarding) -> "Answers":
        """What an onboarding was started with, or will be."""
        return cls(**{name: getattr(onboarding, name) for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as it would be created."""

    plan: PlaybookStep
    kind: StepKind
    applies: bool
    due_on: date | None
    owner: Member | None

    @property
    def title(self):
        return self.plan.own_title or self.kind.title

    def step_of(self, onboarding: Onboarding) -> Step:
        """The step that this one becomes, not saved yet; one that does not apply is kept as such."""
        plan = {name: getattr(self.plan, name) for name in PLAN_FIELDS}
        return Step(
            tenant_id=onboarding.tenant_id,
            onboarding=onboarding,
            state=StepState.NOT_YET if self.applies else StepState.NOT_APPLICABLE,
            due_on=self.due_on,
            assignee=self.owner,
            **plan,
        )


@dataclass
class Plan:
    """The steps of a playbook for one customer, with owners and due dates."""

    playbook: Playbook
    answers: Answers
    start_on: date
    owners: "Owners"
    days: WorkingDays = field(default_factory=working_days)

    @cached_property
    def steps(self) -> list[PlannedStep]:
        dues: dict[str, date] = {}
        planned = []
        for step in self.playbook.steps.order_by("position", "id"):
            kind = kind_of(step)
            applies = kind.applies(self.answers)
            if applies:
                dues[step.key] = self._due(step, dues)
            owner = self.owners.of(step.owner_role) if applies else None
            planned.append(PlannedStep(step, kind, applies, dues.get(step.key), owner))
        return planned

    @cached_property
    def unseen_by(self) -> list:
        """Roles with steps here of whom nobody sees the customer: those steps wait until they are assigned."""
        asked = {step.plan.owner_role for step in self.steps if step.applies}
        return [role.label for role in Role if role in asked and not self.owners.has(role)]

    def _due(self, step: PlaybookStep, dues: dict[str, date]) -> date:
        """Never after go-live: what is planned is planned to be in time."""
        go_live = self.answers.go_live_on
        if step.kind == GO_LIVE:
            return go_live
        before = [dues[key] for key in step.predecessors if key in dues]
        start = max(before, default=self.start_on) if step.due_from == DueFrom.PREDECESSOR else self.start_on
        due = self.days.after(start, step.due_days)
        return min(due, go_live) if go_live >= self.start_on else due


class Owners:
    """Who gets the steps of a role: the account manager his; else the one member with the role who sees the customer.

    Where several could, the step stays with the role until somebody takes it.
    """

    def __init__(self, *, manager: Member, company: Company | None = None) -> None:
        self.manager = manager
        self.company = company

    def of(self, role: str) -> Member | None:
        if role == Role.ACCOUNT_MANAGER:
            return self.manager
        found = [member for member in self._candidates if role in member.roles]
        team = [member for member in found if getattr(member, "is_on_team", False)]
        named = team or found
        return named[0] if len(named) == 1 else None

    def has(self, role: str) -> bool:
        """Whether anybody with this role sees the customer."""
        return role == Role.ACCOUNT_MANAGER or any(role in member.roles for member in self._candidates)

    @cached_property
    def _candidates(self) -> list[Member]:
        if self.company is None:
            return list(Member.objects.active().in_name_order())
        is_on_team = Exists(self.company.places().standing().filter(member=OuterRef("pk")))
        return list(self.company.members_who_see_it().annotate(is_on_team=is_on_team))


def current_playbook(service_model: str) -> Playbook:
    """The tenant's playbook for customers of this service model. Raises DomainError if it has none."""
    playbook = Playbook.objects.filter(service_model=service_model, is_current=True).order_by("key").first()
    if playbook is None:
        raise DomainError("no_playbook", _("There is no playbook for this service model yet."), field="service_model")
    return playbook


def plan_for(*, answers: Answers, manager: Member, start_on: date, company: Company | None = None) -> Plan:
    """The plan with these answers, for a company that exists or for a new one of this account manager."""
    return Plan(
        playbook=current_playbook(answers.service_model),
        answers=answers,
        start_on=start_on,
        owners=Owners(manager=manager, company=company),
    )
