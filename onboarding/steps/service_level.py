"""What a managed customer is promised."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import MANAGED, StepKind
from sla.durations import in_words
from sla.models import Priority
from tenants.roles import Capability, Role
from tickets.choices import ServiceLevelSource
from tickets.service_levels import deciding

LEVEL_EVENTS = (
    "sla.service_level_assigned", "sla.service_level_withdrawn", "sla.service_level_changed",
    "contracts.service_level_attached", "contracts.default_changed", "contracts.contract_changed",
    "contracts.contract_ended", "contracts.contract_created",
)  # fmt: skip
ATTACHED = (ServiceLevelSource.COMPANY, ServiceLevelSource.CONTRACT)


class ServiceLevelStep(StepKind):
    key = "service_level"
    phase = Phase.SERVICE
    branch = MANAGED
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.EDIT_SERVICE_LEVELS
    why = gettext_lazy(
        "The service level is the promise that was sold: how soon somebody answers, and how soon it is solved. "
        "Attached to the customer it applies to every ticket that nothing more specific decides."
    )
    tip = gettext_lazy(
        "Take a shared one wherever it fits. One of the customer's own is a promise to look after alone."
    )
    watches = LEVEL_EVENTS
    watches_tenant = ("sla.service_level_changed",)

    def findings(self, evidence, step):
        company = evidence.company
        url = f"{step_url(company, step)}#main"
        rung = deciding(evidence.ticket)
        level = rung.service_level if rung and rung.source in ATTACHED else None
        objective = level.objective_for(Priority.MEDIUM) if level else None
        detail = rung.explanation if rung else _("No rule names a service level, so nothing is due.")
        if objective:
            words = {"response": in_words(objective.response_minutes)}
            detail = _("Priority medium: first response within %(response)s") % words
        return [
            Finding(
                "attached", level is not None, _("A service level is attached to the customer"),
                str(level) if level else _("none yet"), Role.ACCOUNT_MANAGER, url,
            ),
            Finding(
                "resolves", objective is not None, _("A sample ticket resolves to it"), detail,
                Role.ACCOUNT_MANAGER, url,
            ),
        ]  # fmt: skip
