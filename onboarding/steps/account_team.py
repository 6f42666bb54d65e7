"""Who looks after the customer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import TeamDecision
from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class AccountTeamStep(StepKind):
    key = "account_team"
    phase = Phase.CUSTOMER
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.MANAGE_TEAMS
    why = gettext_lazy(
        "Technicians who are not on the account team do not see the customer at all, so without a team nobody can do "
        "the technical work."
    )
    tip = gettext_lazy("Name at least two technicians, so that holidays do not leave the customer alone.")
    watches = ("companies.team_changed", "companies.manager_changed")
    watches_tenant = ("tenants.member_deactivated", "tenants.member_activated")

    def findings(self, evidence, step):
        company = evidence.company
        url = step_url(company, step)
        if company.team_decision == TeamDecision.MANAGER_ALONE:
            holds, detail = company.manager.is_active, _("%(name)s alone") % {"name": company.manager.name}
        else:
            names = list(company.team_members().active().values_list("name", flat=True))
            holds, detail = bool(names), ", ".join(names)
        text = _("Account team chosen")
        return [Finding("team", holds, text, detail or _("nobody yet"), Role.ACCOUNT_MANAGER, f"{url}#main")]
