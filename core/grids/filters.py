"""The kinds of filters of a list. Each reads its own keys of the address, and nothing else.

A filter never drops what it was asked: a value that is not offered (any more, or to this member) finds nothing, so that
an old bookmark or a saved view whose value has vanished does not show, or take for several at once, more than it did.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from core.grids.declaration import Choices
from core.querying import begins
from core.sortkeys import sort_key

if TYPE_CHECKING:
    from core.grids.grid import Grid

LONGEST = 100
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
Values = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One of several choices. `choices`: pairs, or a function of the grid that gives them.

    `apply` is a function of (queryset, value), or the one field lookup that the value is compared with. `default` is
    chosen until something else is asked. What is not `quick` stands in the panel behind the button *Filter*.
    """

    kind: ClassVar[str] = "choice"

    key: str
    label: Any
    choices: Choices | Callable[["Grid"], Choices] = ()
    apply: str | Callable[[models.QuerySet, Any], models.QuerySet]
    default: str = ""
    quick: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the address that this filter reads."""
        return (self.key,)

    def offered(self, grid: "Grid") -> list[tuple[str, str]]:
        found = self.choices(grid) if callable(self.choices) else self.choices
        return [(str(value), str(label)) for value, label in found]

    def clean(self, asked: Values, choices: list[tuple[str, str]]) -> Values:
        """What was asked, as the address keeps it."""
        return {self.key: asked[self.key][-1:]}

    def unknown(self, values: Values, choices: list[tuple[str, str]]) -> list[str]:
        """The values that the filter knows nothing of."""
        return [value for value in values[self.key] if value not in dict(choices)]

    def narrow(self, rows: models.QuerySet, values: Values, grid: "Grid") -> models.QuerySet:
        value = self.argument(values, grid)
        return rows.filter(**{self.apply: value}) if isinstance(self.apply, str) else self.apply(rows, value)

    def argument(self, values: Values, grid: "Grid") -> Any:
        return values[self.key][0]

    def words(self, values: Values, choices: list[tuple[str, str]]) -> str:
        """What was chosen, for whoever reads the list."""
        return ", ".join(label for value, label in choices if value in values[self.key])


@dataclass(frozen=True, kw_only=True)
class YesNoFilter(Filter):
    """Yes or no; `apply` names a yes-or-no field, or takes the answer."""

    choices: Choices | Callable[["Grid"], Choices] = field(default=(("yes", _("Yes")), ("no", _("No"))))

    def argument(self, values, grid):
        return values[self.key][0] == "yes"


@dataclass(frozen=True, kw_only=True)
class PersonFilter(Filter):
    """A member; *Me* comes first, and means whoever looks: so a shared view can speak of everybody's own."""

    def offered(self, grid):
        return [("me", str(_("Me"))), *super().offered(grid)]

    def argument(self, values, grid):
        return grid.member.pk if values[self.key] == ["me"] else values[self.key][0]


@dataclass(frozen=True, kw_only=True)
class SeveralFilter(Filter):
    """Any of the choices that are ticked; `apply` is a field, or takes the list of values."""

    kind: ClassVar[str] = "several"
    quick: bool = False

    def clean(self, asked, choices):
        known = dict(choices)
        wanted = list(dict.fromkeys(asked[self.key]))
        return {self.key: [value for value in wanted if value in known] or wanted[:1]}

    def narrow(self, rows, values, grid):
        chosen = values[self.key]
        return rows.filter(**{f"{self.apply}__in": chosen}) if isinstance(self.apply, str) else self.apply(rows, chosen)


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """The beginning of a text. `apply` names an indexed column; `normal` writes the text as the column has it."""

    kind: ClassVar[str] = "text"
    normal: Callable[[str], str] = sort_key
    quick: bool = False

    def clean(self, asked, choices):
        value = (asked[self.key] or [""])[-1].strip()[:LONGEST]
        return {self.key: [value] if value else []}

    def unknown(self, values, choices):
        return [value for value in values[self.key] if not self.normal(value)]

    def narrow(self, rows, values, grid):
        begin = self.normal(values[self.key][0])
        if callable(self.apply):
            return self.apply(rows, begin)
        return rows.filter(begins(self.apply, begin))

    def words(self, values, choices):
        return f"{values[self.key][0]}…"


@dataclass(frozen=True, kw_only=True)
class DateFilter(Filter):
    """From a day to a day, both included, each optional. `apply` names a field of days, or of moments."""

    kind: ClassVar[str] = "dates"
    quick: bool = False

    @property
    def keys(self):
        return (f"{self.key}-from", f"{self.key}-to")

    def clean(self, asked, choices):
        return {key: [day.isoformat()] if (day := _day(asked[key])) else asked[key][-1:] for key in self.keys}

    def unknown(self, values, choices):
        return [value for key in self.keys for value in values[key] if not _day([value])]

    def narrow(self, rows, values, grid):
        begin, end = (_day(values[key]) for key in self.keys)
        of_moments = isinstance(rows.model._meta.get_field(str(self.apply)), models.DateTimeField)
        if begin:
            rows = rows.filter(**{f"{self.apply}__gte": _midnight(begin) if of_moments else begin})
        if end:
            after = end + timedelta(days=1)
            rows = rows.filter(**{f"{self.apply}__lt": _midnight(after) if of_moments else after})
        return rows

    def words(self, values, choices):
        begin, end = (values[key][0] if values[key] else "…" for key in self.keys)
        return f"{begin} – {end}"


def _day(asked: list[str]) -> date | None:
    """The day, no earlier and no later than any that is stored; None for what is none."""
    try:
        found = parse_date(asked[-1]) if asked else None
    except ValueError:
        return None
    return min(max(found, EARLIEST), LATEST) if found else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
