"""The customer's own way to tickets."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role

PORTAL_EVENTS = (
    "companies.portal_enabled", "companies.portal_disabled", "contacts.portal_enabled", "contacts.portal_disabled",
    "contacts.portal_right_changed", "contacts.contact_deactivated",
    "companies.company_deactivated", "companies.company_activated",
)  # fmt: skip


class CustomerPortalStep(StepKind):
    key = "customer_portal"
    phase = Phase.PORTAL
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.MANAGE_PORTAL
    why = gettext_lazy(
        "A customer who can submit and follow tickets calls less. For the company the portal is on from the start, for "
        "its people it is off: at least one contact has to be enabled with an access right."
    )
    tip = gettext_lazy(
        "Two rights are enough for most: “Basic” for everybody, “Manager” for the one who may see all tickets."
    )
    watches = PORTAL_EVENTS

    def applies(self, wishes):
        return wishes.wants_portal

    def findings(self, evidence, step):
        company = evidence.company
        url = f"{step_url(company, step)}#main"
        names = [place.contact.full_name for place in evidence.portal_places]
        text = _("At least one contact may use it")
        return [
            Finding("company", company.portal_enabled, _("The portal is on for the company"), "", self.owner_role, url),
            Finding("contact", bool(names), text, shortened(names) or _("nobody yet"), self.owner_role, url),
        ]


def shortened(names: list[str]) -> str:
    """The first three names, and how many more there are."""
    shown = ", ".join(names[:3])
    return shown if len(names) < 4 else _("%(names)s and %(count)d more") % {"names": shown, "count": len(names) - 3}
