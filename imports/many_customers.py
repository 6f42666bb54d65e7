"""What adapters have in common whose files speak of many customers."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models.enums import Choices

from imports.adapters import Layout
from imports.models import ImportRun
from imports.values import in_words
from tenants.models import Member
from tenants.roles import Role


class ManyCustomers:
    """Files without a layout of some product, and without groups: each line says whose it is."""

    layouts: ClassVar[Sequence[Layout]] = ()
    group_key: ClassVar[str] = ""
    choices: ClassVar[Mapping[str, type[Choices]]] = {}
    """The fields that take one of a few values."""

    def may_see(self, run: ImportRun, member: Member) -> bool:
        """Whoever uploaded it, and admins: a file may speak of customers that others do not see."""
        return run.created_by_id == member.pk or Role.ADMIN in member.roles

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        return in_words(value, self.choices.get(key))

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        return []
