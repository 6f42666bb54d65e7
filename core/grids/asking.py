"""What was asked of a list, as far as the list declares it: view, search, filters, sort, columns, and their address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core.grids.declaration import Arranged, Column, View
from core.grids.filters import Filter, Values

LONGEST, MOST = 200, 100
"""Of one value of an address in characters, and of one key in values; the rest is ignored."""


@dataclass(frozen=True, slots=True)
class FilterState:
    """A filter with what it offers and what is chosen. `is_unknown`: it was asked for what it does not offer."""

    filter: Filter
    choices: list[tuple[str, str]]
    values: Values
    is_unknown: bool = False

    @property
    def is_set(self) -> bool:
        return any(self.values.values())

    @property
    def is_usual(self) -> bool:
        """Whether it stands where it stands until something else is asked."""
        return self.value == self.filter.default

    @property
    def value(self) -> str:
        """The one value, where there can be but one."""
        return next((values[-1] for values in self.values.values() if values), "")

    @property
    def chosen(self) -> list[str]:
        return self.values[self.filter.keys[0]]

    @property
    def begin(self) -> str:
        return "".join(self.values[self.filter.keys[0]])

    @property
    def end(self) -> str:
        return "".join(self.values[self.filter.keys[-1]])

    @property
    def words(self) -> str:
        return self.filter.words(self.values, self.choices)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that narrows the list, in words; `without` is the address of the list without it."""

    label: Any
    words: str
    without: str


