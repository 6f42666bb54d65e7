"""The lines of a file by our keys, and what keeps a line out before its record is looked for."""

from collections.abc import Iterator

from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from imports.adapters import Adapter, Entry, Identity, Plan, Verdict, adapter_of, problem
from imports.models import ImportKey, ImportRow, ImportRun, RowAction
from tenants.models import Member

BATCH = 500
MAX_GROUPS = 200


def entry_of(run: ImportRun, row: ImportRow) -> Entry:
    """The line by our keys: only what the mapping says and the file fills."""
    values = {key: row.values[header] for key, header in run.mapping.items() if row.values.get(header)}
    return Entry(row.line, values)


def in_file_order(run: ImportRun) -> list[ImportRow]:
    """The next lines behind those that are done."""
    return list(run.rows.filter(line__gt=run.line).order_by("line")[:BATCH])


def parents_first(run: ImportRun) -> list[ImportRow]:
    """The next lines that are not imported yet, so that what others hang below comes before them."""
    return _next(run, run.rows.filter(is_done=False), forward=True)


def children_first(run: ImportRun) -> list[ImportRow]:
    """The next lines that are still imported, last things first."""
    return _next(run, run.rows.filter(is_done=True), forward=False)


def _next(run: ImportRun, rows, *, forward: bool) -> list[ImportRow]:
    """Two plain ranges, so that each stays a walk along its index, however long the file is."""
    beyond, order = ("gt", "") if forward else ("lt", "-")
    here = rows.filter(rank=run.rank, **{f"line__{beyond}": run.line}).order_by(f"{order}line")
    if found := list(here[:BATCH]):
        return found
    further = rows.filter(**{f"rank__{beyond}": run.rank}).order_by(f"{order}rank")
    rank = further.values_list("rank", flat=True).first()
    if rank is None:
        return []
    run.rank, run.line = rank, 0 if forward else 2**31 - 1
    return _next(run, rows, forward=forward)


def find_groups(run: ImportRun) -> list[str]:
    """The customers (sites, organisations) that the file speaks of; empty when its mapping names no such column."""
    header = run.mapping.get(adapter_of(run.kind).group_key)
    if not header:
        return []
    said = run.rows.annotate(said=KeyTextTransform(header, "values")).exclude(said="").values_list("said", flat=True)
    return sorted(name for name in said.distinct().order_by()[:MAX_GROUPS] if name)


def keep_keys(run: ImportRun, entries: list[Entry]) -> None:
    """Write down what the lines are known by; the first line that says a key has it."""
    adapter = adapter_of(run.kind)
    keys = [
        ImportKey(tenant_id=run.tenant_id, run=run, key=each.key[:200], line=entry.line, needs=each.needs[:200])
        for entry in entries
        for each in adapter.identities(run=run, entry=entry)
    ]
    ImportKey.objects.bulk_create(keys, ignore_conflicts=True)


def lines_of(run: ImportRun, keys) -> dict[str, tuple[int, str]]:
    """Which line has each of these keys, and the key that this line needs."""
    found = ImportKey.objects.filter(run=run, key__in={key[:200] for key in keys if key})
    return {each.key: (each.line, each.needs) for each in found}


def plans_of(run: ImportRun, rows: list[ImportRow], by: Member, *, is_locked: bool) -> list[Plan]:
    """What each line does: those of other customers are left out, twins are wrong, the adapter says the rest."""
    adapter = adapter_of(run.kind)
    plans: dict[int, Plan] = {}
    meant: list[Entry] = []
    for row in rows:
        entry = entry_of(run, row)
        verdict = _without_looking(run, adapter, row, entry)
        if verdict is None:
            meant.append(entry)
        else:
            plans[row.line] = Plan(verdict)
    plans |= {line: Plan(verdict) for line, verdict in _twins(run, adapter, meant)}
    left = [entry for entry in meant if entry.line not in plans]
    plans |= {plan.verdict.line: plan for plan in adapter.plan(run=run, entries=left, by=by, is_locked=is_locked)}
    _refuse_same_records(run, adapter, plans)
    return [plans[row.line] for row in rows]


def claim_records(run: ImportRun, plans: list[Plan]) -> None:
    """What a line has created is its own: no later line of the file means it too."""
    new = [plan.verdict for plan in plans if plan.verdict.action == RowAction.CREATE and plan.verdict.record_id]
    keys = [
        ImportKey(tenant_id=run.tenant_id, run=run, key=_record_key(each.record_id), line=each.line) for each in new
    ]
    ImportKey.objects.bulk_create(keys, ignore_conflicts=True)


def _without_looking(run: ImportRun, adapter: Adapter, row: ImportRow, entry: Entry) -> Verdict | None:
    """The verdict on a line that needs no look at the records, or None."""
    if len(run.found_groups) > 1:
        if not run.groups:
            words = _("The file contains several customers. Choose whose lines to import.")
            return _wrong(entry, problem(adapter.group_key, words))
        group = entry.values.get(adapter.group_key, "")
        if group not in run.groups:
            words = _("This line belongs to “%(customer)s”, which was not chosen.") % {"customer": group or "—"}
            return Verdict(entry.line, RowAction.LEFT_OUT, notes=[problem(adapter.group_key, words)])
    if row.is_ragged:
        return _wrong(entry, problem("", _("The line has more cells than there are headers.")))
    return None


def _twins(run: ImportRun, adapter: Adapter, entries: list[Entry]) -> Iterator[tuple[int, Verdict]]:
    said = {entry.line: adapter.identities(run=run, entry=entry) for entry in entries}
    known = lines_of(run, {each.key for identities in said.values() for each in identities if each.words})
    for entry in entries:
        problems = [
            problem(each.field, str(each.words) % {"line": known[each.key[:200]][0]})
            for each in said[entry.line]
            if _is_of_another(each, entry, known)
        ]
        if problems:
            yield entry.line, _wrong(entry, *problems)


def _is_of_another(identity: Identity, entry: Entry, known: dict[str, tuple[int, str]]) -> bool:
    return bool(identity.words) and known.get(identity.key[:200], (entry.line, ""))[0] < entry.line


def _refuse_same_records(run: ImportRun, adapter: Adapter, plans: dict[int, Plan]) -> None:
    found = {
        line: plan.verdict
        for line, plan in sorted(plans.items())
        if plan.verdict.record_id and plan.verdict.action != RowAction.WRONG
    }
    keys = [
        ImportKey(tenant_id=run.tenant_id, run=run, key=_record_key(verdict.record_id), line=line)
        for line, verdict in found.items()
    ]
    ImportKey.objects.bulk_create(keys, ignore_conflicts=True)
    known = lines_of(run, {each.key for each in keys})
    for line, verdict in found.items():
        first = known[_record_key(verdict.record_id)][0]
        if first != line:
            words = str(adapter.same_record) % {"line": first}
            plans[line] = Plan(_wrong(Entry(line, {}), problem(verdict.matched_by, words)))


def _record_key(record_id: int | None) -> str:
    return f"record:{record_id}"


def _wrong(entry: Entry, *problems: dict[str, str]) -> Verdict:
    return Verdict(entry.line, RowAction.WRONG, problems=list(problems))
