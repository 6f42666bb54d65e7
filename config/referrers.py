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
    "billing.invoicerecipient": _("Recipients of invoices"),
}
"""By the label of the model."""
HOLDING = ("billing.invoicerecipient",)
"""Would go along with the contact, and an invoice would reach nobody."""

name_referrers(NAMES, holding=HOLDING)
