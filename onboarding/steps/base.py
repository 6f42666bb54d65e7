"""What every kind of step has."""

from typing import Any, ClassVar, Protocol

from companies.models import Company, ServiceModel
from core.events import Occurrence
from core.findings import Finding
from onboarding.evidence import Evidence
from onboarding.titles import TITLES
from tenants.models import Member
from tenants.roles import Capability, Role

ALL = frozenset(ServiceModel)
MANAGED = frozenset({ServiceModel.MANAGED, ServiceModel.BOTH})
BREAK_FIX = frozenset({ServiceModel.BREAK_FIX, ServiceModel.BOTH})


class Wishes(Protocol):
    """What was answered at the start; an onboarding has it, and so has a plan that is only looked at."""

    service_model: str
    wants_portal: bool
    wants_taskfire: bool
    is_subsidiary: bool


class StepKind:
    """A kind of step that verifies itself.

    `watches`: events of the company itself after which the findings are looked at again; `watches_family`: events
    of companies above, below, or paying for it; `watches_tenant`: events that concern every customer.
    `capability` is what one needs to do the step on its page. `is_billing`: shown only to who may see prices.
    """

    key: ClassVar[str]
    phase: ClassVar[str]
    owner_role: ClassVar[Role]
    capability: ClassVar[Capability]
    branch: ClassVar[frozenset] = ALL
    why: ClassVar[Any]
    tip: ClassVar[Any]
    watches: ClassVar[tuple[str, ...]] = ()
    watches_family: ClassVar[tuple[str, ...]] = ()
    watches_tenant: ClassVar[tuple[str, ...]] = ()
    is_pressed: ClassVar[bool] = False
    is_billing: ClassVar[bool] = False

    @property
    def title(self):
        return TITLES[self.key]

    def applies(self, wishes: Wishes) -> bool:
        """Whether such a step belongs to an onboarding with these answers."""
        return wishes.service_model in self.branch

    def concerns(self, occurrence: Occurrence) -> bool:
        """Whether an event that the kind watches may really change its findings."""
        return True

    def findings(self, evidence: Evidence, step) -> list[Finding]:
        """What holds and what does not, in the reader's language. Reads only, and what others read too from there."""
        raise NotImplementedError

    def may_do(self, member: Member, company: Company) -> bool:
        """Whether the member may do the step on its page; everybody who sees the customer sees its evidence."""
        return member.may(self.capability)
