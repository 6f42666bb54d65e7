"""How the records of all floors are called when they keep another from being removed (undoing an import)."""

from django.utils.translation import gettext_lazy as _

from imports.undoing import name_referrers

NAMES = {
    "companies.company": _("Companies"),
    "contacts.contact": _("Contacts"),
    "contracts.contract": _("Contracts"),
    "devices.device": _("Devices"),
    "devices.coverage": _("Coverage"),
    "tickets.ticket": _("Tickets"),
    "onboarding.onboarding": _("Onboarding"),
    "notifications.message": _("Messages"),
}
"""By the label of the model."""

name_referrers(NAMES)
