"""The components of every page, one function each (gallery: `/demo/components/`, `docs/howto/build-a-page.md`).

They are built into the template engine, so no template loads them. A misspelt or missing argument is a
TemplateSyntaxError when the template is compiled.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from secrets import token_urlsafe

from babel.numbers import format_currency, get_currency_precision
from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy
from heroicons import _render_icon

from core.dates import long_day, reader_locale, written_day
from core.grids import drawing

register = template.Library()

TONES = ("neutral", "accent", "positive", "caution", "critical")
STEP_STATES = {
    "done": (pgettext_lazy("step", "done"), "check"),
    "open": (pgettext_lazy("step", "open"), ""),
    "reopened": (pgettext_lazy("step", "opened again"), "arrow-uturn-left"),
    "failing": (pgettext_lazy("step", "not met"), "!"),
    "waiting": (pgettext_lazy("step", "waiting"), ""),
    "not_applicable": (pgettext_lazy("step", "not applicable"), "minus"),
    "skipped": (pgettext_lazy("step", "skipped"), "minus"),
    "not_yet": (pgettext_lazy("step", "not yet"), ""),
}
SEGMENTS = {state: f'<span class="progress__segment progress__segment--{state}"></span>' for state in STEP_STATES}
NOTICE_ICONS = {
    "neutral": "information-circle",
    "accent": "information-circle",
    "positive": "check-circle",
    "caution": "exclamation-triangle",
    "critical": "exclamation-circle",
}
NOTHING = "—"


def component(name: str, **context) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


# --- Leaves --------------------------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 20) -> SafeString:
    """A heroicon, for the eye only: the word stands beside it. `size` is 16 or 20 (drawn for it) or 24."""
    style = {16: "micro", 24: "outline"}.get(size, "mini")
    return mark_safe(_render_icon(style, name, size, {"class": "icon", "aria-hidden": "true"}))  # noqa: S308


@register.simple_tag
def pill(label, tone: str = "neutral", icon: str = "") -> SafeString:
    """A short state in words. `tone` is neutral, accent, positive, caution or critical."""
    return _drawn_pill(str(label), tone, icon)


@lru_cache(maxsize=1024)
def _drawn_pill(label: str, tone: str, icon: str) -> SafeString:
    """Lists draw the same few words again and again. The label is text, whatever it is."""
    return format_html('<span class="pill pill--{}">{}{}</span>', _tone(tone), _icon_or_nothing(icon), escape(label))


@register.simple_tag
def avatar(initials, name="") -> SafeString:
    """A person as initials; the name is read out, or hidden when it stands beside."""
    if not name:
        return format_html('<span class="avatar" aria-hidden="true">{}</span>', initials)
    return format_html('<span class="avatar" role="img" aria-label="{0}" title="{0}">{1}</span>', name, initials)


@register.simple_tag
def sent_once() -> SafeString:
    """The key of a form that makes something: sent twice, it is done once (the view is `tenants.once.done_once`)."""
    return format_html('<input type="hidden" name="once" value="{}">', token_urlsafe(16))


@register.simple_tag
def step_mark(state: str, silent: bool = False) -> SafeString:
    """The state of a step or finding as a shape, with the word for screen readers unless `silent`."""
    word, shape = STEP_STATES[state]
    drawn = shape if shape in ("", "!") else icon(shape, 16)
    spoken = "" if silent else format_html('<span class="visually-hidden">{}</span>', word)
    mark = format_html('<span class="step-mark step-mark--{}" aria-hidden="true">{}</span>', state, drawn)
    return format_html("{}{}", mark, spoken)


@register.simple_tag
def progress_bar(segments, label="", small: bool = False) -> SafeString:
    """A bar with a segment for each step. `segments`: states as in `step_mark`. `label`: the same in words."""
    drawn = mark_safe("".join(SEGMENTS.get(state, SEGMENTS["not_yet"]) for state in segments))  # noqa: S308
    style = "progress progress--small" if small else "progress"
    if not label:
        return format_html('<span class="{}" aria-hidden="true">{}</span>', style, drawn)
    return format_html('<span class="{0}" role="img" aria-label="{1}" title="{1}">{2}</span>', style, label, drawn)


@register.simple_tag
def money(cents: int | None, currency: str = "EUR") -> str:
    """An amount in the smallest unit of its currency, as the reader writes it."""
    if cents is None:
        return NOTHING
    amount = Decimal(cents).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=reader_locale())


@register.simple_tag
def day(value: date | None, year: bool | None = None, weekday: bool = False) -> str:
    """A date; with the year only where it is not the current one, unless told."""
    if value is None:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written_day(value, year, weekday))


@register.simple_tag
def moment(value: datetime | None, seconds: bool = False) -> str:
    """A point in time, in the time zone that is active for the reader."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    clock = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    full = f"{long_day(local.date())}, {local:%H:%M:%S} {local.tzname()}"
    return format_html(
        '<time datetime="{}" title="{}">{}, {}</time>', value.isoformat(), full, written_day(local.date()), clock
    )


