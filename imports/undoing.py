"""Taking an import back: what may go, what is put back, and what stays because something was built on it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from core.changes import plain
from core.errors import DomainError
from core.events import in_one_go
from imports.adapters import Outcome, problem
from imports.models import ImportRow, RowAction, Undo

REPLACED = "replaced"
"""Among a row's `ids`: whose place the record of the line took. Who had it is not a value of the record."""
_names: dict[str, Any] = {}
_holding: set[str] = set()


def name_referrers(names: Mapping[str, Any], *, holding: Collection[str] = ()) -> None:
    """How records of the higher floors are called when they keep another from being removed, by their labels.

    `holding`: those of them that would go along with the other, but that nobody shall lose because of an undoing.
    """
    _names.update(names)
    _holding.update(holding)


def what_refers(
    model: type[models.Model], ids: Collection[int], *, going: Mapping[str, QuerySet] | None = None
) -> dict[int, list[str]]:
    """For each record what keeps it from being removed, in words with its number; what goes along with it does not.

    `going`: for a label of referring records the ids of those that leave it in the same undoing.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for relation in _relations_to(model):
        label = relation.related_model._meta.label_lower
        if relation.on_delete is not models.PROTECT and label not in _holding:
            continue
        name = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids}).order_by()
        if going and label in going:
            rows = rows.exclude(pk__in=going[label])
        words = str(_names.get(label) or relation.related_model._meta.verbose_name_plural)
        for record_id, number in rows.values_list(name).annotate(number=Count("pk")):
            found[record_id].append(f"{words} ({number})")
    return found


def goes_along(model: type[models.Model]) -> set[str]:
    """The labels of the model, and of all whose rows are removed along with its."""
    labels, waiting = set(), [model]
    while waiting:
        each = waiting.pop()
        if each._meta.label_lower not in labels:
            labels.add(each._meta.label_lower)
            waiting += [link.related_model for link in _relations_to(each) if link.on_delete is models.CASCADE]
    return labels


@dataclass(slots=True)
class Undoing:
    """What is done with some lines: new records that go or stay, and values that are put back.

    `known`: the records that are still there and that the member sees, by id.
    """

    known: Mapping[int, Any]
    removals: list[Outcome]
    back: list[tuple[Outcome, dict[str, Any]]]

    @property
    def outcomes(self) -> list[Outcome]:
        return [*self.removals, *(outcome for outcome, _values in self.back)]

    @property
    def gone(self) -> list[Any]:
        """The new records that go."""
        going = (each.row.record_id or 0 for each in self.removals if each.undo == Undo.REMOVE)
        return [self.known[record_id] for record_id in going if record_id in self.known]

    @property
    def values(self) -> list[tuple[Any, Outcome, dict[str, Any]]]:
        """The changed records with the values that they get again."""
        return [(self.known[outcome.row.record_id or 0], outcome, values) for outcome, values in self.back if values]


def undoing(
    rows: Iterable[ImportRow],
    known: Mapping[int, Any],
    *,
    refers: Mapping[int, list[str]],
    edited: Callable[[Any], str],
) -> Undoing:
    """Look at each line: `refers` from `what_refers`, `edited` what is said of a record that is no longer as it was."""
    removals, back = [], []
    for row in rows:
        record = known.get(row.record_id or 0)
        if row.action == RowAction.CREATE:
            words = edited(record) if record is not None else ""
            removals.append(_removal(row, record, refers.get(row.record_id or 0, []), words))
        elif row.action == RowAction.UPDATE:
            back.append(_putting_back(row, record))
    return Undoing(known, removals, back)


def left_as_it_is(
    outcome: Outcome, values: Mapping[str, Any], name: str, words: str, *, column: str = ""
) -> tuple[Outcome, dict[str, Any]]:
    """The same line without putting back this field, which stays for the reason in words."""
    left = {each: value for each, value in values.items() if each != (column or name)}
    reasons = [*outcome.reasons, problem(name, words)]
    return Outcome(outcome.row, Undo.IN_PART if left else Undo.STAYS, reasons), left


def put_back_all(
    found: Undoing,
    *,
    details: Collection[str],
    many: Callable[[dict[Any, dict[str, Any]]], None],
    one: Callable[[Any, ImportRow, dict[str, Any]], None],
) -> None:
    """Put the values back by the verbs that wrote them; what they refuse now stays, with their reason.

    `many` does it at once for records of which no more than `details` change; `one` for each of the others, and for
    each of all where one of them is refused: all its values, or those of them that are not refused.
    """
    together = {record: values for record, _outcome, values in found.values if values.keys() <= set(details)}
    try:
        many(together)
    except DomainError:
        together = {}
    done = {
        outcome.row.pk: _put_back(record, outcome, values, one)
        for record, outcome, values in found.values
        if record not in together
    }
    found.back = [done.get(outcome.row.pk, (outcome, values)) for outcome, values in found.back]


@contextmanager
def rehearsed(is_only_asked: bool) -> Iterator[None]:
    """What is done inside is taken back where it is only asked: the answer is what will happen, by the same rules."""
    if not is_only_asked:
        yield
        return
    with transaction.atomic():
        with in_one_go():
            yield
        transaction.set_rollback(True)


def _put_back(
    record: Any, outcome: Outcome, values: dict[str, Any], one: Callable[[Any, ImportRow, dict[str, Any]], None]
) -> tuple[Outcome, dict[str, Any]]:
    """All values of one record; where that is refused each for itself, so that the reason stands where it belongs."""
    if len(values) > 1 and _refusal(one, record, outcome.row, values) is None:
        return outcome, values
    left = outcome, values
    for name, value in values.items():
        refusal = _refusal(one, record, outcome.row, {name: value})
        if refusal is not None:
            left = left_as_it_is(*left, name.removesuffix("_id"), str(refusal.message), column=name)
    return left


def _refusal(one: Callable, record: Any, row: ImportRow, values: dict[str, Any]) -> DomainError | None:
    """Why the verb refuses these values, if it does; nothing of them is written then."""
    try:
        with transaction.atomic():
            one(record, row, values)
    except DomainError as error:
        record.refresh_from_db()
        return error
    return None


def _relations_to(model: type[models.Model]) -> list[Any]:
    """Also those that have no name on this side."""
    return [each for each in model._meta.get_fields(include_hidden=True) if isinstance(each, models.ForeignObjectRel)]


def _removal(row: ImportRow, record: Any, refers: list[str], edited: str) -> Outcome:
    """A new record goes unless it was edited since or something refers to it; one that is gone is gone."""
    reasons = []
    if edited:
        reasons.append(problem("", edited))
    if record is not None and refers:
        reasons.append(problem("", _("Something refers to it: %(what)s.") % {"what": ", ".join(refers)}))
    return Outcome(row, Undo.STAYS if reasons else Undo.REMOVE, reasons)


def _putting_back(row: ImportRow, record: Any) -> tuple[Outcome, dict[str, Any]]:
    """The values to put back: those that still are what the import wrote. Links come by their id."""
    if record is None:
        return Outcome(row, Undo.STAYS, [problem("", _("The record is no longer there."))]), {}
    values: dict[str, Any] = {}
    reasons = []
    for name, (old, new) in {**row.changes, **row.ids}.items():
        attribute = f"{name}_id" if name in row.ids else name
        if name == REPLACED:
            continue
        if plain(getattr(record, attribute, None)) == new:
            values[attribute] = old
        else:
            reasons.append(problem(name, _("It was changed since the import and stays as it is now.")))
    if not values:
        return Outcome(row, Undo.STAYS, reasons), {}
    return Outcome(row, Undo.IN_PART if reasons else Undo.PUT_BACK, reasons), values
