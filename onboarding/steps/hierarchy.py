"""Whether the customer belongs to a family of companies. Who pays then is a question of the invoice settings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import HierarchyDecision
from core.findings import Finding
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class HierarchyStep(StepKind):
    key = "hierarchy"
    phase = Phase.CUSTOMER
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.EDIT_COMPANIES
    why = gettext_lazy(
        "For a subsidiary, a franchise or a branch the parent company may pay, and reports may show the whole family. "
        "That has to be answered, not assumed: “independent” is an answer too."
    )
    tip = gettext_lazy(
        "A second address of the same company is a location, not a subsidiary. Only a company with its own invoices, "
        "contracts or contacts is one."
    )
    watches = ("companies.hierarchy_changed",)
    watches_family = ("companies.hierarchy_changed",)

    def findings(self, evidence, step):
        company = evidence.company
        url = f"{step_url(company, step)}#main"
        decision = company.hierarchy_decision
        found = [
            Finding(
                "decided", bool(decision), _("Place in a family"),
                company.get_hierarchy_decision_display(), Role.ACCOUNT_MANAGER, url,
            )
        ]  # fmt: skip
        if decision == HierarchyDecision.CHILD:
            found.append(self._linked(company, url, evidence.sight))
        if decision == HierarchyDecision.PARENT:
            count = evidence.children
            detail = _("no company below it yet") if not count else ""
            text = _("Its subsidiaries are linked")
            found.append(Finding("children", count > 0, text, detail, Role.ACCOUNT_MANAGER, url))
        return found

    def _linked(self, company, url, sight):
        parent = company.parent
        detail = f"{company.get_parent_link_display()}: {sight.name(parent)}" if parent else ""
        return Finding("parent", parent is not None, _("Parent company"), detail, Role.ACCOUNT_MANAGER, url)
