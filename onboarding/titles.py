"""What the built-in steps are called; here because steps, their kinds and messages all say it."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "sales_handover": _("Sales hand-over"),
    "company_profile": _("Company profile"),
    "account_team": _("Account team"),
    "primary_contact": _("Primary contact"),
    "hierarchy": _("Parent and subsidiaries"),
    "invoice_settings": _("Invoice settings"),
    "service_contract": _("Service contract"),
    "billing_contract": _("Billing contract"),
    "service_level": _("Service level"),
    "devices": _("Devices"),
    "ticket_service_level": _("Ticket service level"),
    "customer_portal": _("Customer portal"),
    "taskfire": "Taskfire",
    "go_live": _("Go-live"),
    "manual": _("Manual step"),
}
