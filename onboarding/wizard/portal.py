"""The pages of phase *Portal*."""

from django.utils.translation import gettext_lazy as _

from companies.forms import TaskfireForm
from contacts.forms import PortalChoiceForm
from onboarding.forms import PressForm
from onboarding.wizard.base import Part, StepPage
from tenants.roles import Capability


class PortalPage(StepPage):
    parts = ("switch", "main")
    record, record_label = "contacts:company_tab", _("Contacts")

    def build(self, key, data=None, files=None):
        if key == "switch":
            return None if self.company.portal_enabled else switch_on(self, data)
        return access_part(self, data) if self.company.portal_enabled else None


class TaskfirePage(StepPage):
    parts = ("switch", "agreement", "main")
    record, record_label = "contacts:company_tab", _("Contacts")

    def build(self, key, data=None, files=None):
        if not self.company.portal_enabled:
            return switch_on(self, data) if key == "switch" else None
        if key == "agreement" and not self.company.taskfire_enabled:
            form = TaskfireForm(data)
            return Part(
                "agreement", form,
                lambda: self.company.enable_taskfire(confirmations=form.confirmations, by=self.member),
                title=_("Agreement"), label=_("Accept and switch on"), columns=False, needs=Capability.MANAGE_PORTAL,
                done=_("Taskfire is on. The agreement is on record with your name."),
            )  # fmt: skip
        if key == "main" and self.company.taskfire_enabled:
            return access_part(self, data, taskfire_only=True)
        return None


def switch_on(page: StepPage, data) -> Part:
    """The switch of the company; on from the start, but somebody may have put it off."""
    return Part(
        "switch", PressForm(data), lambda: page.company.enable_portal(by=page.member), title=_("Customer portal"),
        intro=_("The portal is off for this company: nobody gets in."), label=_("Switch on"),
        needs=Capability.MANAGE_PORTAL, done=_("The customer portal is on."),
    )  # fmt: skip


def access_part(page: StepPage, data, *, taskfire_only: bool = False) -> Part:
    """Let one contact in; the invitation goes out with it."""
    form = PortalChoiceForm(data, company=page.company, taskfire_only=taskfire_only)
    return Part(
        "main", form,
        lambda: form.cleaned_data["contact"].enable_portal(right=form.cleaned_data["right"], by=page.member),
        template="onboarding/parts/portal_access.html", needs=Capability.MANAGE_PORTAL,
        intro=_("Whoever has no access yet gets an invitation by e-mail at once."),
        context={"has_contacts": form.fields["contact"].queryset.exists},
    )  # fmt: skip
