"""Takes back what an import did to locations, as far as nothing was built on it."""

from typing import Any

from django.utils.translation import gettext

from companies.many_locations import change_locations, make_primary, remove_locations
from companies.models import Company, Location
from imports.adapters import Outcome
from imports.models import ImportRow, ImportRun, Undo
from imports.since import changed_since
from imports.undoing import REPLACED, left_as_it_is, put_back_all, rehearsed, undoing, what_refers
from tenants.models import Member

PRIMARY = "is_primary"


def undo_locations(*, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
    """What is done with each line, and done at once unless it is only asked."""
    ids = [row.record_id for row in rows if row.record_id]
    visible = Location.objects.filter(pk__in=ids, company__in=Company.objects.visible_to(by)).select_related("company")
    locked = visible if is_only_asked else visible.select_for_update(of=("self",), no_key=True)
    known = {location.pk: location for location in locked.order_by("pk")}
    since = changed_since(run, Location, known)
    formers = _formers_of(rows, known)
    found = undoing(rows, known, refers=_refers(rows, known, formers), edited=since.words_on)
    found.back = [_with_primary(outcome, values, formers) for outcome, values in found.back]
    goes_back = {outcome.row.pk for outcome in found.outcomes if outcome.undo != Undo.STAYS}
    with rehearsed(is_only_asked):
        make_primary(locations=[former for pk, former in formers.items() if former and pk in goes_back], by=by)
        put_back_all(
            found, details=Location.DETAILS, many=lambda values: change_locations(values=values, by=by),
            one=lambda location, _row, values: change_locations(values={location: _details(values)}, by=by),
        )  # fmt: skip
        remove_locations(locations=found.gone, by=by)
    return found.outcomes


def _formers_of(rows: list[ImportRow], known: dict[int, Location]) -> dict[int, Location | None]:
    """By row, for locations that are still the primary one: which was it before; None if it cannot be it again."""
    now = [row for row in rows if REPLACED in row.ids and row.record_id in known and known[row.record_id].is_primary]
    former = Location.objects.active().filter(pk__in=[row.ids[REPLACED][0] for row in now]).select_related("company")
    by_id = {location.pk: location for location in former}
    return {row.pk: by_id.get(row.ids[REPLACED][0]) for row in now}


def _refers(
    rows: list[ImportRow], known: dict[int, Location], formers: dict[int, Location | None]
) -> dict[int, list[str]]:
    """What keeps a new location from being removed: whatever refers to it, and a company with no other home."""
    refers = what_refers(Location, known)
    for row in rows:
        if row.pk in formers and formers[row.pk] is None:
            refers[row.record_id or 0] = [*refers.get(row.record_id or 0, []), gettext("the address of its company")]
    return refers


def _with_primary(
    outcome: Outcome, values: dict[str, Any], formers: dict[int, Location | None]
) -> tuple[Outcome, dict[str, Any]]:
    """Which location is primary is put back by making the former one primary again, if it is still used."""
    if PRIMARY not in values or formers.get(outcome.row.pk):
        return outcome, values
    words = gettext("The location that was the primary one before is no longer used.")
    return left_as_it_is(outcome, values, PRIMARY, words)


def _details(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in Location.DETAILS}
