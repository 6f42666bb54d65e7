"""An import from file to record: receive, correct the mapping, apply once, and take it back or put it away.

What is short is done at once. What is long goes on by itself: the run is written first, a worker is asked after
commit, and a sweep finds what nobody was asked for (`imports/tasks.py`).
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.queue import ask_worker_after_commit
from imports.adapters import Adapter, adapter_of, known_headers
from imports.lines import BATCH
from imports.mappings import map_columns, remember
from imports.models import WORKING, ImportKey, ImportRun, RowAction, RunState
from imports.phases import finish_import, forget_file, perform
from imports.reading import check_file, estimated_length
from imports.working import Work, start, start_among_done
from tenants.models import Language, Member

WORK = "imports.work"
FROM_THE_END = 2**15 - 1, 2**31 - 1
"""Rank and line behind the last one."""
SHORT = BATCH
"""Up to so many lines nobody waits for a worker."""


@transaction.atomic
def check(*, kind: str, file: BinaryIO, file_name: str, size: int, company_id: int | None, by: Member) -> ImportRun:
    """Keep the file, guess its columns, and find out what each of its lines would do. Nothing is imported yet.

    A short file is checked when this returns. Raises DomainError on field `file` when it cannot be read, and on field
    `company` when it cannot be about this customer.
    """
    adapter = adapter_of(kind)
    by.check_may(adapter.capability)
    _check_customer(adapter, company_id, by)
    headers = check_file(file, size=size, known=known_headers(adapter))
    run = ImportRun(
        tenant_id=by.tenant_id, kind=kind, company_id=company_id, key=secrets.token_hex(16), headers=headers,
        file_name=file_name.replace("\x00", "")[-200:], language=_language(), total=estimated_length(file),
        created_by=by,
    )  # fmt: skip
    map_columns(run, adapter)
    file.seek(0)
    run.file.save("", File(file), save=False)
    start(run, RunState.READING)
    run.save()
    try:
        _go(run, by)
    except DomainError:
        run.file.storage.delete(run.file.name)
        raise
    return run


@transaction.atomic
def remap(*, run: ImportRun, layout: str, mapping: dict[str, str], groups: list[str], by: Member) -> ImportRun:
    """Say which column fills which field and whose lines are meant, and judge every line again.

    The next file with these headers is read the same way. Raises DomainError once the run was applied or put away, and
    for a field, column or layout that is not there.
    """
    run = _locked(run, RunState.CHECKED)
    adapter = adapter_of(run.kind)
    check_known("layout", {layout}, {"", *(each.key for each in adapter.layouts)})
    check_known("mapping", mapping.keys(), {column.key for column in adapter.columns})
    check_known("mapping", mapping.values(), run.headers)
    run.layout, run.mapping = layout, dict(mapping)
    run.groups = [group for group in run.found_groups if group in groups]
    run.is_remembered = False
    remember(run)
    ImportKey.objects.filter(run=run).delete()
    start(run, RunState.MATCHING)
    _save(run, by)
    _go(run, by)
    return run


@transaction.atomic
def apply(*, run: ImportRun, by: Member, is_whole: bool = False) -> ImportRun:
    """Import every line that is not wrong, once; with `is_whole` only if none is wrong, in one transaction.

    A short file is imported when this returns. Raises DomainError when the run was applied or put away before, when
    no line is left to import, or when all was wanted and a line is wrong.
    """
    run = _locked(run, RunState.CHECKED)
    counts = counts_of(run)
    if not any(counts[action] for action in (RowAction.CREATE, RowAction.UPDATE, RowAction.SAME)):
        raise DomainError("nothing_to_import", _("No line of this file can be imported."))
    if is_whole and counts[RowAction.WRONG]:
        raise DomainError("lines_wrong", _("Some lines are wrong. Correct the file, or import the valid lines only."))
    run.is_whole, run.is_stopping, run.problem = is_whole, False, ""
    start(run, RunState.APPLYING)
    _save(run, by)
    _go(run, by)
    return run


@transaction.atomic
def go_on(*, run: ImportRun, by: Member) -> ImportRun:
    """Import the lines that were left when somebody stopped it."""
    run = _locked(run, RunState.APPLIED)
    if not run.is_stopped:
        raise DomainError("import_applied", _("This file was imported already."))
    run.is_stopped, run.is_stopping, run.problem = False, False, ""
    start_among_done(run, RunState.APPLYING)
    _save(run, by)
    _go(run, by)
    return run


@transaction.atomic
def stop(*, run: ImportRun, by: Member) -> ImportRun:
    """Stop what goes on by itself. What was imported stays; what was only looked at is put away.

    A worker that has it stops after its batch; where none has, it is stopped at once.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    by.check_may(adapter_of(run.kind).capability)
    if run.state not in WORKING or run.state == RunState.UNDOING:
        raise DomainError("import_not_at_work", _("There is nothing to stop any more."))
    run.is_stopping = True
    run.save(update_fields=["is_stopping"])
    if run.claimed_until is None:
        halt(run, by=by)
    return run


