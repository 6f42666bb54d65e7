"""How tests of onboardings look at a step: its state, and where its page is."""

from django.urls import reverse

KEYS = (
    "sales_handover", "company_profile", "account_team", "primary_contact", "hierarchy", "invoice_settings",
    "service_contract", "billing_contract", "service_level", "devices", "ticket_service_level", "customer_portal",
    "taskfire", "go_live",
)  # fmt: skip
"""All steps of the built-in playbooks."""


def state(onboarding, key: str):
    return onboarding.steps.get(key=key).state


def page(onboarding, key: str) -> str:
    return reverse("onboarding:step", args=["rheintal", onboarding.pk, key])
