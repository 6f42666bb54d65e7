"""The pages of the journey, each as somebody sees it whose work it is, with what stands in its path."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from companies.models import Company
from contacts.models import Contact, PortalAccess
from contracts.models import Contract
from core.grids.paging import Order
from devices.models import Device
from notifications.models import Message
from onboarding.models import Onboarding
from tenants.models import Member, Tenant
from tickets.models import Ticket

LIST, COMPANY_PAGE = 12, 20
"""Queries at most: of a list or a plain page, and of a page about one company."""


@dataclass(frozen=True)
class Page:
    """One row of the table: the name of the URL, who looks, what stands in the path, and the bar.

    `sent`: what is sent to a page that one only sees after a form. `by_token`: a program asks.
    """

    name: str
    who: str
    path: Callable = lambda o: []
    bar: int = LIST
    query: dict | Callable = field(default_factory=dict)
    note: str = ""
    sent: Callable | None = None
    by_token: bool = False

    @property
    def label(self) -> str:
        return f"{self.name} {self.note}".strip()


def of_company(o):
    return [o.live.pk]


def of_busy(o):
    """A company to which much has happened (`--events`)."""
    return [o.busy.pk]


def last_year(**query) -> dict:
    day = timezone.localdate()
    return {"since": (day - timedelta(days=365)).isoformat(), "until": day.isoformat(), **query}


def answers(o) -> dict:
    """What the start of an onboarding asks, for a customer that has none yet."""
    day = timezone.localdate() + timedelta(days=30)
    return {
        "which": "existing", "company": o.prospect.pk, "service_model": ["managed"], "go_live_on": day.isoformat(),
        "wants_portal": "on",
    }  # fmt: skip


def step(key: str, who: str) -> Page:
    return Page("onboarding:step", who, lambda o: [o.onboarding.pk, key], COMPANY_PAGE, note=key)


STEPS = (
    ("sales_handover", "jana"), ("company_profile", "jana"), ("account_team", "jana"), ("primary_contact", "jana"),
    ("hierarchy", "jana"), ("customer_portal", "jana"), ("invoice_settings", "petra"), ("service_contract", "petra"),
    ("service_level", "jana"), ("devices", "tom"), ("go_live", "jana"),
)  # fmt: skip


def after_the_middle(o) -> dict:
    return {"after": Order(Company, ("sort_name",), descending=False).token(0, o.middle)}


def searched(o) -> dict:
    """What one types until some hundred customers are left; each letter of a copy's mark leaves a sixteenth."""
    return {"q": o.typed}


def of_one_company(o) -> dict:
    return {"company": o.live.pk}


def found(o) -> dict:
    return {"find": o.typed}


LIST_QUESTIONS = (
    ("?last", {"last": "1"}),
    ("?after a row in the middle", after_the_middle),
    ("?q= of two words", {"q": "mus gm"}),
    ("?sort=-name", {"sort": "-name"}),
    ("?sort=number", {"sort": "number"}),
    ("?sort=city", {"sort": "city"}),
    ("?sort=-entered", {"sort": "-entered"}),
    ("?manager=me", {"manager": "me"}),
    ("?service_model", {"service_model": "managed"}),
    ("?type=lead&type=prospect", {"type": ["lead", "prospect"]}),
    ("?number begins", {"number": "K-1"}),
    ("?entered this year", {"entered-from": f"{timezone.localdate().year}-01-01"}),
    ("?confidential", {"confidential": "yes"}),
)
"""What one asks of a long list: the end, the middle, every sort, every kind of filter."""

