"""Who may do what: one table, shown in the settings and tested cell by cell."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """A person's place at the MSP; one may have several."""

    ADMIN = "admin", pgettext_lazy("role", "Admin")
    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    BILLING_ADMIN = "billing_admin", _("Billing admin")
    TECHNICIAN = "technician", _("Technician")


class Scope(models.TextChoices):
    """Which companies a role sees. Mine: as account manager or member of the account team.

    Territories: mine, and those of the territories that the member looks after.
    """

    ALL = "all", _("All customers")
    TERRITORIES = "territories", _("My territories")
    MINE = "mine", _("My customers")


DEFAULT_SCOPES = {
    Role.ADMIN: Scope.ALL,
    Role.ACCOUNT_MANAGER: Scope.ALL,
    Role.BILLING_ADMIN: Scope.ALL,
    Role.TECHNICIAN: Scope.MINE,
}


class Capability(models.TextChoices):
    """Something that a role may do; what one may do it *to* is decided by what one sees."""

    EDIT_COMPANIES = "edit_companies", _("Edit companies")
    MANAGE_TEAMS = "manage_teams", _("Choose account manager and account team")
    EDIT_CONTACTS = "edit_contacts", _("Edit contacts and the primary contact")
    MANAGE_PORTAL = "manage_portal", _("Enable customer portal and Taskfire")
    EDIT_INVOICE_SETTINGS = "edit_invoice_settings", _("Edit invoice settings")
    SIGN_INVOICE_SETTINGS = "sign_invoice_settings", _("Sign the review of invoice settings")
    EDIT_CONTRACTS = "edit_contracts", _("Edit contracts and units")
    VIEW_BILLING = "view_billing", _("See contracts, prices and invoice settings")
    EDIT_DEVICES = "edit_devices", _("Import, edit and cover devices")
    EDIT_SERVICE_LEVELS = "edit_service_levels", _("Choose service levels for a customer")
    WORK_TICKETS = "work_tickets", _("Work on tickets")
    RUN_ONBOARDING = "run_onboarding", _("Start and run onboardings")
    SKIP_STEPS = "skip_steps", _("Skip steps with a reason")
    VIEW_MESSAGES = "view_messages", _("See messages to customers and send them again")
    MANAGE_TENANT = "manage_tenant", _("Manage people, roles and settings")


_A, _M, _B, _T = Role.ADMIN, Role.ACCOUNT_MANAGER, Role.BILLING_ADMIN, Role.TECHNICIAN

CAPABILITIES: dict[Capability, frozenset[Role]] = {
    Capability.EDIT_COMPANIES: frozenset({_A, _M}),
    Capability.MANAGE_TEAMS: frozenset({_A, _M}),
    Capability.EDIT_CONTACTS: frozenset({_A, _M, _T}),
    Capability.MANAGE_PORTAL: frozenset({_A, _M}),
    Capability.EDIT_INVOICE_SETTINGS: frozenset({_A, _M, _B}),
    Capability.SIGN_INVOICE_SETTINGS: frozenset({_A, _B}),
    Capability.EDIT_CONTRACTS: frozenset({_A, _B}),
    Capability.VIEW_BILLING: frozenset({_A, _M, _B}),
    Capability.EDIT_DEVICES: frozenset({_A, _M, _T}),
    Capability.EDIT_SERVICE_LEVELS: frozenset({_A, _M}),
    Capability.WORK_TICKETS: frozenset({_A, _M, _T}),
    Capability.RUN_ONBOARDING: frozenset({_A, _M}),
    Capability.SKIP_STEPS: frozenset({_A, _M}),
    Capability.VIEW_MESSAGES: frozenset({_A, _M}),
    Capability.MANAGE_TENANT: frozenset({_A}),
}


def roles_may(roles, capability: Capability) -> bool:
    """Whether any of the roles carries the capability; no role, no capability."""
    return any(role in CAPABILITIES[capability] for role in roles)
