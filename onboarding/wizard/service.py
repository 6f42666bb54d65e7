"""The pages of phase *Service*."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from devices.pages import coverage_body
from onboarding.links import step_url
from onboarding.wizard.base import Part, StepPage
from sla.forms import IssueServiceLevelForm, ServiceLevelForm
from tenants.roles import Capability, Role


class ServiceLevelPage(StepPage):
    """One service level for all tickets."""

    parts = ("main",)
    record, record_label = "sla:company_tab", _("Service levels")
    form: Any = ServiceLevelForm
    body = "sla/_service_level_form.html"

    def build(self, key, data=None, files=None):
        form = self.form(data, company=self.company)
        return Part(
            "main", form, lambda: form.carry_out(by=self.member), body=self.body,
            needs=Capability.EDIT_SERVICE_LEVELS, who=Role.ACCOUNT_MANAGER.label,
        )  # fmt: skip


class TicketServiceLevelPage(ServiceLevelPage):
    """Service levels by issue and sub-issue type."""

    form = IssueServiceLevelForm
    body = "sla/_issue_service_level_form.html"


class DevicesPage(StepPage):
    """Import and coverage are long work with pages of their own; they come back here."""

    parts = ("coverage",)
    record, record_label = "devices:company_tab", _("Devices")

    def build(self, key, data=None, files=None):
        here = step_url(self.company, self.step)
        body = coverage_body(self.company, self.evidence.devices, self.evidence.units, next_url=here)
        imports = reverse("devices:import", args=[self.company.tenant.slug, self.company.pk])
        return Part(
            "coverage", template="onboarding/parts/devices.html", needs=Capability.EDIT_DEVICES,
            who=Role.TECHNICIAN.label, context={**body, "import_url": f"{imports}?next={here}"},
        )  # fmt: skip
