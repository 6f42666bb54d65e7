"""How work for a break/fix customer is billed."""

from django.utils.translation import gettext_lazy

from contracts.readiness import standard_rates_finding, usable_findings
from onboarding.models import Phase
from onboarding.steps.base import BREAK_FIX, StepKind
from onboarding.steps.service_contract import CONTRACT_EVENTS
from tenants.roles import Capability, Role


class BillingContractStep(StepKind):
    key = "billing_contract"
    phase = Phase.BILLING
    branch = BREAK_FIX
    owner_role = Role.BILLING_ADMIN
    capability = Capability.EDIT_CONTRACTS
    is_billing = True
    why = gettext_lazy(
        "Break/fix work needs no contract if it is billed by standard rates alone. But that is a decision: without it "
        "nobody knows whether the contract was forgotten."
    )
    tip = gettext_lazy("Block hours cannot be used before the first purchase is recorded, however large the contract.")
    watches = CONTRACT_EVENTS

    def findings(self, evidence, step):
        if evidence.contracts:
            return usable_findings(evidence.company, evidence.today, evidence.contracts)
        return [standard_rates_finding(evidence.company, evidence.standard_rates)]
