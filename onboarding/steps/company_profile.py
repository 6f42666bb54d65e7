"""Who the customer is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.findings import Finding
from core.postalcodes import postal_code_problem
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class CompanyProfileStep(StepKind):
    key = "company_profile"
    phase = Phase.CUSTOMER
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.EDIT_COMPANIES
    why = gettext_lazy(
        "Contracts, tickets and invoices all read the company's record. The type “Customer” is what allows them in the "
        "first place; the address decides the tax."
    )
    tip = gettext_lazy("Change the type to “Customer” once the agreement is signed, not before.")
    watches = (
        "companies.company_changed", "companies.type_changed", "companies.manager_changed",
        "companies.company_deactivated", "companies.company_activated",
    )  # fmt: skip
    watches_tenant = ("tenants.member_deactivated", "tenants.member_activated")

    def findings(self, evidence, step):
        company = evidence.company
        url = step_url(company, step)
        part, wrong = self._address(company)
        asked = (
            ("active", company.is_active, _("The company is active"), "", "active"),
            ("type", company.is_customer, _("The type is Customer"), company.get_type_display(), "type"),
            ("address", not part, _("The address is complete"), wrong, part or "street"),
            ("manager", company.manager.is_active, _("The account manager is active"), company.manager.name, "manager"),
            ("currency", bool(company.currency), _("The currency is set"), company.currency, "currency"),
            (
                "service_model", bool(company.service_model), _("The service model is set"),
                company.get_service_model_display(), "service_model",
            ),
        )  # fmt: skip
        return [
            Finding(key, holds, text, detail, Role.ACCOUNT_MANAGER, f"{url}#id_{field}")
            for key, holds, text, detail, field in asked
        ]

    def _address(self, company):
        """The first field with which nothing arrives, and what is wrong; both empty for a complete address."""
        missing = [name for name in ("street", "postal_code", "city", "country") if not getattr(company, name)]
        if missing:
            names = (str(company._meta.get_field(name).verbose_name) for name in missing)
            return missing[0], _("missing: %(fields)s") % {"fields": ", ".join(names)}
        wrong = postal_code_problem(company.postal_code, country=str(company.country))
        return "postal_code" if wrong else "", str(wrong)
