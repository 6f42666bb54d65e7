"""The wizard's page of each kind of step, listed by hand."""

from onboarding.models import Step
from onboarding.wizard.base import StepPage
from onboarding.wizard.billing import BillingContractPage, InvoiceSettingsPage, ServiceContractPage
from onboarding.wizard.closing import GoLivePage, ManualPage
from onboarding.wizard.customer import HandoverPage, HierarchyPage, PrimaryContactPage, ProfilePage, TeamPage
from onboarding.wizard.portal import PortalPage, TaskfirePage
from onboarding.wizard.service import DevicesPage, ServiceLevelPage, TicketServiceLevelPage

PAGES: dict[str, type[StepPage]] = {
    "sales_handover": HandoverPage,
    "company_profile": ProfilePage,
    "account_team": TeamPage,
    "primary_contact": PrimaryContactPage,
    "hierarchy": HierarchyPage,
    "invoice_settings": InvoiceSettingsPage,
    "service_contract": ServiceContractPage,
    "billing_contract": BillingContractPage,
    "service_level": ServiceLevelPage,
    "devices": DevicesPage,
    "ticket_service_level": TicketServiceLevelPage,
    "customer_portal": PortalPage,
    "taskfire": TaskfirePage,
    "go_live": GoLivePage,
    "manual": ManualPage,
}


def page_of(step: Step) -> type[StepPage]:
    """The page class of a step's kind."""
    return PAGES.get(step.kind, StepPage)
