"""Takes a customer of the demo as far as its stage, by the same verbs as people do."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from billing.models import AddressMode, InvoiceSettings, InvoiceTemplate, TaxRegion, TaxTreatment
from companies.models import (
    Classification,
    Company,
    Competitor,
    Grouping,
    Location,
    MarketSegment,
    ServiceModel,
    Territory,
)
from companies.operations import add_location, create_company, decide_team
from config.demo.agreement import agreement_pdf
from config.demo.customers import FIRST_NAMES, LAST_NAMES, NOT_BEGUN, TITLES, Customer, Stage
from config.demo.details import COMPANIES, person
from config.demo.exports import LAYOUTS, Machine, export, machines
from config.demo.numbers import leitweg_id, with_check_digits
from config.demo.people import hashed_password
from contacts.models import Contact, PortalRight
from contacts.operations import create_contact
from contracts.catalogue import Counts, Service
from contracts.models import ContractType
from contracts.operations import create_contract, decide_standard_rates
from devices.models import Device, DeviceKind
from devices.operations import cover_devices
from imports import runs
from onboarding.models import Onboarding, SalesHandover, Step
from onboarding.operations import complete_onboarding, save_draft, sign_step, start_onboarding
from sla.models import IssueType, ServiceLevel
from sla.operations import assign_service_level
from tenants.models import Member, Tenant

MODELS = {"m": ServiceModel.MANAGED, "b": ServiceModel.BREAK_FIX, "x": ServiceModel.BOTH}
GROUPINGS: dict[str, type[Grouping]] = {
    "classification": Classification, "territory": Territory, "segment": MarketSegment, "competitor": Competitor,
}  # fmt: skip
SERVICE_OF = {
    DeviceKind.SERVER: ("Managed server", "Backup"),
    DeviceKind.NETWORK: ("Managed network device",),
}
USUAL_SERVICES = ("Managed workstation", "Endpoint protection")
BEYOND_BILLING = (Stage.CONTRACT, Stage.DEVICES, Stage.READY, Stage.REOPENED, Stage.LIVE)
BEYOND_CONTRACT = (Stage.DEVICES, Stage.READY, Stage.REOPENED, Stage.LIVE)
COMPLETE = (Stage.READY, Stage.REOPENED, Stage.LIVE)


@dataclass
class Cast:
    """Who acts in the demo of one tenant: members by the first part of their address, companies by name."""

    tenant: Tenant
    members: dict[str, Member]
    billing: Member
    admin: Member
    companies: dict[str, Company] = field(default_factory=dict)


@dataclass
class Journey:
    """One customer on its way."""

    cast: Cast
    customer: Customer
    number: int
    company: Company = field(init=False)
    places: list[Location] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    onboarding: Onboarding | None = None

    @property
    def manager(self) -> Member:
        return self.cast.members[self.customer.manager]

    @property
    def is_managed(self) -> bool:
        return self.customer.model in "mx"

    @property
    def is_break_fix(self) -> bool:
        return self.customer.model in "bx"

    def travel(self) -> None:
        """From the company's first record to where it stands."""
        stage = self.customer.stage
        self.enter()
        if stage == Stage.PROSPECT:
            return
        if stage == Stage.DRAFT:
            self.prepare()
            return
        self.start()
        if stage in (Stage.STARTED, Stage.NO_PRIMARY):
            return
        self.hand_over()
        self.choose_team()
        if stage == Stage.EARLY:
            return
        self.find_place()
        if stage == Stage.ON_HOLD:
            self.onboarding.hold(reason="Der Kunde baut um, weiter im neuen Jahr.", by=self.manager)
        elif stage == Stage.CANCELLED:
            self.onboarding.cancel(reason="Der Kunde hat sich anders entschieden.", by=self.manager)
        elif stage == Stage.WAITING:
            self.wait()
        else:
            self.serve()

    def enter(self) -> None:
        """Company, locations and contacts."""
        customer = self.customer
        fields: dict[str, Any] = dict(COMPANIES.get(customer.name, {}))
        if customer.language:
            fields["language"] = customer.language
        for name, model in GROUPINGS.items():
            fields[name] = model.objects.filter(name=getattr(customer, name)).first()
        self.company = create_company(
            tenant=self.cast.tenant, by=self.manager, manager=self.manager, name=customer.name,
            type="prospect" if customer.stage in NOT_BEGUN else "customer", number=f"K-{1000 + self.number}",
            street=customer.street, postal_code=customer.postal_code, city=customer.city, country=customer.country,
            phone=customer.phone, website=f"https://www.{customer.domain}.example",
            currency="EUR", is_public_body=bool(customer.leitweg), is_confidential=customer.confidential, **fields,
        )  # fmt: skip
        self.cast.companies[customer.name] = self.company
        self.add_places()
        if customer.first[2]:
            self.add_contact(*customer.first, title=TITLES[0])
        for position in range(customer.people):
            seed = self.number * 7 + position * 5
            salutation, first_name = FIRST_NAMES[seed % len(FIRST_NAMES)]
            last_name = LAST_NAMES[(seed * 3 + position) % len(LAST_NAMES)]
            self.add_contact(salutation, first_name, last_name, title=TITLES[1 + position % (len(TITLES) - 1)])

    def add_places(self) -> None:
        self.places = [
            add_location(
                company=self.company, by=self.manager, name=place.name, street=place.street,
                postal_code=place.postal_code, city=place.city, round_trip_km=place.km, phone=place.phone,
                description=place.description, address_addition=place.addition,
                alternate_phone_1=place.alternate_phone,
            )
            for place in self.customer.places
        ]  # fmt: skip

    def add_contact(self, salutation: str, first_name: str, last_name: str, *, title: str) -> None:
        local = f"{first_name}.{last_name}".lower().replace(" ", "-")
        for umlaut, plain in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ç": "c"}.items():
            local = local.replace(umlaut, plain)
        self.contacts.append(
            create_contact(
                company=self.company,
                by=self.manager,
                salutation=salutation,
                first_name=first_name,
                last_name=last_name,
                location=self.place_of(len(self.contacts)),
                email=f"{local}@{self.customer.domain}.example",
                **person(self.customer, name=f"{first_name} {last_name}", title=title, place=len(self.contacts)),
            )  # fmt: skip
        )

    def place_of(self, position: int) -> Location | None:
        """The first works at the primary location, the others here and there."""
        return self.places[(position - 1) % len(self.places)] if self.places and position else None

    def prepare(self) -> None:
        """The account manager has answered the questions; the signature is still to come."""
        self.onboarding = save_draft(
            company=self.company, service_model=MODELS[self.customer.model], by=self.manager,
            go_live_on=next_weekday(timezone.localdate() + timedelta(days=30)),
        )  # fmt: skip

    def start(self) -> None:
        """The onboarding begins; the primary contact is named unless there is none yet."""
        if self.customer.first[2]:
            self.contacts[0].designate_primary(by=self.manager)
        days = {Stage.LIVE: 60, Stage.STARTED: 1, Stage.EARLY: 3}.get(self.customer.stage, 6 + self.number % 9)
        begun = timezone.now() - timedelta(days=days)
        self.onboarding = start_onboarding(
            company=self.company, service_model=MODELS[self.customer.model], by=self.manager, at=begun,
            go_live_on=next_weekday(begun.date() + timedelta(days=24)), wants_portal=True,
            wants_taskfire=self.customer.taskfire, is_subsidiary=bool(self.customer.parent),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Sales' promises, signed by the account manager."""
        handover = SalesHandover.objects.for_company(self.company)
        handover.update_details(
            values={
                "scope": "Betreuung der Arbeitsplätze, Server und Netzwerke; Helpdesk werktags 8 bis 17 Uhr.",
                "exclusions": "Telefonanlage, Fachanwendungen, Verkabelung.",
                "promises": "Erste Reaktion innerhalb einer Stunde; fester Ansprechpartner.",
            },
            seen=handover.version, by=self.manager,
            agreement=ContentFile(agreement_pdf(self.customer.name), name="Vertrag.pdf"),
        )  # fmt: skip
        sign_step(step=self.step("sales_handover"), by=self.manager)

    def choose_team(self) -> None:
        team = [self.cast.members[name] for name in self.customer.team]
        decide_team(company=self.company, members=team, manager_alone=not team, by=self.manager)

    def find_place(self) -> None:
        """Where it stands in a family."""
        if self.customer.parent:
            parent = self.cast.companies[self.customer.parent]
            self.company.refresh_from_db()
            self.company.place_under(parent=parent, link=self.customer.link, by=self.manager)
        elif self.has_subsidiaries():
            return
        else:
            self.company.decide_independent(by=self.manager)

    def has_subsidiaries(self) -> bool:
        return self.customer.name in ("Weinhold Holding SE", "Café Franke Franchise GmbH", "Alpenblick Hotels AG")

    def wait(self) -> None:
        self.step("invoice_settings").wait_on(
            whom="customer", note="Bitte nennen Sie uns die Rechnungsanschrift und Ihre USt-IdNr.", by=self.manager
        )

    def serve(self) -> None:
        """Everything after the customer's own data, as far as the stage."""
        stage = self.customer.stage
        self.open_portal()
        self.fill_invoice_settings(is_complete=stage in BEYOND_BILLING)
        if stage in BEYOND_BILLING:
            self.settings().sign(by=self.cast.billing)
            self.choose_service_level()
        if stage in BEYOND_CONTRACT:
            self.make_contracts()
        if self.is_managed and stage in BEYOND_CONTRACT:
            self.bring_devices(cover_all=stage in COMPLETE)

    def finish(self) -> None:
        """The head of a family, go-live, or what opened a step again; after all customers are there."""
        if self.has_subsidiaries():
            self.company.refresh_from_db()
            self.company.decide_parent(by=self.manager)
        if self.customer.stage == Stage.LIVE:
            complete_onboarding(onboarding=Onboarding.objects.get(pk=self.onboarding.pk), by=self.manager)
        if self.customer.stage == Stage.REOPENED:
            settings = self.settings()
            settings.update_details(
                values={"tax_region": None}, recipients=None, seen=settings.version, by=self.manager
            )

    def open_portal(self) -> None:
        """The first contact manages the portal, the second uses it; the first has accepted already."""
        for contact, right in zip(self.contacts[:2], (PortalRight.MANAGER, PortalRight.BASIC), strict=False):
            access = contact.enable_portal(right=right, by=self.manager)
            if right == PortalRight.MANAGER and access.invitation and access.invitation.is_open:
                if not access.user.has_usable_password():
                    access.user.password = hashed_password()
                    access.user.save()
                access.invitation.accept(user=access.user)
        if self.customer.taskfire:
            self.company.refresh_from_db()
            self.company.enable_taskfire(confirmations=(True, True), by=self.manager)
            self.contacts[0].change_right(right=PortalRight.TASKFIRE_ADMIN, by=self.manager)

    def fill_invoice_settings(self, *, is_complete: bool) -> None:
        settings, customer = self.settings(), self.customer
        values = {
            "template": InvoiceTemplate.objects.order_by("pk")[2] if customer.leitweg else None,
            "tax_region": self.tax_region(),
            "vat_id": with_check_digits(customer.vat) if customer.vat else "",
            "address_mode": AddressMode.COMPANY,
            "attention": "Buchhaltung" if len(self.contacts) < 2 else str(self.contacts[1])[:50],
            "buyer_reference": leitweg_id(customer.leitweg) if customer.leitweg else "",
        }
        if customer.leitweg:
            values["format"] = "xrechnung"
        if not is_complete:
            values |= {"tax_region": None, "attention": ""}
        settings.update_details(
            values=values, recipients=self.contacts[1:2] or self.contacts[:1], seen=settings.version, by=self.manager
        )
        if customer.parent and is_complete:
            decision = "parent" if customer.link == "franchise" else "itself"
            self.settings().decide_payer(decision=decision, by=self.cast.billing)

    def tax_region(self) -> TaxRegion:
        """Where the customer is: here, a neighbour, in the EU with or without a VAT id, or beyond."""
        regions, country = TaxRegion.objects.order_by("position"), self.customer.country
        if country == "CH":
            return regions.filter(treatment=TaxTreatment.THIRD_COUNTRY).last()
        if country == "AT" and self.customer.vat:
            return regions.filter(treatment=TaxTreatment.REVERSE_CHARGE).last()
        if country == "NL":
            return regions.filter(treatment=TaxTreatment.REVERSE_CHARGE).first()
        domestic = regions.filter(treatment=TaxTreatment.DOMESTIC)
        return domestic.first() if country == "DE" else domestic.last()

    def choose_service_level(self) -> None:
        """Managed: for everything. Break/fix: an internal goal by issue type."""
        if self.is_managed:
            level = ServiceLevel.objects.filter(company=None, commitment="contractual").order_by("pk")[self.number % 2]
            assign_service_level(company=self.company, service_level=level, by=self.manager)
        if self.is_break_fix:
            internal = ServiceLevel.objects.filter(company=None, commitment="internal").first()
            for issue in IssueType.objects.filter(parent=None).order_by("position", "pk"):
                assign_service_level(company=self.company, service_level=internal, by=self.manager, issue=issue)

    def make_contracts(self) -> None:
        """Recurring with services and units; break/fix by standard rates, or hours bought ahead."""
        first = date.today().replace(day=1)
        if self.is_managed:
            contract = create_contract(
                company=self.company, type=ContractType.RECURRING, name="Servicevertrag", starts_on=first,
                by=self.cast.billing,
            )  # fmt: skip
            for name, units in self.wanted_units().items():
                service = Service.objects.get(name=name)
                contract.add_service(service=service, units=units, effective_on=first, by=self.cast.billing)
            contract.refresh_from_db()
            contract.make_default(by=self.cast.billing)
        if self.is_break_fix and self.number % 2:
            decide_standard_rates(company=self.company, by=self.cast.billing)
        elif self.is_break_fix:
            block = create_contract(
                company=self.company, type=ContractType.BLOCK_HOURS, name="Stundenkontingent 20 h", starts_on=first,
                by=self.cast.billing,
            )  # fmt: skip
            block.record_purchase(
                bought_on=first, valid_from=first, valid_until=first + timedelta(days=364), minutes=20 * 60,
                price_cents=180000, is_paid=True, by=self.cast.billing,
            )  # fmt: skip

    def wanted_units(self) -> dict[str, int]:
        """Services with as many units as there will be devices."""
        counted: dict[str, int] = {}
        for machine in self.machines():
            for name in SERVICE_OF.get(DeviceKind(machine.kind), USUAL_SERVICES):
                counted[name] = counted.get(name, 0) + 1
        flat = Service.objects.filter(counts=Counts.FLAT).first()
        return {**counted, flat.name: 1} if flat else counted

    def bring_devices(self, *, cover_all: bool) -> None:
        """Imported from an export of the customer's RMM tool, then covered, all of them or most."""
        layout = LAYOUTS[self.number % len(LAYOUTS)]
        content = export(layout, self.customer.name, self.customer.city, self.machines())
        technician = self.cast.members[self.customer.team[0]] if self.customer.team else self.cast.admin
        run = runs.check(
            kind="devices", file=BytesIO(content), file_name=f"{self.customer.domain}-{layout}.csv",
            size=len(content), company_id=self.company.pk, by=technician,
        )  # fmt: skip
        runs.apply(run=run, by=technician)
        devices = list(Device.objects.filter(company=self.company).order_by("pk"))
        lines = {line.service.name: line for line in self.contract_lines()}
        alike: dict[tuple[str, ...], list[Device]] = {}
        for device in devices if cover_all else devices[: len(devices) * 2 // 3]:
            alike.setdefault(SERVICE_OF.get(DeviceKind(device.kind), USUAL_SERVICES), []).append(device)
        for names, same in alike.items():
            cover_devices(
                devices=same, contract_services=[lines[name] for name in names], service_level=None, by=technician
            )

    def machines(self) -> list[Machine]:
        """What stands at the customer's."""
        return machines(self.customer.domain[:12], self.customer.devices, self.customer.name)

    def contract_lines(self):
        contract = self.company.contracts.get(type=ContractType.RECURRING)
        return contract.services.select_related("service")

    def settings(self) -> InvoiceSettings:
        return InvoiceSettings.objects.for_company(self.company)

    def step(self, kind: str) -> Step:
        return Step.objects.select_related("onboarding__company").get(onboarding=self.onboarding, kind=kind)


def next_weekday(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
