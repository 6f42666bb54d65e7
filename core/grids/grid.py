"""A list to work with: what was asked of it, as far as it is declared, and the page of rows that answers.

A package declares its grid in `tables.py`; the view makes one from the request and what the member may see:

    grid = CompanyGrid(request, Company.objects.visible_to(request.member))
    return render_grid(request, "companies/company_list.html", {"grid": grid})

Only declared keys are read from the address. A key or sort that was not declared is ignored, so that nobody can ask the
database about columns that the page does not show. A value that a filter does not offer, and a view that is gone, find
nothing: what was asked for is never widened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.counting import up_to
from core.grids.asking import Asked
from core.grids.declaration import Action, Bulk, Column
from core.grids.paging import AFTER, BEFORE, LAST, Order, Place, Slice

PAGE_SIZE = 50
COUNT_CAP = 1000
ANY_ID = 7090807060
"""Stands for the id of a row in an address that is resolved once for all rows."""


GRIDS: dict[str, type["Grid"]] = {}
"""Every list of Handover by its key; whoever arranges one names it so."""


@dataclass(frozen=True, slots=True)
class Header:
    column: Column
    url: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands below the rows. `first` is None where nobody has counted the rows before."""

    first: int | None
    last: int | None
    shown: int
    total: str
    first_url: str
    previous_url: str
    next_url: str
    last_url: str
    exports: list[tuple[str, str]]


