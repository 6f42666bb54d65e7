"""What the customer has, and what covers it."""

from django.utils.translation import gettext_lazy

from devices.readiness import device_findings
from onboarding.models import Phase
from onboarding.steps.base import MANAGED, StepKind
from tenants.roles import Capability, Role


class DevicesStep(StepKind):
    key = "devices"
    phase = Phase.SERVICE
    branch = MANAGED
    owner_role = Role.TECHNICIAN
    capability = Capability.EDIT_DEVICES
    why = gettext_lazy(
        "A managed customer pays for its devices, and each of them is promised a service level. A device that nobody "
        "reviewed is work that nobody bills, or a promise that nobody keeps."
    )
    tip = gettext_lazy(
        "Import from your monitoring instead of typing. Run it dry first: it shows what would be new and what is known."
    )
    watches = (
        "devices.device_created", "devices.device_changed", "devices.devices_imported", "devices.import_undone",
        "devices.device_covered", "devices.device_reviewed", "devices.device_deactivated", "devices.device_activated",
        "contracts.contract_created", "contracts.contract_changed", "contracts.contract_ended",
        "contracts.service_added", "contracts.units_adjusted", "contracts.service_level_attached",
        "sla.service_level_assigned", "sla.service_level_withdrawn",
    )  # fmt: skip
    watches_tenant = ("sla.service_level_changed",)

    def findings(self, evidence, step):
        return device_findings(evidence.company, evidence.device_gaps)
