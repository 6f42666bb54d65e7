"""Lists to work with: search, filter, sort on an allow-list, choose columns, turn pages.

A package declares its grid in `tables.py`; the view makes one from the request and what the member may see:

    grid = CompanyGrid(request, Company.objects.visible_to(request.member))
    return render_grid(request, "companies/company_list.html", {"grid": grid})

Only declared keys are read from the address. A key, sort or filter value that was not declared is ignored, so
that nobody can ask the database about columns that the page does not show.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.grids.declaration import Action, Column, Filter

PAGE_SIZE = 50
COUNT_CAP = 1000
MAX_PAGE = 2000
ANY_ID = 7090807060
"""Stands for the id of a row in an address that is resolved once for all rows."""


@dataclass(frozen=True, slots=True)
class Header:
    column: Column
    url: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class FilterChoice:
    filter: Filter
    choices: list[tuple[str, str]]
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    first: int
    last: int
    total: str
    previous_url: str
    next_url: str


class Grid:
    """Declared by subclasses: what a list shows and what one may ask of it."""

    key: ClassVar[str]
    caption: ClassVar[Any]
    columns: ClassVar[list[Column]]
    filters: ClassVar[list[Filter]] = []
    default_sort: ClassVar[str]
    search_label: ClassVar[Any] = _("Search this list")
    empty_title: ClassVar[Any] = _("Nothing here yet")
    empty_text: ClassVar[Any] = ""
    page_size: ClassVar[int] = PAGE_SIZE
    has_search: ClassVar[bool] = True

    def __init__(self, request: HttpRequest, rows: Any, *, empty_url: str = "", empty_label: Any = ""):
        self.request: Any = request
        self.member = getattr(request, "member", None)
        self.all_rows = rows
        self.path = request.path
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

    # What was asked, as far as it is declared.

    @cached_property
    def text(self) -> str:
        return self.request.GET.get("q", "").replace("\x00", "").strip()[:100] if self.has_search else ""

    @cached_property
    def sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        sortable = {column.key for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in sortable and asked.count("-", 0, 2) <= 1 else self.default_sort

    @cached_property
    def page_number(self) -> int:
        asked = self.request.GET.get("page", "")
        return min(max(int(asked), 1), MAX_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1

    @cached_property
    def filter_choices(self) -> list[FilterChoice]:
        found = []
        for each in self.filters:
            offered = each.choices(self) if callable(each.choices) else each.choices
            choices = [(str(value), str(label)) for value, label in offered]
            asked = self.request.GET.get(each.key, "")
            found.append(FilterChoice(each, choices, asked if asked in dict(choices) else ""))
        return found

    @cached_property
    def chosen_keys(self) -> list[str]:
        """The columns that were asked for, or the usual ones. The first column always stands."""
        known = [column.key for column in self.columns]
        asked = [key for key in self.request.GET.getlist("columns") if key in known]
        usual = [column.key for column in self.columns if column.shown]
        return [key for key in known if key in (asked or usual) or key == known[0]]

    @cached_property
    def chosen_columns(self) -> list[Column]:
        return [column for column in self.columns if column.key in self.chosen_keys]

    @cached_property
    def column_choices(self) -> list[tuple[Column, bool]]:
        return [(column, column.key in self.chosen_keys) for column in self.columns[1:]]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text) or any(choice.value for choice in self.filter_choices)

    # What is shown.

    @cached_property
    def found(self) -> models.QuerySet:
        rows = self.all_rows
        for choice in self.filter_choices:
            if choice.value:
                rows = choice.filter.narrow(rows, choice.value)
        return self.search(rows, self.text) if self.text else rows

    @cached_property
    def _fetched(self) -> list:
        start = (self.page_number - 1) * self.page_size
        ordered = self.prepare(self.found).order_by(*self._order())
        return list(ordered[start : start + self.page_size + 1])

    @cached_property
    def objects(self) -> list:
        """The rows of the page."""
        return self.complete(self._fetched[: self.page_size])

    @cached_property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.chosen_columns]

    @cached_property
    def page(self) -> Page:
        first = (self.page_number - 1) * self.page_size + 1
        last = first + len(self.objects) - 1
        has_next = len(self._fetched) > self.page_size
        return Page(
            first=first if self.objects else 0,
            last=last if self.objects else 0,
            total=self._total(last, has_next),
            previous_url=self._address(page=self.page_number - 1) if self.page_number > 1 else "",
            next_url=self._address(page=self.page_number + 1) if has_next else "",
        )

    @property
    def address(self) -> str:
        """The address of what is shown now, without empty keys."""
        return self._address(page=self.page_number)

    @property
    def plain_address(self) -> str:
        """The address of the list before anything was asked of it."""
        return self.path

    def _total(self, last: int, has_next: bool) -> str:
        if not has_next and (self.objects or self.page_number == 1):
            return number_format(max(last, 0), force_grouping=True)
        counted = self.found.order_by()[: COUNT_CAP + 1].count()
        shown = number_format(min(counted, COUNT_CAP), force_grouping=True)
        return f"{shown}+" if counted > COUNT_CAP else shown

    def _order(self) -> list[str]:
        column = next(column for column in self.columns if column.key == self.sort.removeprefix("-"))
        order = [_reversed(name) for name in column.sort] if self.sort.startswith("-") else list(column.sort)
        return [*order, "pk"]

    def _header(self, column: Column) -> Header:
        if not column.sort:
            return Header(column)
        current = self.sort.removeprefix("-") == column.key
        descending = current and self.sort.startswith("-")
        next_sort = f"-{column.key}" if current and not descending else column.key
        direction = ("descending" if descending else "ascending") if current else ""
        return Header(column, self._address(sort=next_sort), direction)

    def _address(self, *, sort: str = "", page: int = 1) -> str:
        pairs = [("q", self.text), *((choice.filter.key, choice.value) for choice in self.filter_choices)]
        sort = sort or self.sort
        pairs.append(("sort", "" if sort == self.default_sort else sort))
        if self.chosen_keys != [column.key for column in self.columns if column.shown or column == self.columns[0]]:
            pairs.append(("columns", self.columns[0].key))
            pairs.extend(("columns", key) for key in self.chosen_keys[1:])
        pairs.append(("page", str(page) if page > 1 else ""))
        query = urlencode([(key, value) for key, value in pairs if value])
        return f"{self.path}?{query}" if query else self.path


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
