"""What the page of an import run shows: its counts, its lines with what they do, and how its columns are read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count as CountOf
from django.utils.translation import gettext as _

from core.querying import first_of
from imports.adapters import Adapter, adapter_of, seen_by
from imports.forms import MappingForm, UploadForm
from imports.lines import entry_of
from imports.models import ImportRow, ImportRun, RowAction, RunState, Undo
from imports.runs import counts_of

PAGE_SIZE = 100
NAMED = 3
"""Of the customers that a file names, how many are read out."""
TONES = {
    RowAction.CREATE: ("positive", "plus"),
    RowAction.UPDATE: ("accent", "pencil-square"),
    RowAction.SAME: ("neutral", "equals"),
    RowAction.LEFT_OUT: ("neutral", "minus"),
    RowAction.WRONG: ("critical", "exclamation-triangle"),
    Undo.REMOVE: ("positive", "trash"),
    Undo.PUT_BACK: ("positive", "arrow-uturn-left"),
    Undo.IN_PART: ("caution", "arrow-uturn-left"),
    Undo.STAYS: ("caution", "lock-closed"),
}
STATE_TONES = {
    RunState.APPLIED: ("positive", "check"),
    RunState.WEIGHED: ("positive", "check"),
    RunState.REFUSED: ("critical", "exclamation-triangle"),
    RunState.CHECKED: ("caution", "eye"),
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
    matched_by: Any
    changes: list[Change]
    problems: list[Problem]
    notes: list[Problem]


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines do one thing; also the tab that shows them."""

    label: Any
    count: int
    url: str
    is_current: bool


def upload_body(
    *, kind: str, member, company_id: int | None, upload_url: str, form: UploadForm | None = None, next_url: str = ""
) -> dict[str, Any]:
    """The context of `imports/_upload.html`: upload a file, or go on with one that waits."""
    adapter = adapter_of(kind)
    runs = seen_by(member, kind).filter(company_id=company_id).exclude(state=RunState.DISCARDED)
    latest = runs.select_related("created_by").order_by("-created_at")[:8]
    return {
        "upload_form": form or UploadForm(),
        "runs": [RunInList(run, *state_of(run)) for run in latest],
        "upload_url": upload_url,
        "next_url": next_url,
        "matching": adapter.matching,
        "layouts": [layout.label for layout in adapter.layouts],
        "columns": [column.label for column in adapter.columns],
    }


@dataclass(frozen=True, slots=True)
class RunInList:
    run: ImportRun
    state: Any
    tone: str
    icon: str


def state_of(run: ImportRun) -> tuple[Any, str, str]:
    """The state in words, for people, with tone and icon."""
    if run.is_at_work:
        return f"{run.get_state_display()}, {run.percent} %", "accent", "arrow-path"
    if run.state == RunState.CHECKED:
        return _("dry run: nothing imported yet"), "caution", "eye"
    if run.is_stopped:
        return _("imported in part"), "caution", "stop-circle"
    return run.get_state_display(), *STATE_TONES.get(RunState(run.state), ("neutral", "minus"))


def work_body(run: ImportRun) -> dict[str, Any]:
    """What is shown while a worker has it: one query, whatever its size."""
    state, tone, icon = state_of(run)
    return {"run": run, "state": state, "tone": tone, "icon": icon, "may_stop": run.state != RunState.UNDOING}


def run_body(run: ImportRun, *, shown: str = "", page: int = 1, form: MappingForm | None = None) -> dict[str, Any]:
    """The context of `imports/run.html`. `shown`: one action, or nothing for all."""
    adapter = adapter_of(run.kind)
    counts = counts_of(run)
    is_undo = run.state in (RunState.WEIGHED, RunState.UNDONE)
    undo_counts = _undo_counts(run) if is_undo else {}
    column = "undo" if shown in undo_counts else "action"
    shown = shown if shown in counts or shown in undo_counts else ""
    rows = run.rows.filter(**{column: shown}) if shown else run.rows.all()
    start = (page - 1) * PAGE_SIZE
    found, is_more = first_of(rows.order_by("line")[start:], PAGE_SIZE)
    importable = counts[RowAction.CREATE] + counts[RowAction.UPDATE]
    needs_mapping = run.is_open and (bool(form) or not importable and bool(counts[RowAction.WRONG]))
    return {
        **work_body(run),
        "adapter": adapter,
        "place": adapter.place(run),
        "tabs": _tabs(counts, undo_counts, shown),
        "lines": [_line(row, run, adapter, is_undo=is_undo) for row in found],
        "previous_url": f"?show={shown}&page={page - 1}" if page > 1 else "",
        "next_url_of_lines": f"?show={shown}&page={page + 1}" if is_more else "",
        "importable": importable,
        "counts": counts,
        "undo_counts": undo_counts,
        "remaining": max(run.total - run.done, 0),
        "layout_label": next((each.label for each in adapter.layouts if each.key == run.layout), ""),
        "mapping_form": form or MappingForm(run=run, adapter=adapter) if run.is_open else None,
        "needs_mapping": needs_mapping,
        "names_others": ", ".join(run.found_groups[:NAMED]) if run.is_open and not run.groups else "",
    }


def _undo_counts(run: ImportRun) -> dict[str, int]:
    counted = dict(run.rows.exclude(undo="").order_by().values_list("undo").annotate(number=CountOf("pk")))
    return {each.value: counted.get(each.value, 0) for each in Undo}


def _tabs(counts: dict[str, int], undo_counts: dict[str, int], shown: str) -> list[Count]:
    total = Count(_("all lines"), sum(counts.values()), "?show=", not shown)
    each = [
        Count(RowAction(action).label, count, f"?show={action}", shown == action)
        for action, count in counts.items()
        if count
    ]
    undone = [
        Count(Undo(undo).label, count, f"?show={undo}", shown == undo) for undo, count in undo_counts.items() if count
    ]
    return [total, *each, *undone]


def _line(row: ImportRow, run: ImportRun, adapter: Adapter, *, is_undo: bool) -> LineOfRun:
    labels = {column.key: column.label for column in adapter.columns}

    def label_of(key: str) -> Any:
        return labels.get(key) or (adapter.label_of(key) if key else "")

    order = [*labels, *(key for key in row.changes if key not in labels)]
    changes = [
        Change(label_of(key), *(adapter.in_words(key, value) for value in row.changes[key]))
        for key in order
        if key in row.changes
    ]
    problems = [Problem(label_of(each["field"]), each["reason"]) for each in row.problems]
    notes = [Problem(label_of(each["field"]), each["reason"]) for each in row.notes]
    label: Any = row.get_action_display()
    tone, icon = TONES[RowAction(row.action)]
    if is_undo and row.undo:
        label, (tone, icon) = row.get_undo_display(), TONES[Undo(row.undo)]
        notes = [Problem(label_of(each["field"]), each["reason"]) for each in row.undo_reasons]
    return LineOfRun(
        row.line, adapter.title(entry_of(run, row).values), label, tone, icon,
        label_of(row.matched_by) if row.matched_by and row.action != RowAction.CREATE else "", changes, problems, notes,
    )  # fmt: skip