class Grid(Asked):
    """Declared by subclasses: what a list shows and what one may ask of it."""

    key: ClassVar[str]
    caption: ClassVar[Any]
    search_label: ClassVar[Any] = _("Search this list")
    empty_title: ClassVar[Any] = _("Nothing here yet")
    empty_text: ClassVar[Any] = ""
    everything_label: ClassVar[Any] = _("All I may see")
    bulk: ClassVar[Sequence[Bulk]] = ()
    bulk_most: ClassVar[int] = 0
    page_size: ClassVar[int] = PAGE_SIZE

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        GRIDS[cls.key] = cls

    def __init__(
        self, request: HttpRequest, rows: Any, *, asked: QueryDict | None = None, empty_url="", empty_label=""
    ):
        super().__init__(request, asked)
        self.all_rows = rows
        self.empty_url, self.empty_label = empty_url, empty_label
        self._addresses: dict[str, tuple[str, str]] = {}
        self._allowed: dict[Any, bool] = {}

    # What a subclass says about its rows.

    def search(self, rows: models.QuerySet, text: str) -> models.QuerySet:
        """Narrow to the rows that the text finds."""
        raise NotImplementedError

    def prepare(self, rows: models.QuerySet) -> models.QuerySet:
        """Fetch what the cells need (`select_related`, annotations); only the page's rows are fetched."""
        return rows

    def complete(self, objects: list) -> list:
        """Add to the page's rows what is looked up for all of them together."""
        return objects

    def link(self, row) -> str:
        """Where the row leads."""
        return ""

    def title(self, row) -> str:
        """How the row is called; names its menu."""
        return str(row)

    def menu(self, row) -> list[Action]:
        """What one can do with the row."""
        return []

    @property
    def bulk_url(self) -> str:
        """Where several rows go to be changed."""
        return ""

    # For subclasses: asked once for the whole list, not for each row.

    def url(self, name: str, pk: int) -> str:
        """The address of this name for the row's id."""
        if name not in self._addresses:
            before, _id, after = reverse(name, args=[self.request.tenant.slug, ANY_ID]).partition(str(ANY_ID))
            self._addresses[name] = before, after
        before, after = self._addresses[name]
        return f"{before}{pk}{after}"

    def at(self, action: Action, pk: int) -> Action:
        """The action whose address was made for `ANY_ID`, for this row."""
        return replace(action, url=action.url.replace(str(ANY_ID), str(pk)))

    def may(self, capability) -> bool:
        """Whether the member has the capability."""
        if capability not in self._allowed:
            self._allowed[capability] = self.member.may(capability)
        return self._allowed[capability]

    @cached_property
    def order(self) -> Order:
        column = next(column for column in self.columns if column.key == self.sort.removeprefix("-"))
        descending = self.sort.startswith("-")
        return Order(self.all_rows.model, column.sort, descending=descending, groups=column.groups)

    @cached_property
    def place(self) -> Place:
        for side in (AFTER, BEFORE):
            if token := self.asked.get(side, ""):
                return self.order.place(side, token[:2000])
        return Place(LAST) if self.asked.get("last") == "1" else Place()

    # What is shown.

    @cached_property
    def found(self) -> models.QuerySet:
        """All rows that fit, on every page."""
        rows = self.all_rows
        if self.is_view_gone or any(each.is_unknown for each in self.filter_states):
            return rows.none()
        if self.narrowing and self.narrowing.narrow:
            rows = self.narrowing.narrow(rows, self.member)
        for each in self.filter_states:
            if each.is_set:
                rows = each.filter.narrow(rows, each.values, self)
        return self.search(rows, self.text) if self.text else rows

    @cached_property
    def slice(self) -> Slice:
        found = self.sliced(self.place, self.page_size)
        if not found.objects and self.place.side:  # what followed has gone meanwhile
            self.place = Place()
            found = self.sliced(self.place, self.page_size)
        return found

    def sliced(self, place: Place, size: int) -> Slice:
        """So many rows at a place of the list, with what the cells need."""
        return self.order.slice(self.found, place, size, fetch=self.fetch)

    def fetch(self, rows: models.QuerySet, most: int) -> models.QuerySet:
        """The first of these rows, found by their ids before anything is joined to them.

        With every join the planner expects fewer rows than there are, until it would rather sort all of them than go
        by an index that brings these first.
        """
        first = rows.values("pk")[:most]
        shown = self.prepare(rows.model._default_manager.filter(pk__in=first))
        return shown.order_by(*rows.query.order_by)

    @cached_property
    def objects(self) -> list:
        """The rows of the page."""
        return self.complete(self.slice.objects)

    @cached_property
    def bulk_offered(self) -> list[Bulk]:
        """What this member may do to several rows at once."""
        return [each for each in self.bulk if self.may(each.needs)]

    @cached_property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.chosen_columns]

    @cached_property
    def page(self) -> Page:
        shown, count = len(self.slice.objects), self._count()
        first = self._first_number(shown, count)
        last = first + shown - 1 if first is not None else None
        return Page(
            first=first,
            last=last,
            shown=shown,
            total=up_to(COUNT_CAP, count),
            first_url=self._address() if self.slice.has_previous else "",
            previous_url=self._turned(BEFORE, first) if self.slice.has_previous else "",
            next_url=self._turned(AFTER, first) if self.slice.has_next else "",
            last_url=self._address(place=[("last", "1")]) if self.slice.has_next else "",
            exports=[("CSV", self.export_url("csv")), ("XLSX", self.export_url("xlsx"))],
        )

    @property
    def address(self) -> str:
        """The address of what is shown now, without empty keys."""
        place = [(key, value) for key in (AFTER, BEFORE, "last", "n") if (value := self.asked.get(key, ""))]
        return self._address(place=place if self.place.side else ())

    def _count(self) -> int:
        """How many rows fit, counted to one above the cap."""
        if not self.place.side and not self.slice.has_next:
            return len(self.slice.objects)
        return self.found.order_by()[: COUNT_CAP + 1].count()

    def _first_number(self, shown: int, count: int) -> int | None:
        """The number of the first row, as far as the way here was counted."""
        if not shown:
            return 0
        if not self.slice.has_previous:
            return 1
        if not self.slice.has_next and count <= COUNT_CAP:
            return count - shown + 1
        number = self.asked.get("n", "")
        return int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 8 else None

    def _turned(self, side: str, first: int | None) -> str:
        """The address of the page after or before this one."""
        at_end = side == AFTER
        row = self.slice.objects[-1 if at_end else 0]
        place = [(side, self.order.token(self.slice.segments[at_end], row))]
        if first:
            number = first + len(self.slice.objects) if at_end else max(first - self.page_size, 1)
            place.append(("n", str(number)))
        return self._address(place=place)

    def _header(self, column: Column) -> Header:
        if not column.sort:
            return Header(column)
        current = self.sort.removeprefix("-") == column.key
        descending = current and self.sort.startswith("-")
        next_sort = f"-{column.key}" if current and not descending else column.key
        direction = ("descending" if descending else "ascending") if current else ""
        return Header(column, self._address(sort=next_sort), direction)
