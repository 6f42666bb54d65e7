"""Fills an empty database with the two MSPs of the demo."""

from collections.abc import Callable, Sequence

from django.db import transaction

from billing.models import SellerProfile, TaxRegion, TaxTreatment
from companies.models import Competitor, Territory
from companies.operations import enter_grouping
from config.demo.customers import COMPETITORS, CUSTOMERS, NORDLICHT_CUSTOMERS, TERRITORIES, Customer, Stage
from config.demo.journey import Cast, Journey
from config.demo.people import NORDLICHT, OPERATOR, PASSWORD, RHEINTAL, Person, hashed_password
from config.operations import found_tenant
from contracts.models import ContractType
from contracts.operations import switch_contract_type
from core.rowsecurity import acting_for
from tenants.models import Member, Tenant, User
from tenants.operations import invite_member
from tickets.models import Source, Status
from tickets.operations import open_ticket

TICKETS = (
    ("Drucker im Versand meldet Papierstau", "Seit heute früh, nach jedem zweiten Blatt."),
    ("Neuer Laptop für Herrn Yıldız", "Er beginnt am Ersten des Monats."),
    ("VPN bricht ab", "Immer nach etwa zehn Minuten."),
    ("Kennwort vergessen", "Für das Konto der Buchhaltung."),
    ("Server sehr langsam", "Die Warenwirtschaft braucht eine Minute für eine Liste."),
)


def build(say: Callable[[str], None], *, customers: Sequence[Customer] = CUSTOMERS) -> None:
    """Found both MSPs with their people and customers; `customers` are those of the first."""
    operator = User.objects.create_user(OPERATOR.email, PASSWORD, name=OPERATOR.name, language=OPERATOR.language)
    operator.is_platform_operator = True
    operator.save()
    _found("Rheintal IT", "rheintal-it", "BW", "+49 221 4710 100", RHEINTAL, customers, say)
    _found("Nordlicht Systems", "nordlicht", "SH", "+49 40 66969 200", NORDLICHT, NORDLICHT_CUSTOMERS, say)


def _found(
    name: str, slug: str, state: str, phone: str, people: Sequence[Person], customers: Sequence[Customer], say
) -> None:
    first = people[0]
    tenant, _admin = found_tenant(name=name, slug=slug, state=state, admin_name=first.name, admin_email=first.email)
    tenant.support_phone, tenant.support_email = phone, f"service@{slug}.example"
    tenant.save()
    with acting_for(tenant.pk):
        cast = _cast(tenant, people)
        _complete_seller(slug)
        _add_neighbours(tenant)
        if customers is not NORDLICHT_CUSTOMERS:
            add_territories(tenant)
            add_competitors(tenant)
        switch_contract_type(tenant=tenant, type=ContractType.BLOCK_HOURS, is_on=True, by=cast.admin)
    journeys = []
    for number, customer in enumerate(customers, start=1):
        say(f"{name}: {number} of {len(customers)}, {customer.name}")
        journey = Journey(cast, customer, number)
        with acting_for(tenant.pk):
            journey.travel()
        journeys.append(journey)
    for journey in journeys:
        with acting_for(tenant.pk):
            journey.finish()
            if journey.customer.stage in (Stage.LIVE, Stage.REOPENED):
                _ask(journey)


@transaction.atomic
def _cast(tenant: Tenant, people: Sequence[Person]) -> Cast:
    members: dict[str, Member] = {}
    for person in people:
        member = Member.objects.filter(user__email=person.email).first() or invite_member(
            tenant=tenant, name=person.name, email=person.email, roles=list(person.roles), by=None
        )
        if set(member.roles) != set(person.roles):
            member.roles = list(person.roles)
            member.save()
        user = member.user
        user.name, user.language = person.name, person.language
        user.password = hashed_password()
        user.save()
        for invitation in member.invitations.all():
            if invitation.is_open:
                invitation.accept(user=user)
        members[person.email.split("@")[0]] = Member.objects.get(pk=member.pk)
    everybody = list(members.values())
    billing = next(member for member in everybody if "billing_admin" in member.roles)
    return Cast(tenant, members, billing=billing, admin=everybody[0])


def _complete_seller(slug: str) -> None:
    SellerProfile.objects.update(
        tax_number="29/815/08150", bank_name="Musterbank", iban="DE02120300000000202051", bic="BYLADEM1001",
        contact_name="Buchhaltung", contact_email=f"buchhaltung@{slug}.example",
    )  # fmt: skip


def _add_neighbours(tenant: Tenant) -> None:
    """Tax regions of their own for the neighbours, beside those that every German MSP begins with."""
    business = TaxRegion.objects.get(treatment=TaxTreatment.REVERSE_CHARGE)
    abroad = TaxRegion.objects.get(treatment=TaxTreatment.THIRD_COUNTRY)
    for name, name_de, like in (
        ("Austria, business (reverse charge)", "Österreich, Unternehmen (Reverse Charge)", business),
        ("Switzerland", "Schweiz", abroad),
    ):
        TaxRegion.objects.create(
            tenant=tenant, name=name, name_de=name_de, treatment=like.treatment, note=like.note, note_de=like.note_de,
            requires_vat_id=like.requires_vat_id, position=TaxRegion.objects.count(),
        )  # fmt: skip


def add_territories(tenant: Tenant) -> None:
    for name, region in TERRITORIES:
        enter_grouping(Territory, tenant=tenant, by=None, name=name, region=region)


def add_competitors(tenant: Tenant) -> None:
    for name in COMPETITORS:
        enter_grouping(Competitor, tenant=tenant, by=None, name=name)


def _ask(journey: Journey) -> None:
    """A ticket or two of a customer in service, one of them answered."""
    contact = journey.contacts[0]
    for offset in range(1 + journey.number % 2):
        title, description = TICKETS[(journey.number + offset) % len(TICKETS)]
        ticket = open_ticket(
            company=journey.company, contact=contact, title=title, description=description, by=contact,
            source=Source.PORTAL, location=journey.place_of(1 + offset),
        )  # fmt: skip
        if offset and journey.customer.team:
            technician = journey.cast.members[journey.customer.team[0]]
            ticket.assign(member=technician, by=technician)
            ticket.answer(body="Ich sehe es mir gleich an.", by=technician, status=Status.IN_PROGRESS)
