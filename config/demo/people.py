"""Who works at the two MSPs of the demo. The same password for everybody, in the demo only."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from tenants.roles import Role

PASSWORD = "handover-demo"  # noqa: S105


@cache
def hashed_password() -> str:
    """The password as it is stored, hashed once: hashing is slow on purpose, and it is everybody's."""
    return make_password(PASSWORD)


@dataclass(frozen=True)
class Person:
    """A member of the demo; `shown` on the sign-in page."""

    name: str
    email: str
    roles: tuple[Role, ...]
    language: str = "de"
    shown: bool = True


RHEINTAL = (
    Person("Rita Maurer", "rita@rheintal-it.example", (Role.ADMIN,)),
    Person("Jana Krüger", "jana@rheintal-it.example", (Role.ACCOUNT_MANAGER,)),
    Person("Oliver Stein", "oliver@rheintal-it.example", (Role.ACCOUNT_MANAGER,), "en", shown=False),
    Person("Petra Lindner", "petra@rheintal-it.example", (Role.BILLING_ADMIN,)),
    Person("Tom Brandt", "tom@rheintal-it.example", (Role.TECHNICIAN,)),
    Person("Sina Okafor", "sina@rheintal-it.example", (Role.TECHNICIAN,), "en"),
    Person("Emre Yıldız", "emre@rheintal-it.example", (Role.TECHNICIAN,), shown=False),
    Person("Lena Vogt", "lena@rheintal-it.example", (Role.TECHNICIAN,), shown=False),
)
NORDLICHT = (
    Person("Momme Petersen", "momme@nordlicht.example", (Role.ADMIN, Role.ACCOUNT_MANAGER, Role.BILLING_ADMIN)),
    Person("Frauke Jensen", "frauke@nordlicht.example", (Role.TECHNICIAN,), shown=False),
)
OPERATOR = Person("Platform operator", "operator@handover.example", (), "en")

PORTAL_EMAIL = "miriam.haas@weinhold.example"
"""The contact who signs in to the portal in the demo: primary contact of Weinhold Maschinenbau."""
SHARED_EMAIL = "inga.petersen@hanse-logistik.example"
"""A contact at both MSPs: two contacts, one sign-in."""


def demo_sign_ins() -> list[dict[str, str]]:
    """What the sign-in page of the demo shows."""
    people = [
        *((person, "Rheintal IT") for person in RHEINTAL if person.shown),
        *((person, "Nordlicht Systems") for person in NORDLICHT if person.shown),
    ]
    rows = [
        {
            "name": person.name,
            "role": ", ".join([place, *(str(role.label) for role in person.roles)]),
            "email": person.email,
            "password": PASSWORD,
        }
        for person, place in people
    ]
    contact = {"name": "Miriam Haas", "role": f"Weinhold Maschinenbau, {_('Customer portal')}", "email": PORTAL_EMAIL}
    operator = {"name": OPERATOR.name, "role": "Handover", "email": OPERATOR.email}
    return [*rows, {**contact, "password": PASSWORD}, {**operator, "password": PASSWORD}]