class Asked:
    """Reads the address, or a saved view; whatever is not declared is not there."""

    key: ClassVar[str]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    views: Sequence[View] = ()
    default_sort: str
    everything_label: ClassVar[Any]
    has_search: ClassVar[bool] = True

    def __init__(self, request: HttpRequest, asked: QueryDict | None):
        self.request: Any = request
        self.member = getattr(request, "member", None)
        self.path = request.path
        self.asked = request.GET if asked is None else asked
        self._offered: dict[str, list[tuple[str, str]]] = {}

    @cached_property
    def view(self) -> View | None:
        """The view that was chosen; a saved one may begin with one of ours."""
        asked = self.asked.get("view", "")
        return next((each for each in self.all_views if each.key == asked), None)

    @cached_property
    def arranged(self) -> Arranged:
        """What this member has arranged and saved, or shares."""
        return self.member.remembers(self.key) if self.member is not None else Arranged()

    @cached_property
    def all_views(self) -> list[View]:
        """Ours first, then the saved ones."""
        return [*self.views, *self.arranged.views]

    @property
    def narrowing(self) -> View | None:
        """The view of ours that narrows the rows: the chosen one, or the one that the saved view was made from."""
        if self.view is None or self.view.saved is None:
            return self.view
        return next((each for each in self.views if each.key == self.base.get("view")), None)

    @property
    def is_view_gone(self) -> bool:
        """Whether a view is asked for that is not there any more, or one that was made from such a one."""
        if self.view is None:
            return bool(self.asked.get("view"))
        return bool(self.base.get("view")) and self.narrowing is None

    @property
    def saved_state(self) -> str:
        """What is shown now, as a saved view keeps it."""
        pairs = [("view", self.narrowing.key)] if self.narrowing else []
        with_default = {each.key for each in self.filters if each.default}
        for key, values in self.state.items():
            nothing = [""] if key in with_default else []
            pairs += [(key, value) for value in values or nothing]
        return urlencode(pairs)

    @cached_property
    def base(self) -> QueryDict:
        """What the chosen view asks by itself; the address adds to it, or says otherwise."""
        return QueryDict(self.view.state if self.view else "")

    def _asked(self, key: str, default: str = "") -> list[str]:
        return _tidy(self.asked.getlist(key)) if key in self.asked else self._unasked(key, default)

    def _unasked(self, key: str, default: str = "") -> list[str]:
        return _tidy(self.base.getlist(key) if key in self.base else [default])

    def _read(self, ask: Callable[[str, str], list[str]]) -> Values:
        """Everything that is asked of the list, key by key, as far as it is declared."""
        text = (ask("q", "") or [""])[-1].strip()[:100] if self.has_search else ""
        found = {"q": [text] if text else []}
        for each in self.filters:
            asked = {key: ask(key, each.default) for key in each.keys}
            found |= each.clean(asked, self.offered_by(each) if any(asked.values()) else [])
        return {**found, "sort": [self._sort_of(ask("sort", ""))], "columns": self._columns_of(ask("columns", ""))}

    @cached_property
    def state(self) -> Values:
        """What is asked of the list now."""
        return self._read(self._asked)

    @cached_property
    def usual_state(self) -> Values:
        """What the list shows when nothing is asked of it but the view."""
        return self._read(self._unasked)

    def _sort_of(self, asked: list[str]) -> str:
        sortable = {column.key for column in self.columns if column.sort}
        wanted = asked[-1] if asked else ""
        return wanted if wanted.removeprefix("-") in sortable else self.default_sort

    def _columns_of(self, asked: list[str]) -> list[str]:
        """The columns in this order, or the usual ones. The first column always stands, and stands first."""
        known = [column.key for column in self.columns]
        wanted = [key for key in dict.fromkeys(asked) if key in known]
        return [known[0], *(key for key in wanted if key != known[0])] if wanted else self.usual_keys

    @property
    def text(self) -> str:
        return "".join(self.state["q"])

    @property
    def sort(self) -> str:
        return self.state["sort"][0]

    @property
    def usual_sort(self) -> str:
        return self.usual_state["sort"][0]

    def offered_by(self, each: Filter) -> list[tuple[str, str]]:
        """What the filter offers, asked once, and only where it is shown or set."""
        if each.key not in self._offered:
            self._offered[each.key] = each.offered(self)  # type: ignore[arg-type]
        return self._offered[each.key]

    @property
    def is_panel_open(self) -> bool:
        """Whether the panel of further filters is asked for; until then its choices are not looked up."""
        return self.asked.get("panel") == "1"

    @cached_property
    def filter_states(self) -> list[FilterState]:
        found = []
        for each in self.filters:
            values = {key: self.state[key] for key in each.keys}
            is_shown = each.quick or self.is_panel_open or any(values.values())
            offered = self.offered_by(each) if is_shown else []
            unknown = each.unknown(values, offered)
            choices = [*offered, *((value, _("not found")) for value in unknown)]
            found.append(FilterState(each, choices, values, bool(unknown)))
        return found

    @property
    def panel_values(self) -> list[tuple[str, str]]:
        """What is set in the panel, for the form as long as the panel is not there."""
        return [(key, value) for each in self.panel_filters for key, values in each.values.items() for value in values]

    @property
    def panel_url(self) -> str:
        """Where the panel is."""
        return _with(self._address(), panel="1")

    @property
    def quick_filters(self) -> list[FilterState]:
        return [each for each in self.filter_states if each.filter.quick]

    @property
    def panel_filters(self) -> list[FilterState]:
        return [each for each in self.filter_states if not each.filter.quick]

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list and stands nowhere else: filters of the panel, values that are not offered."""
        gone = [Chip(_("View"), _("not found"), self.path)] if self.is_view_gone else []
        shown = [each for each in self.filter_states if each.is_unknown or (each.is_set and not each.filter.quick)]
        return [
            *gone,
            *(Chip(each.filter.label, each.words, self._address(cleared=each.filter.keys)) for each in shown),
        ]

    @cached_property
    def usual_keys(self) -> list[str]:
        """The columns that stand there unless something else is asked: as the member has arranged them, or ours."""
        known = [column.key for column in self.columns]
        arranged = [key for key, _width in self.arranged.columns if key in known[1:]]
        ours = [column.key for column in self.columns[1:] if column.shown]
        return [known[0], *(arranged if self.arranged.columns else ours)]

    @property
    def widths(self) -> list[int | None]:
        """The width of each chosen column in pixels; empty when nobody has set any."""
        known = dict(self.arranged.columns)
        found = [known.get(key) for key in self.chosen_keys]
        return found if any(found) else []

    @property
    def chosen_keys(self) -> list[str]:
        return self.state["columns"]

    @cached_property
    def chosen_columns(self) -> list[Column]:
        by_key = {column.key: column for column in self.columns}
        return [by_key[key] for key in self.chosen_keys]

    @property
    def asked_columns(self) -> list[str]:
        """The columns, where they are not the usual ones."""
        return self.chosen_keys if self.chosen_keys != self.usual_state["columns"] else []

    @property
    def columns_url(self) -> str:
        """Where the columns are arranged."""
        return reverse("tenants:list_columns", args=[self.request.tenant.slug, self.key])

    @property
    def view_url(self) -> str:
        """Where the saved view is changed, or a new one saved."""
        slug = self.request.tenant.slug
        if self.view and self.view.saved:
            return reverse("tenants:list_view", args=[slug, self.view.saved.pk])
        return reverse("tenants:list_view_new", args=[slug, self.key])

    @property
    def is_narrowed(self) -> bool:
        by_filters = any(each.is_set and not each.is_usual for each in self.filter_states)
        return bool(self.text) or self.is_view_gone or by_filters

    @property
    def list_address(self) -> str:
        """The address of the first page of what is shown."""
        return self._address()

    @property
    def plain_address(self) -> str:
        """The address of the list or its view before anything else was asked of it."""
        return f"{self.path}?{urlencode({'view': self.view.key})}" if self.view else self.path

    @property
    def tabs(self) -> list[dict]:
        """The views of the list as tabs."""
        everything = {
            "label": self.everything_label,
            "url": self.path,
            "is_current": self.view is None and not self.is_view_gone,
        }
        return [
            everything,
            *(
                {"label": each.label, "url": f"{self.path}?{urlencode({'view': each.key})}",
                 "is_current": each is self.view}
                for each in self.all_views
            ),
        ]  # fmt: skip

    def export_url(self, kind: str) -> str:
        """Where exactly this is given as a file."""
        return _with(self._address(), export=kind)

    def _address(self, *, sort: str = "", place: Sequence[tuple[str, str]] = (), cleared: Sequence[str] = ()) -> str:
        pairs = [("view", self.view.key)] if self.view else []
        for key, values in self.state.items():
            wanted = [] if key in cleared else [sort] if key == "sort" and sort else values
            if wanted != self.usual_state[key]:
                pairs += [(key, value) for value in wanted or [""]]
        query = urlencode([*pairs, *place])
        return f"{self.path}?{query}" if query else self.path


def _with(address: str, **more: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"


def _tidy(values: list[str]) -> list[str]:
    """A character that no text has stays visible as one, so that nothing is asked that was not asked."""
    return [value.replace("\x00", "\ufffd")[:LONGEST] for value in values[:MOST] if value]
