"""The work on an import, one function for each state that goes on by itself: read, compare, check, import, undo."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.authorship import Door, acting_as, through
from core.errors import DomainError
from core.events import in_one_go, publish
from imports.adapters import Outcome, Plan, known_headers
from imports.lines import (
    BATCH,
    children_first,
    claim_records,
    entry_of,
    find_groups,
    in_file_order,
    keep_keys,
    parents_first,
    plans_of,
)
from imports.models import ImportRow, ImportRun, RowAction, RunState
from imports.reading import TableLine, open_table
from imports.working import Work, start, start_among_done, whole_if

JUDGED = (
    "action", "changes", "ids", "problems", "notes", "matched_by", "record_id", "rank", "is_done", "undo",
    "undo_reasons",
)  # fmt: skip
UNDONE = ("undo", "undo_reasons", "is_done")


def perform(work: Work) -> None:
    """Go on until the run needs a person again. Raises DomainError when it cannot."""
    while work.run.state in PHASES:
        PHASES[RunState(work.run.state)](work)


def read(work: Work) -> None:
    """Keep every line of the file. What a worker before this one has read is passed over."""
    with work.run.file.open("rb") as file:
        table = open_table(file, known=known_headers(work.adapter))
        for lines in _batches(line for line in table.lines if line.number > work.run.line):
            with work.batch() as run:
                ImportRow.objects.bulk_create([_row(run, table.headers, line) for line in lines])
                run.line, run.done = lines[-1].number, run.done + len(lines)
                run.total = max(run.total, run.done)
    with work.batch() as run:
        forget_file(run)
        run.total = run.done
        start(run, RunState.MATCHING)


def match(work: Work) -> None:
    """Write down what each line is known by, before the first of them is judged."""

    def end(run: ImportRun) -> None:
        run.found_groups = find_groups(run)
        if not run.groups and run.found_groups:
            run.groups = work.adapter.guess_groups(run=run, groups=run.found_groups)
        start(run, RunState.CHECKING)

    _each(work, in_file_order, lambda run, rows: keep_keys(run, [entry_of(run, row) for row in rows]), end)


def check(work: Work) -> None:
    """Say what each line would do, without writing anything of it."""

    def judge(run: ImportRun, rows: list[ImportRow]) -> None:
        _keep(rows, plans_of(run, rows, work.member, is_locked=False))

    _each(work, in_file_order, judge, lambda run: start(run, RunState.CHECKED))


def apply(work: Work) -> None:
    """Import every line that is not wrong. The lines are judged again: what changed meanwhile is met as it is now."""
    with through(Door.IMPORT), acting_as(work.run.actor), whole_if(work, work.run.is_whole):
        _each(
            work, parents_first, lambda run, rows: _import(run, rows, work),
            lambda run: finish_import(run, by=work.member),
        )  # fmt: skip


def weigh(work: Work) -> None:
    """Say what undoing would do with each line, and what would stay."""

    def ask(run: ImportRun, rows: list[ImportRow]) -> None:
        done = [row for row in rows if _has_effect(row)]
        _note(work.adapter.undo(run=run, rows=done, by=work.member, is_only_asked=True))
        _write(done, UNDONE)

    with through(Door.IMPORT), acting_as(work.run.actor):
        _each(work, children_first, ask, lambda run: start(run, RunState.WEIGHED))


def undo(work: Work) -> None:
    """Take back what the import did, last things first, as far as nothing was built on it."""

    def take_back(run: ImportRun, rows: list[ImportRow]) -> None:
        done = [row for row in rows if _has_effect(row)]
        with in_one_go():
            outcomes = work.adapter.undo(run=run, rows=done, by=work.member, is_only_asked=False)
        _note(outcomes)
        for row in rows:
            row.is_done = False
        _write(rows, UNDONE)

    def end(run: ImportRun) -> None:
        start(run, RunState.UNDONE)
        run.undone_at = timezone.now()
        publish("imports.import_undone", subject=run, by=work.member, data={"kind": run.kind})

    with through(Door.IMPORT), acting_as(work.run.actor):
        _each(work, children_first, take_back, end)


PHASES: dict[RunState, Callable[[Work], None]] = {
    RunState.READING: read,
    RunState.MATCHING: match,
    RunState.CHECKING: check,
    RunState.APPLYING: apply,
    RunState.WEIGHING: weigh,
    RunState.UNDOING: undo,
}


def finish_import(run: ImportRun, *, by, is_stopped: bool = False) -> None:
    """The import is at its end, or was stopped on the way."""
    start_among_done(run, RunState.APPLIED)
    run.is_stopped, run.applied_at = is_stopped, run.applied_at or timezone.now()
    data = {"kind": run.kind, "lines": run.done, "is_stopped": is_stopped}
    publish("imports.import_applied", subject=run, by=by, data=data)


def forget_file(run: ImportRun) -> None:
    """All of it is kept line by line; the upload itself goes once that is safe."""
    name, run.file = run.file.name, ""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def _import(run: ImportRun, rows: list[ImportRow], work: Work) -> None:
    plans = plans_of(run, rows, work.member, is_locked=True)
    _check_whole(run, plans)
    to_do = [plan for plan in plans if plan.verdict.is_to_do]
    if to_do:
        with in_one_go():
            work.adapter.carry_out(run=run, plans=to_do, by=work.member)
        _check_whole(run, plans)
        claim_records(run, to_do)
    for row in rows:
        row.is_done = True
    _keep(rows, plans)


def _check_whole(run: ImportRun, plans: list[Plan]) -> None:
    """Where all or nothing is wanted, one wrong line is enough for nothing."""
    wrong = next((plan.verdict for plan in plans if plan.verdict.action == RowAction.WRONG), None)
    if run.is_whole and wrong:
        words = _("Line %(line)d has become wrong meanwhile: %(reason)s Nothing was imported.")
        raise DomainError("line_wrong", words % {"line": wrong.line, "reason": wrong.problems[0]["reason"]})


def _each(
    work: Work,
    pick: Callable[[ImportRun], list[ImportRow]],
    do: Callable[[ImportRun, list[ImportRow]], None],
    end: Callable[[ImportRun], None],
) -> None:
    """Batch by batch until no line is left, then the end."""
    while True:
        with work.batch() as run:
            rows = pick(run)
            if not rows:
                end(run)
                return
            do(run, rows)
            run.line, run.done = rows[-1].line, run.done + len(rows)
            if pick is in_file_order and len(rows) < BATCH:  # nothing is behind them, and need not be looked for
                end(run)
                return


def _batches(lines: Iterable[TableLine]) -> Iterator[list[TableLine]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _row(run: ImportRun, headers: list[str], line: TableLine) -> ImportRow:
    values = dict(zip(headers, line.cells, strict=True))
    return ImportRow(
        tenant_id=run.tenant_id, run=run, line=line.number, values=values, is_ragged=line.is_ragged,
        action=RowAction.LEFT_OUT,
    )  # fmt: skip


def _keep(rows: list[ImportRow], plans: list[Plan]) -> None:
    for row, plan in zip(rows, plans, strict=True):
        verdict = plan.verdict
        row.action, row.record_id, row.matched_by = verdict.action, verdict.record_id, verdict.matched_by
        row.changes, row.ids, row.problems, row.notes = verdict.changes, verdict.ids, verdict.problems, verdict.notes
        row.rank = verdict.rank if not row.is_done else row.rank
    _write(rows, JUDGED)


def _note(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        outcome.row.undo, outcome.row.undo_reasons = outcome.undo, outcome.reasons


def _write(rows: list[ImportRow], fields: Iterable[str]) -> None:
    """Many rows in one statement that stays the same size, where Django's bulk_update would spell out every case."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=list(fields))


def _has_effect(row: ImportRow) -> bool:
    return row.is_done and row.action in (RowAction.CREATE, RowAction.UPDATE)
