"""Go-live, and steps in the tenant's own words."""

from django.utils.translation import gettext_lazy as _

from onboarding.forms import PressForm
from onboarding.operations import complete_onboarding, withdraw_signature
from onboarding.wizard.base import Part, StepPage
from onboarding.wizard.customer import sign_part
from tenants.roles import Capability


class GoLivePage(StepPage):
    parts = ("main",)
    missing_mark = "open"

    def build(self, key, data=None, files=None):
        missing = [each for each in self.findings if not each.holds]
        return Part(
            "main", PressForm(data),
            lambda: complete_onboarding(onboarding=self.step.onboarding, by=self.member),
            template="onboarding/parts/go_live.html", label=_("Go live"), needs=Capability.RUN_ONBOARDING,
            done=_("The customer is live."),
            context={"missing": missing},
        )  # fmt: skip


class ManualPage(StepPage):
    parts = ("sign", "withdraw")

    def build(self, key, data=None, files=None):
        if key == "sign":
            return sign_part(self, data, _("It is done"), _("Confirmed."))
        if not self.findings[-1].holds or not self.step.may_work(self.member):
            return None
        return Part(
            "withdraw", PressForm(data), lambda: withdraw_signature(step=self.step, by=self.member),
            label=_("It is not done after all"), done=_("The step is open again."),
        )  # fmt: skip
