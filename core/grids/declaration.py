"""What a package says about its list: columns, filters, what one can do with a row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from core.grids.grid import Grid

Choices = Iterable[tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. `value`: a path of attributes ("manager.name") or a function of the row; the key by default.

    What is stored as a choice gives its `choices`. `draw` makes the cell's HTML from (row, value), for what is more
    than text; it is called for every row, so keep it a few lines of Python. `template`, a partial that gets `row` and
    `value`, does the same at ten times the cost. `link` makes the text a link, to what it
    says of (grid, row). `sort`: the order_by fields of an ascending sort, from indexed columns. `small=False` hides
    it where there is little room; `shown=False` until it is chosen.
    """

    key: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    choices: Choices | None = None
    draw: Callable[[Any, Any], Any] | None = None
    template: str = ""
    link: Callable[["Grid", Any], str] | None = None
    sort: tuple[str, ...] = ()
    numeric: bool = False
    small: bool = True
    shown: bool = True

    def value_of(self, row) -> Any:
        if callable(self.value):
            return self.value(row)
        for name in (self.value or self.key).split("."):
            row = getattr(row, name, None)
            if callable(row):
                row = row()
        return row


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A choice that narrows the list. `choices`: pairs, or a function of the grid that gives them.

    `apply` is a function of (queryset, value), or the one field lookup that the value is compared with.
    """

    key: str
    label: Any
    choices: Choices | Callable[["Grid"], Choices]
    apply: str | Callable[[models.QuerySet, str], models.QuerySet]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(**{self.apply: value}) if isinstance(self.apply, str) else self.apply(rows, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An entry of a row's menu: a link, or a verb by POST. `line` draws a line above it."""

    label: Any
    url: str
    post: bool = False
    critical: bool = False
    line: bool = False
