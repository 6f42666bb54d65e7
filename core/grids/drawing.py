"""The rows of a list as HTML.

Written in Python, not in a template: fifty rows of ten cells are most of a page's time.
"""

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from heroicons import _render_icon

from core.grids.declaration import Action, Column

if TYPE_CHECKING:
    from core.grids.grid import Grid

NOTHING = '<span class="grid__empty">—</span>'
DOTS = _render_icon("mini", "ellipsis-horizontal", 20, {"class": "icon", "aria-hidden": "true"})


def rows(grid: "Grid", csrf_token: Any = "") -> SafeString:
    """The `<tr>` of each row of the page."""
    chosen = bool(grid.bulk_offered)
    first, *others = [_cell(column, grid) for column in grid.chosen_columns]
    openings = [
        f'<td data-label="{escape(str(column.label))}"{_classes(column)}>' for column in grid.chosen_columns[1:]
    ]
    drawn = []
    for row in grid.objects:
        url, heading = grid.link(row), first(row)
        cells = "".join(f"{opening}{cell(row) or NOTHING}</td>" for opening, cell in zip(openings, others, strict=True))
        title = grid.title(row)
        menu = row_menu(grid.menu(row), title, f"{grid.key}-{row.pk}", csrf_token)
        box = _box(grid.key, row.pk, title) if chosen else ""
        if url:
            heading = f'<a href="{escape(url)}">{heading}</a>'
        drawn.append(
            f'<tr data-ui-row>{box}<th scope="row">{heading}</th>{cells}<td class="grid__cell--menu">{menu}</td></tr>'
        )
    return mark_safe("\n".join(drawn))  # noqa: S308


def row_menu(actions: Iterable[Action], label: str, key: str, csrf_token: Any = "") -> SafeString:
    """A button with three dots, and the menu that it opens without a script; nothing where there is nothing to do."""
    entries = "".join(_entry(action, number, csrf_token) for number, action in enumerate(actions))
    if not entries:
        return mark_safe("")
    name = escape(_("Actions for %(label)s") % {"label": label} if label else _("Actions"))
    return mark_safe(  # noqa: S308
        f'<button type="button" class="row-menu" popovertarget="menu-{key}" aria-label="{name}">{DOTS}</button>'
        f'<div id="menu-{key}" class="menu" popover data-ui-menu>{entries}</div>'
    )


def _box(key: str, pk: int, title: str) -> str:
    """The check box that chooses the row for what is done to several at once."""
    name = escape(_("Choose %(name)s") % {"name": title})
    return (
        f'<td class="grid__cell--choose"><input type="checkbox" name="row" value="{pk}" form="{key}-bulk"'
        f' aria-label="{name}" autocomplete="off"></td>'
    )


def _entry(action: Action, number: int, csrf_token: Any) -> str:
    style = "menu__item menu__item--critical" if action.critical else "menu__item"
    line = '<div class="menu__line"></div>' if action.line and number else ""
    url, label = escape(action.url), escape(str(action.label))
    if not action.post:
        return f'{line}<a class="{style}" href="{url}">{label}</a>'
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(str(csrf_token))}">'
    return f'{line}<form method="post" action="{url}">{token}<button class="{style}">{label}</button></form>'


def _cell(column: Column, grid: "Grid") -> Callable[[Any], str]:
    """How the column's cell of a row is drawn."""
    draw, link, value_of = column.draw or _by_template(column, grid), column.link, column.value_of
    words = {value: conditional_escape(label) for value, label in column.choices} if column.choices else None

    def text(row) -> str:
        value = value_of(row)
        if draw:
            return draw(row, value)
        if words is not None:
            return words.get(value, "")
        return "" if value is None else conditional_escape(value)

    return (lambda row: f'<a href="{escape(link(grid, row))}">{text(row)}</a>') if link else text


def _by_template(column: Column, grid: "Grid") -> Callable[[Any, Any], str] | None:
    if not column.template:
        return None
    render = get_template(column.template).render
    return lambda row, value: render({"row": row, "value": value, "grid": grid})


def _classes(column: Column) -> str:
    names = [
        *(["grid__cell--numeric"] if column.numeric else []),
        *([] if column.small else ["grid__cell--wide-only"]),
    ]
    return f' class="{" ".join(names)}"' if names else ""
