"""What has become of what an import made: whether anything still differs, because of people or of later imports.

What was changed and put back, or imported and undone, does not differ. That is read from the field history, which knows
of bulk writes and raw SQL too.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from events.models import Door, Event, FieldChange, Operation
from imports.models import ImportRun

LONGEST = timedelta(days=1)
"""A change bears the time at which its transaction began, which is before the event that tells it."""


@dataclass(frozen=True, slots=True)
class Since:
    """The records, by id, that are no longer as the import left them.

    `is_known`: whether the history of that time is still kept.
    """

    is_known: bool = False
    ids: Collection[int] = ()

    def words_on(self, record: models.Model) -> str:
        """Why this record stays, or nothing."""
        if not self.is_known:
            return _("The history that would tell whether it was edited since the import is no longer kept.")
        return _("It was edited since the import.") if record.pk in self.ids else ""


def changed_since(run: ImportRun, model: type[models.Model], ids: Collection[int]) -> Since:
    """Which of these records differ, or have about them what events of theirs tell."""
    end = _last_event_of(run)
    if end is None:
        return Since()
    those = Q(subject_type=model._meta.label_lower, subject_id__in=ids)
    events = Event.objects.filter(those, _not_its_own("id", end), at__gte=run.created_at)
    subjects = dict(events.values_list("id", "subject_id"))
    changes = FieldChange.objects.filter(at__gte=run.created_at - LONGEST)
    found: set[int] = set()
    for row in _rows(changes.filter(those, _not_its_own("event_id", end), id__gt=0)):
        found |= {row.number} if row.differs else set()
    for row in _rows(changes.filter(~those, event_id__in=subjects)) if subjects else ():
        found |= {subjects[event] for event in row.told_by} if row.differs else set()
    return Since(True, found)


def changed_at_since(run: ImportRun, company_ids: Collection[int], labels: Collection[str]) -> Since:
    """The customers of which something differs, among their records of these models."""
    end = _last_event_of(run)
    if end is None:
        return Since()
    later = Event.objects.filter(_not_its_own("id", end), company_id__in=company_ids, at__gte=run.created_at)
    changes = FieldChange.objects.filter(subject_type__in=labels)
    told = changes.filter(event_id__in=later.values("id"), at__gte=run.created_at - LONGEST)
    untold = changes.filter(event_id=None, company_id__in=company_ids, at__gte=run.created_at)
    rows = _rows([*told, *untold.exclude(door=Door.IMPORT)])
    return Since(True, {row.company_id for row in rows if row.differs})


def _last_event_of(run: ImportRun) -> int | None:
    """The event that ended the import: no later one is its own. None when history no longer reaches back to it."""
    ends = Event.objects.filter(
        key="imports.import_applied", subject_type=run._meta.label_lower, subject_id=run.pk, at__gte=run.created_at
    )
    return ends.order_by("-id").values_list("id", flat=True).first()


def _not_its_own(event: str, end: int) -> Q:
    return ~Q(door=Door.IMPORT) | Q(**{f"{event}__gt": end})


@dataclass(slots=True)
class _Row:
    """One row of the database with what was done to it: its values before, and now."""

    company_id: int
    number: int
    told_by: set[int] = field(default_factory=set)
    is_new: bool = False
    is_gone: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        if self.is_new or self.is_gone:
            return self.is_new != self.is_gone
        return any(value != self.now[name] or _is_cut(value) for name, value in self.before.items())

    def take(self, change: FieldChange) -> None:
        self.told_by.add(change.event_id or 0)
        self.is_new |= change.operation == Operation.INSERT
        self.is_gone |= change.operation == Operation.DELETE
        for name, (old, new) in change.changes.items():
            self.before.setdefault(name, old)
            self.now[name] = new


def _rows(changes: Iterable[FieldChange]) -> Iterable[_Row]:
    rows: dict[tuple[str, int], _Row] = {}
    for change in sorted(changes, key=lambda each: each.pk):
        number = change.subject_id
        rows.setdefault((change.subject_type, number), _Row(change.company_id or 0, number)).take(change)
    return rows.values()


def _is_cut(value: Any) -> bool:
    """Whether history keeps only the beginning of the text (`core/history.py`), so that it cannot tell."""
    return isinstance(value, str) and value.endswith("…")
