"""The events of a company in words, for its activity page, and what some roles may not read there."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from events.models import Event
from onboarding.titles import TITLES
from tenants.roles import Capability

PRIVATE_EVENTS = {"billing.": Capability.VIEW_BILLING, "contracts.": Capability.VIEW_BILLING}
"""Beginnings of keys with the capability that it takes to see them: prices stand in their changes."""

EVENT_WORDS = {
    "companies.company_created": _("Company entered"),
    "companies.company_changed": _("Company edited"),
    "companies.company_merged": _("Another company merged into this one"),
    "companies.company_absorbed": _("Merged into another company"),
    "companies.merge_undone": _("Merge taken back"),
    "companies.absorption_undone": _("Merge into another company taken back"),
    "companies.type_changed": _("Type changed"),
    "companies.company_removed": _("Company removed: its import was undone"),
    "companies.company_deactivated": _("Company deactivated"),
    "companies.company_activated": _("Company activated"),
    "companies.manager_changed": _("Account manager changed"),
    "companies.team_changed": _("Account team changed"),
    "companies.team_term_changed": _("Place on the account team changed"),
    "companies.hierarchy_changed": _("Place in the family changed"),
    "companies.portal_enabled": _("Customer portal switched on"),
    "companies.portal_disabled": _("Customer portal switched off"),
    "companies.taskfire_enabled": _("Taskfire switched on"),
    "companies.taskfire_disabled": _("Taskfire switched off"),
    "companies.location_created": _("Location entered"),
    "companies.location_changed": _("Location edited"),
    "companies.location_removed": _("Location removed: its import was undone"),
    "companies.location_deactivated": _("Location no longer used"),
    "companies.location_activated": _("Location used again"),
    "companies.primary_location_changed": _("Primary location changed"),
    "companies.member_territories_changed": _("Territories of a member changed"),
    "tenants.member_invited": _("Member invited"),
    "tenants.member_renamed": _("Member renamed"),
    "tenants.member_roles_changed": _("Roles of a member changed"),
    "tenants.member_deactivation_requested": _("Deactivating a member begun"),
    "tenants.member_deactivated": _("Member deactivated"),
    "tenants.member_activated": _("Member activated again"),
    "tenants.invitation_opened": _("Invitation sent"),
    "tenants.invitation_accepted": _("Invitation accepted"),
    "tenants.invitation_revoked": _("Invitation revoked"),
    "tenants.api_token_created": _("API token created"),
    "tenants.api_token_revoked": _("API token revoked"),
    "tenants.scopes_changed": _("What a role sees changed"),
    "tenants.settings_changed": _("Settings of your company changed"),
    "tenants.view_shared": _("View shared"),
    "tenants.view_withdrawn": _("View no longer shared"),
    "companies.grouping_created": _("Lists for customers: entry added"),
    "companies.grouping_changed": _("Lists for customers: entry edited"),
    "companies.grouping_deactivated": _("Lists for customers: entry no longer offered"),
    "companies.grouping_activated": _("Lists for customers: entry offered again"),
    "companies.grouping_deleted": _("Lists for customers: entry deleted"),
    "contacts.contact_created": _("Contact entered"),
    "contacts.contact_changed": _("Contact edited"),
    "contacts.contact_removed": _("Contact removed: its import was undone"),
    "contacts.contact_deactivated": _("Contact deactivated"),
    "contacts.contact_copied": _("Contact copied to another company, and deactivated here"),
    "contacts.contact_merged": _("Two contacts merged"),
    "contacts.merge_undone": _("Merge of two contacts taken back"),
    "contacts.contact_bounced": _("Mail to the contact came back"),
    "contacts.primary_designated": _("Primary contact designated"),
    "contacts.primary_withdrawn": _("No primary contact any more"),
    "contacts.portal_enabled": _("Portal access enabled"),
    "contacts.portal_disabled": _("Portal access ended"),
    "contacts.portal_right_changed": _("Access right changed"),
    "sla.service_level_assigned": _("Service level chosen"),
    "sla.service_level_withdrawn": _("Service level taken away"),
    "sla.service_level_created": _("Service level of its own entered"),
    "sla.service_level_changed": _("Service level changed"),
    "billing.settings_changed": _("Invoice settings edited"),
    "billing.settings_signed": _("Review of the invoice settings signed"),
    "billing.payer_decided": _("Decided who pays"),
    "contracts.contract_created": _("Contract entered"),
    "contracts.contract_changed": _("Contract edited"),
    "contracts.contract_ended": _("Contract ended"),
    "contracts.service_added": _("Service added to the contract"),
    "contracts.units_adjusted": _("Units adjusted"),
    "contracts.purchase_recorded": _("Purchase recorded"),
    "contracts.default_changed": _("Default contract changed"),
    "contracts.service_level_attached": _("Service level attached to the contract"),
    "contracts.standard_rates_decided": _("Decided: standard rates only"),
    "contracts.standard_rates_withdrawn": _("Decision withdrawn: standard rates only"),
    "devices.device_created": _("Device added"),
    "devices.device_changed": _("Device edited"),
    "devices.devices_imported": _("Devices imported"),
    "devices.import_undone": _("Import of devices undone"),
    "devices.device_covered": _("Device covered"),
    "devices.device_reviewed": _("Device reviewed"),
    "devices.device_deactivated": _("Device deactivated"),
    "devices.device_activated": _("Device activated"),
    "tickets.ticket_opened": _("Ticket opened"),
    "tickets.ticket_answered": _("Ticket answered"),
    "tickets.ticket_assigned": _("Ticket assigned"),
    "tickets.ticket_reclassified": _("Ticket classified again"),
    "tickets.ticket_completed": _("Ticket completed"),
    "tickets.status_changed": _("Status of the ticket changed"),
    "notifications.message_requeued": _("Message sent again"),
    "onboarding.draft_saved": _("Onboarding drafted"),
    "onboarding.draft_changed": _("Draft of the onboarding changed"),
    "onboarding.draft_discarded": _("Draft of the onboarding discarded"),
    "onboarding.onboarding_started": _("Onboarding started"),
    "onboarding.onboarding_completed": _("Onboarding completed"),
    "onboarding.onboarding_cancelled": _("Onboarding cancelled"),
    "onboarding.onboarding_held": _("Onboarding put on hold"),
    "onboarding.onboarding_resumed": _("Onboarding resumed"),
    "onboarding.plan_changed": _("Plan of the onboarding changed"),
    "onboarding.handover_changed": _("Sales hand-over edited"),
    "onboarding.step_opened": _("Step opened"),
    "onboarding.step_completed": _("Step done"),
    "onboarding.step_reopened": _("Step opened again"),
    "onboarding.step_waiting": _("Step waits"),
    "onboarding.step_wait_ended": _("Step waits no longer"),
    "onboarding.step_skipped": _("Step skipped"),
    "onboarding.step_taken_up": _("Skipped step taken up again"),
    "onboarding.step_dropped": _("Step no longer applies"),
    "onboarding.step_released": _("Step given back: its owner no longer sees the customer"),
    "onboarding.step_assigned": _("Step assigned"),
    "onboarding.step_signed": _("Step signed"),
    "onboarding.signature_withdrawn": _("Signature under the step taken back"),
}


def step_title(event: Event) -> str:
    """The step's title for the reader. It was written down as its doer read it; a title of its own stays."""
    title, known = TITLES.get(str(event.data.get("kind", ""))), set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            known.add(str(title))
    return str(title) if title and event.subject_label in known else event.subject_label


EVENT_SUBJECTS = {"onboarding.step": step_title}
"""What an event was about, by its type, where the stored label is in somebody else's language."""
