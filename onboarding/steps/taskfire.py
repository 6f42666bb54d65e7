"""The customer's own help desk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import TASKFIRE_RIGHTS
from core.dates import written_day
from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from onboarding.steps.customer_portal import PORTAL_EVENTS, shortened
from tenants.roles import Capability, Role


class TaskfireStep(StepKind):
    key = "taskfire"
    phase = Phase.PORTAL
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.MANAGE_PORTAL
    why = gettext_lazy(
        "Taskfire is the customer's internal help desk: its own people work on tickets and pass on to us what they "
        "cannot solve. It needs the agreement, and somebody at the customer who runs it."
    )
    tip = gettext_lazy("Only offer it to customers with an IT department of their own.")
    watches = (*PORTAL_EVENTS, "companies.taskfire_enabled", "companies.taskfire_disabled")

    def applies(self, wishes):
        return wishes.wants_taskfire

    def findings(self, evidence, step):
        company = evidence.company
        url = f"{step_url(company, step)}#main"
        agreement = company.taskfire_agreement()
        detail = ""
        if agreement:
            on = written_day(agreement.accepted_at, year=True)
            detail = _("%(name)s, %(day)s") % {"name": agreement.accepted_by.name, "day": on}
        places = [place for place in evidence.portal_places if place.right in TASKFIRE_RIGHTS]
        names = [place.contact.full_name for place in places]
        text = _("At least one contact has a Taskfire right")
        return [
            Finding("agreement", agreement is not None, _("The agreement is accepted"), detail, self.owner_role, url),
            Finding("enabled", company.taskfire_enabled, _("Taskfire is on for the company"), "", self.owner_role, url),
            Finding("contact", bool(names), text, shortened(names) or _("nobody yet"), self.owner_role, url),
        ]
