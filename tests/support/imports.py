"""Files as a person uploads them, checked and imported at once."""

import io

from imports import runs
from imports.models import ImportRun, RowAction


def check(kind: str, content: str | bytes, *, by, name: str = "", company=None) -> ImportRun:
    """The dry run."""
    data = content.encode() if isinstance(content, str) else content
    return runs.check(
        kind=kind, file=io.BytesIO(data), file_name=name or f"{kind}.csv", size=len(data),
        company_id=company and company.pk, by=by,
    )  # fmt: skip


def imported(kind: str, content: str | bytes, *, by, **more) -> ImportRun:
    """Checked and imported."""
    return runs.apply(run=check(kind, content, by=by, **more), by=by)


def actions(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("line").values_list("action", flat=True))


def problems(run: ImportRun) -> list[tuple[str, str]]:
    """Field and reason of all that is wrong."""
    rows = run.rows.filter(action=RowAction.WRONG).order_by("line")
    return [(each["field"], each["reason"]) for row in rows for each in row.problems]


def notes(run: ImportRun) -> list[tuple[str, str]]:
    return [(each["field"], each["reason"]) for row in run.rows.order_by("line") for each in row.notes]


def undone(run: ImportRun, by) -> ImportRun:
    """Weighed and undone."""
    return runs.undo(run=runs.weigh_undo(run=run, by=by), by=by)
