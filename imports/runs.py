"""An import from file to record: check (a dry run that is kept), correct the mapping, apply once, or discard."""

from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from events.models import Door
from events.store import through
from imports.adapters import Entry, Verdict, adapter_of, guess_layout, guess_mapping
from imports.models import ImportRow, ImportRun, RowAction, RunState
from imports.reading import read_table
from tenants.models import Member

BATCH = 500
Row = tuple[int, dict[str, str]]


@transaction.atomic
def check(*, kind: str, file: BinaryIO, file_name: str, size: int, company_id: int | None, by: Member) -> ImportRun:
    """Read the file, guess its layout, and keep what each of its lines would do. Nothing is imported yet.

    Raises DomainError on field `file` when it cannot be read.
    """
    adapter, table = adapter_of(kind), read_table(file, size=size)
    layout = guess_layout(adapter, table.headers)
    run = ImportRun(
        tenant_id=by.tenant_id, kind=kind, company_id=company_id, file_name=file_name[-200:], layout=layout,
        headers=table.headers, mapping=guess_mapping(adapter, table.headers, layout), created_by=by,
    )  # fmt: skip
    lines = [(line.number, dict(zip(table.headers, line.cells, strict=True))) for line in table.lines]
    run.groups = adapter.guess_groups(run=run, groups=_groups(run, lines))
    run.save()
    _keep(run, lines, _judged(run, lines, adapter.judge, by))
    return run


@transaction.atomic
def remap(*, run: ImportRun, layout: str, mapping: dict[str, str], groups: list[str], by: Member) -> ImportRun:
    """Say which column fills which field and whose lines are meant, and judge every line again.

    Raises DomainError once the run was applied or discarded.
    """
    run, adapter, lines = _locked(run), adapter_of(run.kind), _lines(run)
    keys = {column.key for column in adapter.columns}
    run.layout = layout if layout in {each.key for each in adapter.layouts} else ""
    run.mapping = {key: header for key, header in mapping.items() if key in keys and header in run.headers}
    run.groups = [group for group in _groups(run, lines) if group in groups]
    run.save(update_fields=["layout", "mapping", "groups"])
    _keep(run, lines, _judged(run, lines, adapter.judge, by))
    return run


@transaction.atomic
def apply(*, run: ImportRun, by: Member) -> ImportRun:
    """Import every line that is not wrong, in one transaction, once.

    The lines are judged again, so that what changed since the dry run is met as it is now.
    Raises DomainError when the run was applied or discarded before, or when no line is left to import.
    """
    run, adapter, lines = _locked(run), adapter_of(run.kind), _lines(run)
    with through(Door.IMPORT):
        verdicts = _judged(run, lines, adapter.apply, by)
    if all(verdict.action in (RowAction.WRONG, RowAction.LEFT_OUT) for verdict in verdicts):
        raise DomainError("nothing_to_import", _("No line of this file can be imported."))
    _keep(run, lines, verdicts)
    run.state, run.applied_at = RunState.APPLIED, timezone.now()
    run.save(update_fields=["state", "applied_at"])
    return run


@transaction.atomic
def discard(*, run: ImportRun, by: Member) -> None:
    """Put the dry run away without importing anything."""
    run = _locked(run)
    run.rows.all().delete()
    run.state = RunState.DISCARDED
    run.save(update_fields=["state"])


def groups_of(run: ImportRun) -> list[str]:
    """The customers (sites, organisations) that the file speaks of; empty when its mapping names no such column."""
    return _groups(run, _lines(run))


def counts_of(run: ImportRun) -> dict[str, int]:
    """How many lines are new, changed, unchanged, left out and wrong."""
    counted = Counter(dict(run.rows.values_list("action").annotate(number=Count("pk"))))
    return {action.value: counted[action.value] for action in RowAction}


def _locked(run: ImportRun) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state == RunState.APPLIED:
        raise DomainError("import_applied", _("This file was imported already."))
    if run.state == RunState.DISCARDED:
        raise DomainError("import_discarded", _("This import was discarded. Upload the file again."))
    return run


def _lines(run: ImportRun) -> list[Row]:
    return list(run.rows.order_by("line").values_list("line", "values"))


def _groups(run: ImportRun, lines: list[Row]) -> list[str]:
    header = run.mapping.get(adapter_of(run.kind).group_key)
    return sorted({values[header] for _line, values in lines if values.get(header)}) if header else []


def _judged(run: ImportRun, lines: list[Row], judge: Callable[..., list[Verdict]], by: Member) -> list[Verdict]:
    """The verdicts on all lines: those of other customers are left out, and of several one must be chosen first."""
    key = adapter_of(run.kind).group_key
    entries = [
        Entry(line, {key: values[header] for key, header in run.mapping.items() if values.get(header)})
        for line, values in lines
    ]
    if len(_groups(run, lines)) < 2:
        return judge(run=run, entries=entries, by=by)
    if not run.groups:
        problem = {"field": key, "reason": gettext("The file holds several customers. Choose whose lines are meant.")}
        return [Verdict(entry.line, RowAction.WRONG, problems=[problem]) for entry in entries]
    meant = [entry for entry in entries if entry.values.get(key) in run.groups]
    left_out = [entry for entry in entries if entry.values.get(key) not in run.groups]
    return judge(run=run, entries=meant, by=by) + [Verdict(entry.line, RowAction.LEFT_OUT) for entry in left_out]


def _keep(run: ImportRun, lines: list[Row], verdicts: list[Verdict]) -> None:
    by_line = {verdict.line: verdict for verdict in verdicts}
    run.rows.all().delete()
    rows = []
    for line, values in lines:
        verdict = by_line[line]
        rows.append(
            ImportRow(
                tenant_id=run.tenant_id, run=run, line=line, values=values, action=verdict.action,
                changes=verdict.changes, problems=verdict.problems, record_id=verdict.record_id,
            )
        )  # fmt: skip
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)
