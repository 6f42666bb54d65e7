"""The wizard's page of each kind of step, listed by hand."""

from onboarding.models import Step
from onboarding.wizard.base import StepPage
from onboarding.wizard.closing import GoLivePage, ManualPage
from onboarding.wizard.customer import HandoverPage, HierarchyPage, ProfilePage, TeamPage

PAGES: dict[str, type[StepPage]] = {
    "sales_handover": HandoverPage,
    "company_profile": ProfilePage,
    "account_team": TeamPage,
    "hierarchy": HierarchyPage,
    "go_live": GoLivePage,
    "manual": ManualPage,
}


def page_of(step: Step) -> type[StepPage]:
    """The page class of a step's kind."""
    return PAGES.get(step.kind, StepPage)
