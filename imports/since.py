"""What has become of what an import wrote: whether anything still differs, because of people or of later imports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from events.models import Door, Event, FieldChange, Operation
from imports.models import ImportRun

Subject = tuple[str, int]
"""The label of a model, and an id."""
LONGEST = timedelta(days=1)
"""A change bears the time at which its transaction began, which is before the event that tells it."""


@dataclass(frozen=True, slots=True)
class Since:
    """By customer what is no longer as the import left it; what was changed and put back is not in it.

    `is_known`: whether the history of that time is still kept.
    """

    is_known: bool
    subjects: Mapping[int, Collection[Subject]]

    def words_on(self, record: Any) -> str:
        """Why this record of a customer stays, or nothing."""
        return self._words((record._meta.label_lower, record.pk) in self.subjects.get(record.company_id, ()))

    def words_on_any(self, company_id: int, labels: Collection[str]) -> str:
        """Why the customer stays because of its records of these models, or nothing."""
        return self._words(any(label in labels for label, _id in self.subjects.get(company_id, ())))

    def _words(self, differs: bool) -> str:
        if not self.is_known:
            return _("The history that would tell whether it was edited since the import is no longer kept.")
        return _("It was edited since the import.") if differs else ""


def changed_since(run: ImportRun, *, company_ids: Collection[int]) -> Since:
    """What differs at these customers from what the import left: events and changes that are not its own."""
    done = Event.objects.filter(
        key="imports.import_applied", subject_type=run._meta.label_lower, subject_id=run.pk, at__gte=run.created_at
    )
    end = done.order_by("-id").values_list("id", flat=True).first()
    if end is None:
        return Since(False, {})
    later = Event.objects.filter(
        ~Q(door=Door.IMPORT) | Q(id__gt=end), company_id__in=company_ids, at__gte=run.created_at
    )
    events = {pk: (label, number) for pk, label, number in later.values_list("id", "subject_type", "subject_id")}
    found: dict[int, set[Subject]] = defaultdict(set)
    for row in _rows(_changes(run, later if events else Event.objects.none(), company_ids)):
        if row.differs:
            found[row.company_id] |= {row.subject, *(events[event] for event in row.told_by if event in events)}
    return Since(True, found)


def _changes(run: ImportRun, later: QuerySet, company_ids: Collection[int]) -> Iterable[FieldChange]:
    """What these events tell, and what was written past the verbs; in order."""
    told = FieldChange.objects.filter(event_id__in=later.values("id"), at__gte=run.created_at - LONGEST)
    untold = FieldChange.objects.filter(event_id=None, company_id__in=company_ids, at__gte=run.created_at)
    return sorted([*told, *untold.exclude(door=Door.IMPORT)], key=lambda change: change.pk)


@dataclass(slots=True)
class _Row:
    """One row of the database with what was done to it: its values before, and now."""

    company_id: int
    subject: Subject
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
    rows: dict[tuple[int, Subject], _Row] = {}
    for change in changes:
        subject, company_id = (change.subject_type, change.subject_id), change.company_id or 0
        rows.setdefault((company_id, subject), _Row(company_id, subject)).take(change)
    return rows.values()


def _is_cut(value: Any) -> bool:
    """Whether history keeps only the beginning of the text (`core/history.py`), so that it cannot tell."""
    return isinstance(value, str) and value.endswith("…")
