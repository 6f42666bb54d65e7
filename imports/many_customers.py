"""What adapters have in common whose files speak of many customers."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.db.models.enums import Choices

from imports.adapters import Layout
from imports.models import ImportRun
from imports.values import in_words
from tenants.models import Member


class ManyCustomers:
    """Files without a layout of some product, and without groups: each line says whose it is."""

    layouts: ClassVar[Sequence[Layout]] = ()
    group_key: ClassVar[str] = ""
    needs_customer: ClassVar[bool] = False
    choices: ClassVar[Mapping[str, type[Choices]]] = {}
    """The fields that take one of a few values."""

    def customers(self, member: Member) -> QuerySet:
        return ImportRun.objects.none()

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        return in_words(value, self.choices.get(key))

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        return []
