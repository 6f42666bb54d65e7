"""What higher floors show on the pages of companies.

This floor never learns of contacts, devices or onboardings: `config/` names, in explicit lists, what is shown, and
hands it over once at the start (`show`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from core.grids import Column, Filter, View
from events.models import Event
from tenants.models import Member
from tenants.roles import Capability

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A further column of the list of customers; `prepare` annotates the page's rows, without a query of its own."""

    column: Column
    prepare: Callable[[QuerySet, Member], QuerySet]


@dataclass(frozen=True, kw_only=True)
class RowAction:
    """An entry of a customer's menu, with an id in its path; with a `query`, such as "company={id}", there.

    `id_of` says whose: the company's, or that of something else; None where the entry makes no sense. A list asks it of
    companies that `prepare` has annotated, without a query for each. `customers_only`: not for the MSP's own company.
    """

    label: Text
    url_name: str
    query: str = ""
    id_of: Callable[[Any], int | None] = attrgetter("pk")
    prepare: Callable[[QuerySet, Member], QuerySet] | None = None
    needs: Capability | None = None
    customers_only: bool = False


@dataclass(frozen=True, kw_only=True)
class CompanyTab:
    """A tab of the company's page: a page of its own package that extends `companies/_tab.html`."""

    key: str
    label: Text
    url_name: str
    needs: Capability | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that matters about a company, as its header shows it."""

    label: Text
    value: Any
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How something of a company stands, in words; a change of families may change them. `key` is unique."""

    key: tuple
    label: Text
    company: Any
    words: str


@dataclass(frozen=True, kw_only=True)
class FamilyLook:
    """How things stand at these companies, as far as their family decides. A fixed number of queries.

    They are all of their family that the member sees: who of it is not among them is not named.
    """

    look: Callable[[Sequence[Any], Member], Iterable[Standing]]
    needs: Capability | None = None


@dataclass(frozen=True, kw_only=True)
class FamilyFigure:
    """A number of each company, for reports over families: one query for all of them. Cents, if it is money."""

    key: str
    label: Text
    count: Callable[[list[int], Member], Mapping[int, int]]
    is_money: bool = False
    needs: Capability | None = None


FactOf = Callable[[Any, Member], Fact | None]


@dataclass
class Shown:
    """All of it, as it was handed over."""

    columns: list[ListColumn] = field(default_factory=list)
    technician_columns: frozenset[str] = frozenset()
    actions: list[RowAction] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    tabs: list[CompanyTab] = field(default_factory=list)
    facts: list[FactOf] = field(default_factory=list)
    family_figures: list[FamilyFigure] = field(default_factory=list)
    family_looks: list[FamilyLook] = field(default_factory=list)
    event_words: dict[str, Text] = field(default_factory=dict)
    event_subjects: dict[str, Callable[[Event], Text]] = field(default_factory=dict)
    private_events: dict[str, Capability] = field(default_factory=dict)
    record_words: dict[str, Text] = field(default_factory=dict)
    field_words: dict[str, Text] = field(default_factory=dict)
    areas: tuple[tuple[str, Text], ...] = ()
    first_step: RowAction | None = None


shown = Shown()


def show(**lists) -> None:
    """Hand over what `config/` lists; each of the names of `Shown`."""
    for name, value in lists.items():
        if not hasattr(shown, name):
            raise TypeError(f"The pages of companies have no {name}.")
        setattr(shown, name, value)