PAGES = (
    Page("onboarding:my_work", "jana"),
    Page("onboarding:my_work", "jana", query={"show": "team"}, note="?show=team"),
    Page("onboarding:my_work", "emre", query={"show": "team"}, note="?show=team (7 of 10)"),
    Page("onboarding:my_work", "jana", query={"show": "waiting"}, note="?show=waiting"),
    Page("onboarding:list", "jana"),
    Page("onboarding:start", "jana"),
    Page("onboarding:plan", "jana", sent=answers),
    Page("onboarding:detail", "jana", lambda o: [o.draft.pk], COMPANY_PAGE, note="(draft)"),
    Page("onboarding:change", "jana", lambda o: [o.draft.pk], COMPANY_PAGE, note="(draft)"),
    Page("onboarding:discard", "jana", lambda o: [o.draft.pk], COMPANY_PAGE),
    Page("onboarding:company_tab", "jana", of_company, COMPANY_PAGE),
    *(step(key, who) for key, who in STEPS),
    Page("companies:list", "rita"),
    Page("companies:list", "tom", note="(My customers)"),
    Page("companies:list", "rita", query=searched, note="?q="),
    *(Page("companies:list", "rita", query=query, note=note) for note, query in LIST_QUESTIONS),
    Page("companies:list", "emre", note="(sees 7 of 10)"),
    *(Page("companies:list", "emre", query=query, note=f"(7 of 10) {note}") for note, query in LIST_QUESTIONS[:4]),
    Page("companies:new", "jana"),
    Page("companies:import", "jana"),
    Page("companies:import_locations", "jana"),
    Page("companies:setup", "rita"),
    Page("companies:own", "rita"),
    Page("companies:detail", "jana", of_company, COMPANY_PAGE),
    Page("companies:locations", "jana", of_company, COMPANY_PAGE),
    Page("companies:new_location", "jana", of_company, COMPANY_PAGE),
    Page("companies:import_locations_of", "jana", of_company),
    Page("companies:activity", "jana", of_company, COMPANY_PAGE),
    Page("companies:access", "jana", of_company, COMPANY_PAGE),
    Page("companies:activity", "jana", of_company, COMPANY_PAGE, query={"area": "billing"}, note="?area="),
    Page("companies:tenant_activity", "rita"),
    Page("companies:tenant_activity", "rita", query={"door": "api"}, note="?door="),
    Page("companies:tenant_activity", "rita", query=last_year(), note="of a year"),
    Page("companies:tenant_activity", "rita", query=last_year(area="contracts"), note="?area= of a year"),
    Page(
        "companies:tenant_activity",
        "rita",
        query=lambda o: last_year(actor=f"member-{o.person.pk}"),
        note="?actor= of a year",
    ),
    Page("companies:tenant_activity", "rita", query={"field": "vat_id"}, note="?field="),
    Page("companies:activity", "jana", of_busy, COMPANY_PAGE, note="(busy)"),
    Page("companies:activity", "jana", of_busy, COMPANY_PAGE, query={"door": "api"}, note="(busy) ?door="),
    Page("companies:activity", "jana", of_busy, COMPANY_PAGE, query={"area": "contracts"}, note="(busy) ?area="),
    Page("contacts:activity", "jana", lambda o: [o.contact.pk], COMPANY_PAGE),
    Page("companies:edit", "jana", of_company, COMPANY_PAGE),
    Page("companies:merge", "rita", of_company, COMPANY_PAGE),
    Page("companies:merge", "rita", of_company, COMPANY_PAGE, query=found, note="?find="),
    Page("companies:team", "rita", of_company, COMPANY_PAGE),
    Page("companies:hierarchy", "jana", of_company, COMPANY_PAGE),
    Page("companies:move", "jana", of_company, COMPANY_PAGE),
    Page("companies:move", "jana", of_company, COMPANY_PAGE, query=found, note="?find="),
    Page("companies:subsidiaries", "jana", of_company, COMPANY_PAGE),
    Page("companies:family_report", "jana", of_company, COMPANY_PAGE),
    Page("companies:new_subsidiary", "jana", of_company, COMPANY_PAGE),
    Page("companies:adopt", "jana", of_company, COMPANY_PAGE),
    Page("companies:adopt", "jana", of_company, COMPANY_PAGE, query=found, note="?find="),
    Page("contacts:import", "jana"),
    Page("contacts:list", "rita"),
    Page("contacts:list", "rita", query=searched, note="?q="),
    Page("contacts:list", "emre", note="(sees 7 of 10)"),
    Page("contacts:list", "rita", query=of_one_company, note="?company="),
    Page("contacts:choose_company", "jana"),
    Page("contacts:company_tab", "jana", of_company, COMPANY_PAGE),
    Page("contacts:detail", "jana", lambda o: [o.contact.pk], COMPANY_PAGE),
    Page("contacts:edit", "jana", lambda o: [o.contact.pk], COMPANY_PAGE),
    Page("contacts:copy", "jana", lambda o: [o.contact.pk], COMPANY_PAGE),
    Page("contacts:copy", "jana", lambda o: [o.contact.pk], COMPANY_PAGE, query=found, note="?find="),
    Page("contacts:merge", "jana", lambda o: [o.contact.pk], COMPANY_PAGE),
    Page("billing:review_queue", "petra"),
    Page("billing:settings", "petra", of_company, COMPANY_PAGE),
    Page("contracts:list", "petra"),
    Page("contracts:list", "rita", query=searched, note="?q="),
    Page("contracts:company", "petra", of_company, COMPANY_PAGE),
    Page("contracts:detail", "petra", lambda o: [o.contract.pk], COMPANY_PAGE),
    Page("devices:list", "tom"),
    Page("devices:list", "rita", query=searched, note="?q="),
    Page("devices:list", "emre", note="(sees 7 of 10)"),
    Page("devices:company_tab", "tom", of_company, COMPANY_PAGE),
    Page("devices:detail", "tom", lambda o: [o.device.pk], COMPANY_PAGE),
    Page("devices:coverage", "tom", of_company, COMPANY_PAGE),
    Page("devices:import", "tom", of_company, COMPANY_PAGE),
    Page("tickets:list", "tom"),
    Page("tickets:list", "rita", query=searched, note="?q="),
    Page("tickets:list", "emre", note="(sees 7 of 10)"),
    Page("tickets:company_tab", "tom", of_company, COMPANY_PAGE),
    Page("tickets:detail", "tom", lambda o: [o.ticket.pk], COMPANY_PAGE),
    Page("tickets:new", "tom"),
    Page("tickets:new", "emre", query=searched, note="(7 of 10) ?q="),
    Page("tickets:new_for", "tom", of_company, COMPANY_PAGE),
    Page("notifications:list", "jana"),
    Page("notifications:list", "rita", query=searched, note="?q="),
    Page("notifications:detail", "jana", lambda o: [o.message.pk]),
    Page("notifications:company_tab", "jana", of_company, COMPANY_PAGE),
    Page("tenants:settings", "rita"),
    Page("tenants:list_columns", "rita", lambda o: ["companies"]),
    Page("tenants:list_view_new", "rita", lambda o: ["companies"]),
    Page("tenants:people", "rita"),
    Page("staff:transfer", "rita", lambda o: [o.person.pk]),
    Page("tenants:roles", "rita"),
    Page("tenants:profile", "jana"),
    Page("api:companies-list", "rita", by_token=True),
    Page("api:companies-list", "tom", by_token=True, note="(My customers)"),
    Page("api:companies-list", "emre", by_token=True, note="(sees 7 of 10)"),
    Page("api:companies-list", "rita", query=searched, by_token=True, note="?q="),
    Page("api:companies-detail", "jana", of_company, by_token=True),
    Page("api:contacts-list", "rita", by_token=True),
    Page("api:locations-list", "rita", by_token=True),
    Page("api:companies-activity", "jana", of_company, by_token=True),
    Page("api:contacts-activity", "jana", lambda o: [o.contact.pk], by_token=True),
    Page("api:companies-merging-merge", "jana", of_company, query=lambda o: {"into": o.busy.pk}, by_token=True),
    Page("api:companies-merging-list", "jana", of_company, by_token=True),
    Page("api:contacts-portal", "jana", lambda o: [o.contact.pk], by_token=True),
    Page("api:activity", "rita", query={"door": "api", "limit": "200"}, by_token=True, note="?door="),
    Page("portal:home", "contact", of_company, COMPANY_PAGE),
    Page("portal:ticket_list", "contact", of_company),
    Page("portal:ticket", "contact", lambda o: [o.live.pk, o.ticket.number], COMPANY_PAGE),
    Page("portal:ticket_new", "contact", of_company, COMPANY_PAGE),
)


