"""A company's page, as far as it shows what higher floors know: tabs, facts in the header, what one can do."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.extensions import CompanyTab, Fact, RowAction, show
from config.event_words import EVENT_SUBJECTS, EVENT_WORDS, PRIVATE_EVENTS
from config.record_words import AREAS, FIELD_WORDS, OTHER_WORDS, RECORD_WORDS
from contacts.models import Contact
from core.grids import once_for_row
from devices.models import Device
from onboarding.models import Onboarding
from onboarding.presentation import Progress
from sla.models import Assignment
from tenants.roles import Capability
from tickets.models import Ticket

TABS = [
    CompanyTab(key="overview", label=_("Overview"), url_name="companies:detail"),
    CompanyTab(key="contacts", label=_("Contacts"), url_name="contacts:company_tab"),
    CompanyTab(key="locations", label=_("Locations"), url_name="companies:locations"),
    CompanyTab(key="onboarding", label=_("Onboarding"), url_name="onboarding:company_tab"),
    CompanyTab(key="devices", label=_("Devices"), url_name="devices:company_tab"),
    CompanyTab(key="billing", label=_("Billing"), url_name="billing:settings", needs=Capability.VIEW_BILLING),
    CompanyTab(
        key="contracts", label=_("Contracts"), url_name="contracts:company", needs=Capability.VIEW_BILLING
    ),
    CompanyTab(key="service_level", label=_("Service level"), url_name="sla:company_tab"),
    CompanyTab(key="tickets", label=_("Tickets"), url_name="tickets:company_tab"),
    CompanyTab(key="subsidiaries", label=_("Subsidiaries"), url_name="companies:subsidiaries"),
    CompanyTab(
        key="messages", label=_("Messages"), url_name="notifications:company_tab", needs=Capability.VIEW_MESSAGES
    ),
    CompanyTab(
        key="access", label=pgettext_lazy("who sees a company", "Access"), url_name="companies:access",
        needs=Capability.MANAGE_TEAMS,
    ),
    CompanyTab(key="activity", label=_("Activity"), url_name="companies:activity"),
]  # fmt: skip


def with_open_onboarding(rows, member):
    """The one onboarding that goes on, or is drafted: no other begins beside it."""
    going_on = Onboarding.objects.open().filter(company=OuterRef("pk"))
    return rows.annotate(open_onboarding=Subquery(going_on.values("pk")[:1]))


@once_for_row
def latest_onboarding(company) -> Onboarding | None:
    """With its steps."""
    return Onboarding.objects.filter(company=company).with_steps().order_by("-pk").first()


def id_of_open_onboarding(company) -> int | None:
    """As a list has annotated it; elsewhere it is the latest one, if that is open."""
    if hasattr(company, "open_onboarding"):
        return company.open_onboarding
    latest = latest_onboarding(company)
    return latest.pk if latest is not None and latest.is_open else None


START_ONBOARDING = RowAction(
    label=_("Start onboarding"), url_name="onboarding:start", query="company={id}", prepare=with_open_onboarding,
    id_of=lambda company: company.pk if company.is_active and not id_of_open_onboarding(company) else None,
    needs=Capability.RUN_ONBOARDING, customers_only=True,
)  # fmt: skip
OPEN_ONBOARDING = RowAction(
    label=_("Open onboarding"), url_name="onboarding:detail", prepare=with_open_onboarding,
    id_of=id_of_open_onboarding,
)  # fmt: skip

ACTIONS = [
    RowAction(label=_("New contact"), url_name="contacts:new", needs=Capability.EDIT_CONTACTS),
    RowAction(label=_("New ticket"), url_name="tickets:new_for", needs=Capability.WORK_TICKETS),
    START_ONBOARDING,
    OPEN_ONBOARDING,
    RowAction(
        label=_("Invoice settings"), url_name="billing:settings", needs=Capability.VIEW_BILLING, customers_only=True
    ),
]  # fmt: skip


def primary_contact(company, member) -> Fact:
    """Who hears from us; nobody is a fact too."""
    contact = Contact.objects.primary_of(company)
    if contact is None:
        return Fact(_("Primary contact"), pgettext_lazy("contact", "none"), tone="caution")
    url = reverse("contacts:detail", args=[member.tenant.slug, contact.pk])
    return Fact(_("Primary contact"), contact.full_name, url)


def onboarding(company, member) -> Fact | None:
    """How far the onboarding is."""
    latest = latest_onboarding(company)
    if latest is None:
        return None
    progress = Progress(latest)
    words = f"{progress.words[0].label}, {progress.label}" if latest.is_open else progress.words[0].label
    return Fact(_("Onboarding"), words, reverse("onboarding:detail", args=[member.tenant.slug, latest.pk]))


def service_level(company, member) -> Fact | None:
    """What was promised for everything; nothing is said about customers who have nothing."""
    general = Assignment.objects.for_everything().filter(company=company).select_related("service_level")
    assigned = general.first()
    if assigned is None:
        return None
    url = reverse("sla:company_tab", args=[member.tenant.slug, company.pk])
    return Fact(_("Service level"), assigned.service_level, url)


def devices(company, member) -> Fact:
    """How many there are, and of those that need it how many a service covers today."""
    url = reverse("devices:company_tab", args=[member.tenant.slug, company.pk])
    number, supported, covered = Device.objects.filter(company=company).coverage_counts(timezone.localdate())
    if not supported or not company.is_managed:
        return Fact(_("Devices"), number, url)
    words = _("%(covered)d of %(supported)d covered") % {"covered": covered, "supported": supported}
    return Fact(_("Devices"), words, url, tone="" if covered == supported else "caution")


def open_tickets(company, member) -> Fact:
    url = reverse("tickets:company_tab", args=[member.tenant.slug, company.pk])
    return Fact(_("Open tickets"), Ticket.objects.filter(company=company).open().count(), url)


show(
    tabs=TABS,
    actions=ACTIONS,
    facts=[primary_contact, onboarding, service_level, devices, open_tickets],
    first_step=START_ONBOARDING,
    event_words=EVENT_WORDS,
    event_subjects=EVENT_SUBJECTS,
    private_events=PRIVATE_EVENTS,
    record_words=RECORD_WORDS,
    field_words=FIELD_WORDS | OTHER_WORDS,
    areas=AREAS,
)
