"""The people of the tests: two MSPs, who works there, and the customers of one of them.

A test asks for whom it needs; everything is made in the database, function by function. In a test inside one
transaction (`db`, the usual one) asking for `rheintal`, or for anybody there, makes the test act for that tenant from
then on. A transactional test has no transaction to set a tenant in: it says `with acting(rheintal): …`.
"""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.utils import timezone

from companies.models import AccountTeamMember, Company, CompanyType, TeamDecision
from config.seeding import seed
from contacts.models import Contact, PortalAccess, PortalRight
from core.rowsecurity import acting_for, enter_tenant
from tenants.models import Entrance, Member, RoleScope, Tenant, User
from tenants.roles import DEFAULT_SCOPES, Role
from tests.support.client import Client


def new_tenant(name: str, slug: str) -> Tenant:
    """A tenant with what its roles see, and nothing else."""
    tenant = Tenant.objects.create(
        name=name, slug=slug, state="BW", language="de", support_email=f"service@{slug}.example"
    )
    with acting_for(tenant.pk):
        RoleScope.objects.bulk_create(
            [RoleScope(tenant=tenant, role=role, scope=scope) for role, scope in DEFAULT_SCOPES.items()]
        )
    return tenant


def new_member(tenant: Tenant, name: str, *roles: Role, email: str = "") -> Member:
    """A member who has accepted the invitation and may sign in."""
    email = email or f"{name.split()[0].lower()}@{tenant.slug}.example"
    user, _made = User.objects.get_or_create(email=email, defaults={"name": name, "language": "en"})
    with acting_for(tenant.pk):
        member = Member.objects.create(tenant=tenant, user=user, name=name, roles=list(roles), joined_at=timezone.now())
    Entrance.grant(user, tenant=tenant)
    member.tenant = tenant
    return member


def new_company(manager: Member, name: str, **fields) -> Company:
    """A customer with this account manager."""
    values = {"type": CompanyType.CUSTOMER, "street": "Lindenstr. 5", "postal_code": "79576", "city": "Weil am Rhein"}
    with acting_for(manager.tenant_id):
        return Company.objects.create(tenant_id=manager.tenant_id, manager=manager, name=name, **{**values, **fields})


def new_contact(company: Company, first_name: str, last_name: str, **fields) -> Contact:
    """A contact of the company."""
    values = {"email": f"{first_name}.{last_name}@{company.pk}.example".lower(), **fields}
    with acting_for(company.tenant_id):
        return Contact.objects.create(
            tenant_id=company.tenant_id, company=company, first_name=first_name, last_name=last_name, **values
        )


def new_portal_access(contact: Contact, right: PortalRight = PortalRight.BASIC) -> PortalAccess:
    """The contact may sign in to the portal."""
    user, _made = User.objects.get_or_create(
        email=contact.email, defaults={"name": contact.full_name, "language": "en"}
    )
    Entrance.objects.get_or_create(user=user, tenant_id=contact.tenant_id)
    with acting_for(contact.tenant_id):
        return PortalAccess.objects.create(tenant_id=contact.tenant_id, contact=contact, user=user, right=right)


@pytest.fixture
def acting() -> Callable:
    """`with acting(tenant): …` acts for that tenant, in a transaction."""
    return lambda tenant: acting_for(tenant.pk)


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """A browser in which this person is signed in: `client_of(member)`, `client_of(contact)`, `client_of(user)`."""

    def signed_in(person) -> Client:
        if isinstance(person, Contact):
            with acting_for(person.tenant_id):
                person = PortalAccess.objects.select_related("user").get(contact=person)
        client = Client()
        client.force_login(person if isinstance(person, User) else person.user)
        return client

    return signed_in


# --- Rheintal IT: the MSP of most tests -----------------------------------------------------------------


@pytest.fixture
def rheintal(db) -> Iterator[Tenant]:
    """Rheintal IT. The test acts for it from here on; today is the day there."""
    tenant = new_tenant("Rheintal IT", "rheintal")
    if connection.in_atomic_block:
        enter_tenant(tenant.pk)
    with timezone.override(tenant.zone):
        yield tenant


@pytest.fixture
def seeded(rheintal, alice) -> Tenant:
    """Rheintal IT with all that a new tenant begins with: playbooks, calendars, service levels, rates …"""
    seed(tenant=rheintal)
    return rheintal


@pytest.fixture
def alice(rheintal) -> Member:
    """Admin."""
    return new_member(rheintal, "Alice Albrecht", Role.ADMIN)


@pytest.fixture
def jana(rheintal) -> Member:
    """Account manager of Weinhold, Obertal and Geheim."""
    return new_member(rheintal, "Jana Roth", Role.ACCOUNT_MANAGER)


@pytest.fixture
def petra(rheintal) -> Member:
    """Billing admin."""
    return new_member(rheintal, "Petra Kern", Role.BILLING_ADMIN)


@pytest.fixture
def tom(rheintal) -> Member:
    """Technician; on the account team of Weinhold as soon as there is a Weinhold."""
    return new_member(rheintal, "Tom Bauer", Role.TECHNICIAN)


@pytest.fixture
def sina(rheintal) -> Member:
    """Technician without any customer: sees none."""
    return new_member(rheintal, "Sina Vogt", Role.TECHNICIAN)


@pytest.fixture
def weinhold(jana, tom) -> Company:
    """A customer managed by Jana, with Tom on the account team."""
    company = new_company(jana, "Weinhold Steuerberatung GmbH", number="K-1001", team_decision=TeamDecision.TEAM)
    with acting_for(company.tenant_id):
        AccountTeamMember.objects.create(tenant_id=company.tenant_id, company=company, member=tom)
    return company


@pytest.fixture
def obertal(jana) -> Company:
    """A customer managed by Jana, without an account team."""
    return new_company(jana, "Gemeinde Obertal", number="K-1002", is_public_body=True)


@pytest.fixture
def geheim(jana) -> Company:
    """A confidential customer: its account manager, its team and admins only."""
    return new_company(jana, "Geheim Holding AG", number="K-1003", is_confidential=True)


@pytest.fixture
def miriam(weinhold) -> Contact:
    """Primary contact at Weinhold, with portal access."""
    contact = new_contact(weinhold, "Miriam", "Weinhold", email="miriam@weinhold.example", is_primary=True)
    new_portal_access(contact, PortalRight.ADVANCED)
    return contact


@pytest.fixture
def carl(weinhold) -> Contact:
    """A further contact at Weinhold, without portal access."""
    return new_contact(weinhold, "Carl", "Sommer", email="carl@weinhold.example")


# --- Nordlicht Systems: the other MSP, from which nothing may be seen -----------------------------------


@pytest.fixture
def nordlicht(db) -> Tenant:
    """Another MSP on the same database. The test does not act for it."""
    return new_tenant("Nordlicht Systems", "nordlicht")


@pytest.fixture
def mallory(nordlicht) -> Member:
    """Admin of the other MSP."""
    return new_member(nordlicht, "Mallory Nord", Role.ADMIN)


@pytest.fixture
def kuestenhof(mallory) -> Company:
    """A customer of the other MSP."""
    return new_company(mallory, "Küstenhof GmbH", number="K-9001")
