"""What adapters have in common whose files speak of many customers."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.db.models.enums import Choices
from django.urls import reverse

from imports.adapters import Layout, Place
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
    label: ClassVar[Any]
    listed: ClassVar[tuple[str, Any, Any]]
    """The list below which its pages stand: the name of its address, its own, and the words of the way to it."""
    upload: ClassVar[tuple[str, Any]]
    """Where a file is chosen: the name of the address, and of the page."""

    def customers(self, member: Member) -> QuerySet:
        return ImportRun.objects.none()

    def place(self, run: ImportRun) -> Place:
        """Below the list of what is imported."""
        (list_name, list_label, to_the_list), (upload_name, upload_label) = self.listed, self.upload
        listed = reverse(list_name, args=[run.tenant.slug])
        return Place(
            label=self.label, crumbs=[(list_label, listed)], done_url=listed, done_label=to_the_list,
            upload_url=reverse(upload_name, args=[run.tenant.slug]), upload_label=upload_label,
        )  # fmt: skip

    def in_words(self, key: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        return in_words(value, self.choices.get(key))

    def guess_groups(self, *, run: ImportRun, groups: list[str]) -> list[str]:
        return []