@register.simple_tag
def finding(ok: bool, text, detail="", link_url="", link_label="", state: str = "") -> SafeString:
    """One thing that must hold, whether it does, and the link that mends it."""
    mark = state or ("done" if ok else "failing")
    is_sentence = str(detail).endswith(".")
    return component(
        "finding",
        mark=mark,
        text=text,
        detail=detail,
        is_sentence=is_sentence,
        link_url=link_url,
        link_label=link_label,
    )


@register.simple_tag
def section_heading(text, count=None, id: str = "", link_url="", link_label="") -> SafeString:
    """The heading of a section, with the number of what stands below it and one link at its end."""
    return component("section_heading", text=text, count=count, id=id, link_url=link_url, link_label=link_label)


@register.simple_tag
def tabs(items, label="") -> SafeString:
    """Links to the pages of one thing. `items`: objects or dicts with label, url, is_current, count (or None)."""
    return component("tabs", items=items, label=label)


@register.simple_tag
def key_value(items) -> SafeString:
    """A list of (label, value) pairs; what is empty is shown as a dash."""
    return component("key_value", items=items)


@register.simple_tag
def pagination(page) -> SafeString:
    """`page`: an object with first, last, total (text), previous_url, next_url."""
    return component("pagination", page=page)


@register.simple_tag(takes_context=True)
def row_menu(context, items, label="", key: str = "") -> SafeString:
    """The menu of a row behind a visible button. `items`: `core.grids.Action`; `key` makes its id unique."""
    return drawing.row_menu(items, label, key, context.get("csrf_token", ""))


@register.simple_tag(takes_context=True)
def grid_rows(context, grid) -> SafeString:
    """The rows of a list."""
    return drawing.rows(grid, context.get("csrf_token", ""))


@register.simple_tag(takes_context=True)
def grid(context, grid) -> SafeString:
    """A list to work with (`core.grids.Grid`): search, filters, columns, rows, pages."""
    return component("grid", grid=grid, csrf_token=context.get("csrf_token"))


@register.simple_tag
def bar_chart(bars, label) -> SafeString:
    """Numbers to compare (`core.charts.bars`). The table with the same numbers stands on the same page."""
    return component("bar_chart", bars=bars, label=label)


# --- Forms ---------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound_field) -> SafeString:
    """A form field with label, help and errors. A field that the form does not have shows nothing."""
    return bound_field.as_field_group() if bound_field else mark_safe("")


@register.simple_tag
def options(groups) -> SafeString:
    """What a select offers: (label of the group or None, its options, number), as a widget's context has it."""
    drawn = []
    for label, offered, _number in groups:
        inside = "".join(_option(each["value"], each["label"], each["attrs"]) for each in offered)
        drawn.append(f'<optgroup label="{conditional_escape(label)}">{inside}</optgroup>' if label else inside)
    return mark_safe("".join(drawn))  # noqa: S308 (every part is escaped)


