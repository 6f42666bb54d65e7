"""What sales promised becomes what service delivers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding, all_hold
from onboarding.links import step_url
from onboarding.models import Phase, SalesHandover
from onboarding.models.step import current_signature
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class SalesHandoverStep(StepKind):
    key = "sales_handover"
    phase = Phase.CUSTOMER
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.RUN_ONBOARDING
    why = gettext_lazy(
        "What was agreed in the sale gets lost on the way to service and billing unless somebody writes it down: "
        "what we do, what we do not do, and what was promised beyond the agreement."
    )
    tip = gettext_lazy(
        "Read it as the technician who goes there first. What would surprise you belongs under “what was promised”."
    )
    watches = (
        "onboarding.handover_changed", "onboarding.step_signed", "onboarding.signature_withdrawn",
        "companies.manager_changed",
    )  # fmt: skip

    def findings(self, evidence, step):
        company = evidence.company
        handover = SalesHandover.objects.filter(company=company).first() or SalesHandover(company=company)
        url = step_url(company, step)
        asked = (
            ("agreement", bool(handover.agreement_name), _("The signed agreement is on file"), handover.agreement_name),
            ("scope", bool(handover.scope.strip()), _("What we do is written down"), ""),
            ("exclusions", bool(handover.exclusions.strip()), _("What is excluded is written down"), ""),
            ("promises", bool(handover.promises.strip()), _("What was promised is written down"), ""),
        )
        found = [
            Finding(key, holds, text, detail, Role.ACCOUNT_MANAGER, f"{url}#id_{key}")
            for key, holds, text, detail in asked
        ]
        return [*found, self._signed(step, handover, f"{url}#sign" if all_hold(found) else "")]

    def _signed(self, step, handover, url):
        signature = current_signature(step)
        holds = signature is not None and signature.fingerprint == handover.fingerprint
        detail = ""
        if signature and not holds:
            detail = _("changed since %(name)s signed") % {"name": signature.signed_by.name}
        elif signature:
            detail = signature.signed_by.name
        return Finding("signed", holds, _("The account manager has signed"), detail, Role.ACCOUNT_MANAGER, url)

    def fingerprint(self, company, step) -> str:
        """What a signature under this step stands for."""
        return SalesHandover.objects.for_company(company).fingerprint
