"""What a package says about its list: columns, filters, what one can do with a row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

if TYPE_CHECKING:
    from core.grids.grid import Grid

Choices = Iterable[tuple[Any, Any]]
Value = TypeVar("Value")


def once_for_row(value: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """What several columns say of a row is worked out once for all its cells, and kept on the row."""
    name = f"shown_{value.__name__}"

    @wraps(value)
    def known(row: Any) -> Value:
        if not hasattr(row, name):
            setattr(row, name, value(row))
        return getattr(row, name)

    return known


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. `value`: a path of attributes ("manager.name") or a function of the row; the key by default.

    What is stored as a choice gives its `choices`. `draw` makes the cell's HTML from (row, value), for what is more
    than text; it is called for every row, so keep it a few lines of Python. `template`, a partial that gets `row` and
    `value`, does the same at ten times the cost. `link` makes the text a link, to what it says of (grid, row). `text`
    writes a value that is no text for an export.

    `sort`: the fields of an ascending sort, as an index has them behind the tenant. `groups`: parts of the list that
    follow each other, each sorted so. `small=False` hides the column where there is little room; `shown=False` until it
    is chosen.
    """

    key: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    choices: Choices | None = None
    draw: Callable[[Any, Any], Any] | None = None
    template: str = ""
    link: Callable[["Grid", Any], str] | None = None
    text: Callable[[Any], Any] | None = None
    sort: tuple[str, ...] = ()
    groups: tuple[models.Q, ...] = ()
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

    def exported(self, row) -> Any:
        """The value as a spreadsheet gets it: text, a number, a day, a moment, yes or no."""
        value = self.value_of(row)
        if self.text:
            return self.text(value) if value is not None else ""
        return dict(self.choices).get(value, "") if self.choices else value


@dataclass(frozen=True, kw_only=True)
class View:
    """A tab above the list, chosen by `?view=<key>`: the rows that it narrows to, or a state that it begins with."""

    key: str
    label: Any
    narrow: Callable[[models.QuerySet, Any], models.QuerySet] | None = None
    state: str = ""
    saved: Any = None


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """What can be done to several rows at once; `needs` the capability. The page behind it asks before it is done."""

    key: str
    label: Any
    needs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """What is remembered of a list for whoever looks: columns with their widths in pixels, and saved views."""

    columns: list[tuple[str, int | None]] = field(default_factory=list)
    views: list[View] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An entry of a row's menu: a link, or a verb by POST. `line` draws a line above it."""

    label: Any
    url: str
    post: bool = False
    critical: bool = False
    line: bool = False
