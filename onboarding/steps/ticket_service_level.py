"""The house's own goal for a break/fix customer's tickets."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import BREAK_FIX, StepKind
from onboarding.steps.service_level import LEVEL_EVENTS
from sla.models import Commitment
from tenants.roles import Capability, Role
from tickets.choices import ServiceLevelSource
from tickets.service_levels import rungs_of


class TicketServiceLevelStep(StepKind):
    key = "ticket_service_level"
    phase = Phase.SERVICE
    branch = BREAK_FIX
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.EDIT_SERVICE_LEVELS
    why = gettext_lazy(
        "Nothing is promised to a break/fix customer, but we want to know how soon we mean to help. The goal depends "
        "on what a ticket is about: its issue and sub-issue type."
    )
    tip = gettext_lazy("Begin with “server down” and “cannot work”; the rest may share one goal.")
    watches = LEVEL_EVENTS
    watches_tenant = ("sla.service_level_changed",)

    def findings(self, evidence, step):
        company = evidence.company
        assigned = [each for each in evidence.assignments if each.issue_id and each.service_level.is_active]
        internal = [each for each in assigned if each.service_level.commitment == Commitment.INTERNAL]
        url = f"{step_url(company, step)}#main"
        names = ", ".join(f"{each.scope_label}: {each.service_level}" for each in (internal or assigned)[:3])
        is_general = any(not each.issue_id for each in evidence.assignments)
        lacking = _("none yet; a goal for all other tickets is not enough") if is_general else ""
        sample, detail = self._sample(evidence, step, internal[0] if internal else None)
        return [
            Finding(
                "assigned", bool(internal), _("An issue type has an internal service level"),
                names if internal else _("%(names)s is not internal") % {"names": names} if names else lacking,
                Role.ACCOUNT_MANAGER, url,
            ),
            Finding("resolves", sample, _("A sample ticket resolves to it"), detail, Role.ACCOUNT_MANAGER, url),
        ]  # fmt: skip

    def _sample(self, evidence, step, assignment):
        """For a customer of both kinds the managed contract may decide other tickets; here the rule must only fit."""
        if assignment is None:
            return False, ""
        rungs = rungs_of(replace(evidence.ticket, issue=assignment.issue, sub_issue=assignment.sub_issue))
        rung = next(each for each in rungs if each.source == ServiceLevelSource.ISSUE)
        decisive = next((each for each in rungs if each.is_decisive), rung)
        shared = step.onboarding.service_model == "both"
        holds = rung.service_level is not None and (rung.is_decisive or shared)
        return holds, (rung if holds else decisive).explanation
