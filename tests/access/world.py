"""What the matrix walks through: four customers, each with one of everything, and who sees which."""

from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from billing.models import InvoiceTemplate, TaxRegion
from companies.merging import merge_companies
from companies.models import Classification, Company
from companies.operations import add_location
from config.seeding import seed
from contacts.merging import merge_contacts
from contracts.models import ContractType, Service
from contracts.operations import create_contract, switch_contract_type
from core.rowsecurity import acting_for
from devices.models import DeviceKind
from devices.operations import add_device
from imports import runs
from notifications.models import Message
from onboarding.models import SalesHandover
from onboarding.operations import start_onboarding
from sla.models import ServiceLevel
from sla.operations import create_own_service_level
from tenants.models import ApiToken, Member, SavedView
from tests.cast import new_company, new_contact
from tickets.models import Source
from tickets.operations import open_ticket

MEMBERS = ("admin", "manager", "billing", "technician", "technician without customers")
PEOPLE = ("anonymous", *MEMBERS, "contact", "admin of another tenant", "operator")


@dataclass(frozen=True)
class Group:
    """A customer of a kind, and which of the members see it."""

    name: str
    seen_by: frozenset[str]


OWN = Group("the own customer", frozenset({"admin", "manager", "billing", "technician"}))
OTHER = Group("a customer of others", frozenset({"admin", "manager", "billing"}))
CONFIDENTIAL = Group("a confidential customer", frozenset({"admin", "manager"}))
FOREIGN = Group("a customer of another tenant", frozenset())
GROUPS = (OWN, OTHER, CONFIDENTIAL, FOREIGN)


def alias_of(company: Company) -> Company:
    """The same company, entered a second time."""
    return new_company(company.manager, f"{company.name} II", is_confidential=company.is_confidential)


def everything_of(company: Company, by: Member, someone: Member) -> SimpleNamespace:
    """One of everything that hangs on a customer, and of the tenant's own records."""
    today = timezone.localdate()
    with acting_for(company.tenant_id):
        location = add_location(company=company, by=by, name="Lager")
        contact = new_contact(company, "Otto", "Zweit")
        company_merge = merge_companies(absorbed=alias_of(company), survivor=company, by=by)
        contact_merge = merge_contacts(absorbed=new_contact(company, "Otto", "Doppelt"), survivor=contact, by=by)
        device = add_device(company=company, by=by, name="SRV-01", kind=DeviceKind.SERVER)
        contract = create_contract(company=company, type=ContractType.RECURRING, name="Managed", starts_on=today, by=by)
        switch_contract_type(tenant=by.tenant, type=ContractType.BLOCK_HOURS, is_on=True, by=by)
        hours = create_contract(company=company, type=ContractType.BLOCK_HOURS, name="Hours", starts_on=today, by=by)
        service = Service.objects.order_by("pk").first()
        line = contract.add_service(service=service, units=2, effective_on=today, by=by)
        ticket = open_ticket(company=company, contact=contact, title="Printer", by=by, source=Source.PHONE)
        onboarding = start_onboarding(company=company, service_model="managed", go_live_on=today, by=by)
        handover = SalesHandover.objects.for_company(company)
        handover.agreement.save("agreement.pdf", ContentFile(b"%PDF-"))
        shared = ServiceLevel.objects.filter(company=None).order_by("pk").first()
        level = create_own_service_level(company=company, copy_of=shared, name="Own", by=by)
        table = b"Hostname;Type;Serial\nPC-01;Workstation;S-1\n"
        run = runs.check(
            kind="devices", file=BytesIO(table), file_name="devices.csv", size=len(table), company_id=company.pk, by=by
        )
        view = SavedView.keep(owner=by, grid="companies", name=f"View {company.pk}", state="", is_shared=True)
        return SimpleNamespace(
            view=view, company=company, contact=contact, device=device, contract=contract, hours=hours, line=line,
            ticket=ticket, onboarding=onboarding, level=level, run=run, service=service, person=someone,
            message=Message.objects.filter(company=company).first(), region=TaxRegion.objects.first(),
            template=InvoiceTemplate.objects.first(), classification=Classification.objects.first(),
            location=location, company_merge=company_merge, contact_merge=contact_merge,
            token=ApiToken.mint(member=someone, name=company.name, by=someone)[0],
        )  # fmt: skip


def build(customers: dict[Group, Company], admins: dict[int, Member], someones: dict[int, Member]) -> dict:
    """Each group with one of everything. `admins` and `someones` are given by tenant."""
    for admin in admins.values():
        seed(tenant=admin.tenant)
    return {
        group: everything_of(company, admins[company.tenant_id], someones[company.tenant_id])
        for group, company in customers.items()
    }
