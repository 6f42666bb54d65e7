"""A step in the tenant's own words; it cannot verify itself, so somebody puts a name under it."""

import hashlib
import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.models.step import current_signature
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class ManualStep(StepKind):
    key = "manual"
    phase = Phase.CUSTOMER
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.RUN_ONBOARDING
    why = ""
    tip = gettext_lazy("Nothing can verify this step: who confirms it answers for it by name.")
    watches = ("onboarding.step_signed", "onboarding.signature_withdrawn")

    def applies(self, wishes):
        return True

    def findings(self, evidence, step):
        company = evidence.company
        signature = current_signature(step)
        holds = signature is not None and signature.fingerprint == self.fingerprint(company, step)
        detail = signature.signed_by.name if signature else ""
        url = f"{step_url(company, step)}#sign"
        return [Finding("confirmed", holds, _("Somebody has confirmed that it is done"), detail, step.owner_role, url)]

    def fingerprint(self, company, step) -> str:
        words = [step.title_en, step.title_de, step.text_en, step.text_de]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()