@transaction.atomic
def discard(*, run: ImportRun, by: Member) -> None:
    """Put the dry run away without importing anything."""
    run = _locked(run, RunState.CHECKED)
    by.check_may(adapter_of(run.kind).capability)
    _put_away(run)
    run.save()


@transaction.atomic
def weigh_undo(*, run: ImportRun, by: Member) -> ImportRun:
    """Find out what undoing the import would do with each line, and what would stay. Nothing is undone yet."""
    run = _locked(run, RunState.APPLIED, RunState.WEIGHED)
    run.rows.exclude(undo="").update(undo="", undo_reasons=[])
    return _go_back(run, RunState.WEIGHING, by)


@transaction.atomic
def undo(*, run: ImportRun, by: Member) -> ImportRun:
    """Take the import back, as far as nothing was built on it."""
    return _go_back(_locked(run, RunState.WEIGHED), RunState.UNDOING, by)


@transaction.atomic
def keep(*, run: ImportRun, by: Member) -> None:
    """Undo nothing after all."""
    run = _locked(run, RunState.WEIGHED)
    start_among_done(run, RunState.APPLIED)
    _save(run, by)


def halt(run: ImportRun, *, by: Member | None, problem: str = "") -> None:
    """End the work where it stands, because it was stopped or cannot go on. The run is locked and unclaimed then."""
    run.is_stopping, run.problem, run.claim, run.claimed_until = False, problem, "", None
    if run.state in (RunState.READING, RunState.MATCHING, RunState.CHECKING):
        _put_away(run)
        run.state = RunState.REFUSED if problem else RunState.DISCARDED
    elif run.state == RunState.APPLYING:
        if run.rows.filter(is_done=True).exists():
            finish_import(run, by=by, is_stopped=True)
        else:
            start(run, RunState.CHECKED)
    elif run.state in (RunState.WEIGHING, RunState.UNDOING):
        start_among_done(run, RunState.APPLIED)
    run.save()


def check_known(field: str, asked: Iterable[str], known: Collection[str]) -> None:
    """Raise DomainError `not_known` unless the file, or what is imported, has each of these."""
    for each in asked:
        if each not in known:
            words = _("“%(text)s” is not known here.") % {"text": each[:60]}
            raise DomainError("not_known", words, field=field)


def counts_of(run: ImportRun) -> dict[str, int]:
    """How many lines are new, changed, unchanged, left out and wrong."""
    counted = Counter(dict(run.rows.order_by().values_list("action").annotate(number=Count("pk"))))
    return {action.value: counted[action.value] for action in RowAction}


def _check_customer(adapter: Adapter, company_id: int | None, by: Member) -> None:
    if company_id is None and adapter.needs_customer:
        raise DomainError("company_missing", _("This file needs one customer: choose which."), field="company")
    if company_id is not None and not adapter.customers(by).filter(pk=company_id).exists():
        raise DomainError(
            "company_unknown",
            _("This customer does not exist, or you do not see it. Choose another one."),
            field="company",
        )


def _go(run: ImportRun, by: Member) -> None:
    """Do it at once where it is short, else ask a worker."""
    if run.total <= SHORT:
        perform(Work(run, by=by))
    else:
        ask_worker_after_commit(WORK, tenant_id=run.tenant_id, run_id=run.pk)


def _go_back(run: ImportRun, state: RunState, by: Member) -> ImportRun:
    """Let a worker go through the lines from the last one to the first."""
    run.is_stopping, run.problem = False, ""
    start(run, state)
    run.rank, run.line = FROM_THE_END
    _save(run, by)
    _go(run, by)
    return run


def _save(run: ImportRun, by: Member) -> None:
    by.check_may(adapter_of(run.kind).capability)
    run.acted_by, run.language = by, _language()
    run.save()


def _put_away(run: ImportRun) -> None:
    ImportKey.objects.filter(run=run).delete()
    run.rows.all().delete()
    forget_file(run)
    run.state = RunState.DISCARDED


def _locked(run: ImportRun, *states: RunState) -> ImportRun:
    """The run as it stands, for a verb that is possible in these states only."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=run.pk)
    if run.state in states:
        return run
    if run.state in WORKING:
        raise DomainError("import_at_work", _("This import is being worked on. Wait until it is done."))
    if run.state in (RunState.DISCARDED, RunState.REFUSED):
        raise DomainError("import_discarded", _("This import was discarded. Upload the file again."))
    if run.state == RunState.UNDONE:
        raise DomainError("import_undone", _("This import was undone. Upload the file again."))
    if run.was_applied:
        raise DomainError("import_applied", _("This file was imported already."))
    raise DomainError("import_not_applied", _("Nothing of this file was imported yet."))


def _language() -> str:
    language = (get_language() or Language.ENGLISH)[:2]
    return language if language in Language.values else Language.ENGLISH