def one_of_each(tenant: Tenant) -> SimpleNamespace:
    """The records in the paths: of a customer in service, and of one about to go live. Needs the tenant set."""
    ready = Onboarding.objects.filter(company__name__endswith="Muster 9 GmbH").earliest("pk")
    prospect = Company.objects.filter(type="prospect").earliest("pk")
    ticket = Ticket.objects.filter(company__is_active=True).earliest("pk")
    live = Company.objects.get(pk=ticket.company_id)
    access = PortalAccess.objects.filter(contact__company=live, invitation__accepted_at__isnull=False).first()
    people = {member.user.email.split("@")[0]: member.user for member in Member.objects.select_related("user")}
    access = access or PortalAccess.objects.select_related("user").get(contact_id=ticket.contact_id)
    by_name, number = Company.objects.order_by("sort_name", "pk"), Company.objects.count()
    return SimpleNamespace(
        middle=by_name[number // 2], typed="ab" if number > 20_000 else "a",
        tenant=tenant, live=live, busy=ready.company, prospect=prospect, ticket=ticket, onboarding=ready,
        contact=Contact.objects.filter(company=live).earliest("pk"),
        contract=Contract.objects.filter(company=live).earliest("pk"),
        device=Device.objects.filter(company=live).earliest("pk"),
        draft=Onboarding.objects.drafts().earliest("pk"),
        person=Member.objects.get(user=people["sina"]),
        message=Message.objects.filter(kind="workflow").earliest("pk"),
        people={**people, "contact": access.user},
    )  # fmt: skip
