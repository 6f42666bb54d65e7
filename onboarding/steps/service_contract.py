"""What a managed customer pays every month, with units for every device that it covers."""

from django.utils.translation import gettext_lazy

from contracts.readiness import recurring_findings
from devices.readiness import unit_findings
from onboarding.models import Phase
from onboarding.steps.base import MANAGED, StepKind
from tenants.roles import Capability, Role

CONTRACT_EVENTS = (
    "contracts.contract_created", "contracts.contract_changed", "contracts.contract_ended", "contracts.service_added",
    "contracts.units_adjusted", "contracts.purchase_recorded", "contracts.default_changed",
    "contracts.standard_rates_decided", "contracts.standard_rates_withdrawn",
)  # fmt: skip


class ServiceContractStep(StepKind):
    key = "service_contract"
    phase = Phase.BILLING
    branch = MANAGED
    owner_role = Role.BILLING_ADMIN
    capability = Capability.EDIT_CONTRACTS
    is_billing = True
    why = gettext_lazy(
        "Managed work is not billed by the hour: agreed services for agreed devices are. The recurring contract says "
        "which services, how many units, from when, and it is the default for the customer's tickets."
    )
    tip = gettext_lazy("Start with the units that were sold. When the devices are in, you see here where they differ.")
    watches = (
        *CONTRACT_EVENTS, "devices.device_covered", "devices.device_reviewed", "devices.device_changed",
        "devices.device_deactivated", "devices.device_activated", "devices.import_undone",
    )  # fmt: skip

    def findings(self, evidence, step):
        found = recurring_findings(evidence.company, evidence.today, evidence.contracts, evidence.lines)
        return [*found, *unit_findings(evidence.company, evidence.units)] if evidence.lines else found
