"""From project to daily business: the one step that is pressed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class GoLiveStep(StepKind):
    key = "go_live"
    phase = Phase.GO_LIVE
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.RUN_ONBOARDING
    is_pressed = True
    why = gettext_lazy(
        "With go-live the customer moves from project to daily business. Everything is verified once more, then the "
        "primary contact is told that we are there."
    )
    tip = gettext_lazy("Call the primary contact before you press it. An e-mail is not enough.")

    def applies(self, wishes):
        return True

    def findings(self, evidence, step):
        company = evidence.company
        asked = [
            each
            for each in step.onboarding.step_list
            if each.is_mandatory and not each.is_go_live and each.is_applicable
        ]
        return [
            Finding(
                each.key,
                each.is_passed,
                str(each.title),
                self._detail(each),
                each.owner_role,
                step_url(company, each),
            )
            for each in asked
        ]

    def _detail(self, step):
        if step.is_skipped:
            return _("skipped: %(reason)s") % {"reason": step.skip_reason}
        return "" if step.is_passed else step.get_state_display()