def _option(value, label, attributes) -> str:
    """Without `format_html`, which would take most of the time of a page with two lists of countries."""
    further = flatatt(attributes) if attributes else ""
    return f'<option value="{conditional_escape(str(value))}"{further}>{conditional_escape(label)}</option>'


@register.simple_tag
def form_fields(form, columns: bool = False) -> SafeString:
    """All fields of a form, hidden ones included; `columns` puts them beside each other where there is room."""
    return component("form_fields", form=form, columns=columns)


@register.simple_tag
def form_errors(*forms, title="") -> SafeString:
    """What is wrong in the forms of a page, with links to the fields; or the other person's edit that came between."""
    conflicting = next((form for form in forms if getattr(form, "conflict", None)), None)
    wrong = [form for form in forms if form.is_bound and form.errors]
    return component("form_errors", conflicting=conflicting, forms=wrong, title=title)


@register.simple_tag
def hidden_version(form) -> SafeString:
    """The hidden fields of a form whose visible ones are placed by hand: its version among them."""
    return mark_safe("".join(str(hidden) for hidden in form.hidden_fields()))  # noqa: S308


@register.simple_tag
def conflict_panel(form) -> SafeString:
    """Theirs and yours, after somebody saved the record in between. `form_errors` shows it too."""
    return component("conflict_panel", form=form)


# --- Wrappers ------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content, title="", subtitle="", flush: bool = False, level: int = 2) -> SafeString:
    """A box around what is one thing. `flush`: the content reaches to the edge (lists, tables)."""
    return component("card", content=content, title=title, subtitle=subtitle, flush=flush, level=level)


@register.simple_block_tag
def pane(content, title="", count=None, id: str = "") -> SafeString:
    """A section with a heading and no box."""
    return component("pane", content=content, title=title, count=count, id=id)


@register.simple_block_tag
def empty_state(content, title, action_url="", action_label="") -> SafeString:
    """Says what belongs here, and offers the next step."""
    return component("empty_state", content=content, title=title, action_url=action_url, action_label=action_label)


@register.simple_block_tag
def notice(content, tone: str = "neutral", title="", icon: str = "") -> SafeString:
    """Something that one should know before going on."""
    shape = icon or NOTICE_ICONS[_tone(tone)]
    return component("notice", content=content, tone=tone, title=title, icon_name=shape)


@register.simple_block_tag
def disclosure(content, label, open: bool = False, id: str = "") -> SafeString:
    """A part that unfolds, without a script."""
    return component("disclosure", content=content, label=label, open=open, id=id)


@register.simple_block_tag
def menu(content, label, id: str, icon: str = "", quiet: bool = False) -> SafeString:
    """A button that opens a floating list; the items are `<a class="menu__item">` or buttons in forms."""
    return component("menu", content=content, label=label, id=id, icon_name=icon, quiet=quiet)


@register.simple_block_tag
def dialog(content, title, id: str) -> SafeString:
    """A dialog; a button with `data-ui-dialog="<id>"` opens it. Give the same by a page for those without script."""
    return component("dialog", content=content, title=title, id=id)


@register.simple_block_tag
def submit_bar(content, label=None, wizard: bool = False, cancel_url="", form: str = "", danger: bool = False):
    """The end of a form with its one primary button; the content stands at the other end.

    Without a label it is *Save & close*. `wizard`: *Save & continue* (`then=continue`) and *Save & close*
    (`then=close`). `form`: the id of the form when the bar stands outside of it.
    """
    return component(
        "submit_bar", content=content, label=label, wizard=wizard, cancel_url=cancel_url, form_id=form, danger=danger
    )


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"{tone!r} is none of the tones {TONES}.")
    return tone


def _icon_or_nothing(name: str) -> SafeString:
    return icon(name, 16) if name else mark_safe("")
