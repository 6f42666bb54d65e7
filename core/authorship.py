"""Who acts, and through which door: told to the events, and to the database for what its triggers write down.

A context variable carries it through the code; inside a transaction the database hears the same (`handover.author`),
for that transaction only. `core.rowsecurity.enter_tenant` says it together with the tenant, in one statement.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

SETTING = "handover.author"


class ActorKind(models.TextChoices):
    MEMBER = "member"
    CONTACT = "contact"
    SYSTEM = "system"


class Door(models.TextChoices):
    """Which way a change came in."""

    PAGE = "page", _("Web page")
    PORTAL = "portal", _("Customer portal")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    SYSTEM = "system", _("System")


@dataclass(frozen=True, slots=True)
class Actor:
    """A member, a contact, or nobody: the system."""

    kind: str = ActorKind.SYSTEM
    id: int | None = None
    name: str = ""

    @classmethod
    def of(cls, person) -> "Actor":
        """The member or contact as history keeps it: the name stays when the person goes."""
        if person is None:
            return cls()
        kind = ActorKind.MEMBER if person._meta.label_lower == "tenants.member" else ActorKind.CONTACT
        return cls(kind, person.pk, str(person)[:120])


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who acts, and the door."""

    actor: Actor = Actor()
    door: str = Door.SYSTEM

    def as_setting(self) -> str:
        """What the database's triggers read."""
        return json.dumps({**asdict(self.actor), "door": self.door})


NOBODY = Authorship()
_current: ContextVar[Authorship] = ContextVar("authorship", default=NOBODY)


def current_authorship() -> Authorship:
    """Who acts now, and through which door."""
    return _current.get()


def current_door() -> str:
    """The door by which what happens now came in."""
    return _current.get().door


@contextmanager
def through(door: Door) -> Iterator[None]:
    """What happens inside came in by this door."""
    with _authorship(replace(_current.get(), door=door)):
        yield


@contextmanager
def acting_as(person) -> Iterator[None]:
    """What happens inside is done by this member or contact."""
    with _authorship(replace(_current.get(), actor=Actor.of(person))):
        yield


@contextmanager
def _authorship(authorship: Authorship) -> Iterator[None]:
    """After an exception it is the rollback that restores the database's setting, as in `acting_for`."""
    token = _current.set(authorship)
    try:
        _tell_database()
        yield
    finally:
        _current.reset(token)
    _tell_database()


def _tell_database() -> None:
    """Outside a transaction there is nothing to tell: the next `enter_tenant` says it."""
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, _current.get().as_setting()])
