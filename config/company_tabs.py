"""A company's page, as far as it shows what higher floors know: tabs, facts in the header, what one can do."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from companies.extensions import CompanyTab, Fact, RowAction, show
from config.event_words import EVENT_WORDS, PRIVATE_EVENTS
from contacts.models import Contact
from onboarding.models import Onboarding
from tenants.roles import Capability

TABS = [
    CompanyTab(key="overview", label=_("Overview"), url_name="companies:detail"),
    CompanyTab(key="contacts", label=_("Contacts"), url_name="contacts:company_tab"),
    CompanyTab(key="onboarding", label=_("Onboarding"), url_name="onboarding:company_tab"),
    CompanyTab(key="devices", label=_("Devices"), url_name="devices:company_tab"),
    CompanyTab(key="billing", label=_("Billing"), url_name="billing:settings", needs=Capability.VIEW_BILLING),
    CompanyTab(
        key="contracts", label=_("Contracts"), url_name="contracts:company", needs=Capability.VIEW_BILLING
    ),
    CompanyTab(key="service_level", label=_("Service level"), url_name="sla:company_tab"),
    CompanyTab(key="tickets", label=_("Tickets"), url_name="tickets:company_tab"),
    CompanyTab(
        key="messages", label=_("Messages"), url_name="notifications:company_tab", needs=Capability.VIEW_MESSAGES
    ),
    CompanyTab(key="activity", label=_("Activity"), url_name="companies:activity"),
]  # fmt: skip

START_ONBOARDING = RowAction(
    label=_("Start onboarding"), url_name="onboarding:start", takes_company=False, query="company={company}",
    needs=Capability.RUN_ONBOARDING,
)  # fmt: skip

ACTIONS = [
    RowAction(label=_("New contact"), url_name="contacts:new", needs=Capability.EDIT_CONTACTS),
    RowAction(label=_("New ticket"), url_name="tickets:new_for", needs=Capability.WORK_TICKETS),
    START_ONBOARDING,
    RowAction(label=_("Invoice settings"), url_name="billing:settings", needs=Capability.VIEW_BILLING),
]


def primary_contact(company, member) -> Fact:
    """Who hears from us; nobody is a fact too."""
    contact = Contact.objects.primary_of(company)
    if contact is None:
        return Fact(_("Primary contact"), _("none"), tone="caution")
    url = reverse("contacts:detail", args=[member.tenant.slug, contact.pk])
    return Fact(_("Primary contact"), contact.full_name, url)


def onboarding(company, member) -> Fact | None:
    """How far the onboarding is."""
    latest = Onboarding.objects.filter(company=company).order_by("-pk").first()
    if latest is None:
        return None
    try:
        url = reverse("onboarding:detail", args=[member.tenant.slug, latest.pk])
    except NoReverseMatch:
        url = ""
    return Fact(_("Onboarding"), latest.get_state_display(), url)


show(
    tabs=TABS,
    actions=ACTIONS,
    facts=[primary_contact, onboarding],
    first_step=START_ONBOARDING,
    event_words=EVENT_WORDS,
    private_events=PRIVATE_EVENTS,
)
