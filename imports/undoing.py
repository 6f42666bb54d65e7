"""Taking an import back: what may go, what is put back, and what stays because something was built on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from core.changes import plain
from events.models import Door, Event
from imports.adapters import Outcome, problem
from imports.models import ImportRow, ImportRun, RowAction, Undo

_names: dict[str, Any] = {}


def name_referrers(names: Mapping[str, Any]) -> None:
    """How records of the higher floors are called when they keep another from being removed, by their labels."""
    _names.update(names)


def what_refers(
    model: type[models.Model], ids: Collection[int], *, going: Mapping[str, QuerySet] | None = None
) -> dict[int, list[str]]:
    """For each record what keeps it from being removed, in words with its number; what goes along with it does not.

    `going`: for a label of referring records the ids of those that leave it in the same undoing.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for relation in model._meta.related_objects:
        if getattr(relation, "on_delete", None) is not models.PROTECT:
            continue
        label = relation.related_model._meta.label_lower
        name = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids}).order_by()
        if going and label in going:
            rows = rows.exclude(pk__in=going[label])
        words = str(_names.get(label) or relation.related_model._meta.verbose_name_plural)
        for record_id, number in rows.values_list(name).annotate(number=Count("pk")):
            found[record_id].append(f"{words} ({number})")
    return found


def touched_since(run: ImportRun, *, company_ids: Collection[int]) -> dict[int, set[tuple[str, int]]]:
    """For each customer what people have changed of it since the import, as pairs of type and id."""
    events = Event.objects.filter(company_id__in=company_ids, at__gte=run.created_at).exclude(door=Door.IMPORT)
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for event in events.only("company_id", "subject_type", "subject_id"):
        if event.company_id is not None:
            found[event.company_id].add((event.subject_type, event.subject_id))
    return found


def new_records(rows: Iterable[ImportRow]) -> list[ImportRow]:
    return [row for row in rows if row.action == RowAction.CREATE]


def changed_records(rows: Iterable[ImportRow]) -> list[ImportRow]:
    return [row for row in rows if row.action == RowAction.UPDATE]


def removal(row: ImportRow, *, record: Any, refers: list[str], is_touched: bool, version: int = 1) -> Outcome:
    """A new record goes unless somebody has worked on it or something refers to it; one that is gone is gone."""
    reasons = []
    if record is not None and (record.version != version or is_touched):
        reasons.append(problem("", _("It was edited since the import.")))
    if record is not None and refers:
        reasons.append(problem("", _("Something refers to it: %(what)s.") % {"what": ", ".join(refers)}))
    return Outcome(row, Undo.STAYS if reasons else Undo.REMOVE, reasons)


def putting_back(row: ImportRow, record: Any) -> tuple[Outcome, dict[str, Any]]:
    """The values to put back: those that still are what the import wrote. Links come by their id."""
    if record is None:
        return Outcome(row, Undo.STAYS, [problem("", _("The record is no longer there."))]), {}
    values: dict[str, Any] = {}
    reasons = []
    for name, (old, new) in {**row.changes, **row.ids}.items():
        attribute = f"{name}_id" if name in row.ids else name
        if plain(getattr(record, attribute, None)) == new:
            values[attribute] = old
        else:
            reasons.append(problem(name, _("It was changed since the import and stays as it is now.")))
    if not values:
        return Outcome(row, Undo.STAYS, reasons), {}
    return Outcome(row, Undo.IN_PART if reasons else Undo.PUT_BACK, reasons), values
