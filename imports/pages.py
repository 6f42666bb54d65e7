"""What the page of an import run shows: its counts, its lines with what they do, and how its columns are read."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from imports.adapters import Adapter, adapter_of
from imports.forms import MappingForm
from imports.models import ImportRow, ImportRun, RowAction, RunState
from imports.runs import counts_of, groups_of

PAGE_SIZE = 100
TONES = {
    RowAction.CREATE: ("positive", "plus"),
    RowAction.UPDATE: ("accent", "pencil-square"),
    RowAction.SAME: ("neutral", "equals"),
    RowAction.LEFT_OUT: ("neutral", "minus"),
    RowAction.WRONG: ("critical", "exclamation-triangle"),
}


@dataclass(frozen=True, slots=True)
class Change:
    label: Any
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Problem:
    label: Any
    reason: str


@dataclass(frozen=True, slots=True)
class LineOfRun:
    number: int
    title: str
    label: Any
    tone: str
    icon: str
    changes: list[Change]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines do one thing; also the tab that shows them."""

    label: Any
    count: int
    url: str
    is_current: bool


def run_body(run: ImportRun, *, shown: str = "", page: int = 1, form: MappingForm | None = None) -> dict[str, Any]:
    """The context of `imports/_run.html`. `shown`: one action, or nothing for all, the wrong ones first."""
    adapter = adapter_of(run.kind)
    counts = counts_of(run)
    shown = shown if shown in counts else ""
    rows = run.rows.filter(action=shown) if shown else run.rows.all()
    start = (page - 1) * PAGE_SIZE
    found = list(rows.order_by("line")[start : start + PAGE_SIZE + 1])
    importable = counts[RowAction.CREATE] + counts[RowAction.UPDATE]
    return {
        "run": run,
        "is_open": run.state == RunState.CHECKED,
        "is_applied": run.state == RunState.APPLIED,
        "tabs": _tabs(counts, shown),
        "lines": [_line(row, run, adapter) for row in found[:PAGE_SIZE]],
        "previous_url": f"?show={shown}&page={page - 1}" if page > 1 else "",
        "next_url_of_lines": f"?show={shown}&page={page + 1}" if len(found) > PAGE_SIZE else "",
        "importable": importable,
        "counts": counts,
        "layout_label": next((each.label for each in adapter.layouts if each.key == run.layout), ""),
        "mapping_form": form or MappingForm(run=run, adapter=adapter, groups=groups_of(run)),
        "needs_mapping": bool(form) or not importable and bool(counts[RowAction.WRONG]),
    }


def _tabs(counts: dict[str, int], shown: str) -> list[Count]:
    total = Count(_("all lines"), sum(counts.values()), "?show=", not shown)
    each = [
        Count(RowAction(action).label, count, f"?show={action}", shown == action)
        for action, count in counts.items()
        if count
    ]
    return [total, *each]


def _line(row: ImportRow, run: ImportRun, adapter: Adapter) -> LineOfRun:
    labels = {column.key: column.label for column in adapter.columns}
    tone, icon = TONES[RowAction(row.action)]
    title_key = adapter.columns[0].key
    title = row.values.get(run.mapping.get(title_key, ""), "")
    order = [*labels, *(key for key in row.changes if key not in labels)]
    changes = [
        Change(labels.get(key) or adapter.label_of(key), *(adapter.in_words(key, value) for value in row.changes[key]))
        for key in order
        if key in row.changes and not (row.action == RowAction.CREATE and key == title_key)
    ]
    problems = [Problem(labels.get(each["field"], each["field"]), each["reason"]) for each in row.problems]
    return LineOfRun(row.line, title, row.get_action_display(), tone, icon, changes, problems)
