"""Takes back what an import did to contacts, as far as nothing was built on it."""

from typing import Any

from django.utils.translation import gettext

from companies.models import Location
from contacts.many import change_contacts, designate_primaries, remove_contacts
from contacts.models import Contact
from contacts.models.record import DETAILS
from imports.adapters import Outcome
from imports.models import ImportRow, ImportRun
from imports.since import changed_since
from imports.undoing import REPLACED, left_as_it_is, put_back_all, undoing, what_refers
from tenants.models import Member

PRIMARY = "is_primary"


def undo_contacts(*, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
    """What is done with each line, and done at once unless it is only asked."""
    ids = [row.record_id for row in rows if row.record_id]
    visible = Contact.objects.visible_to(by).filter(pk__in=ids).select_related("company")
    locked = visible if is_only_asked else visible.select_for_update(of=("self",), no_key=True)
    known = {contact.pk: contact for contact in locked.order_by("pk")}
    since = changed_since(run, Contact, known)
    found = undoing(rows, known, refers=what_refers(Contact, ids), edited=since.words_on)
    found.back = _with_places(found.back, known)
    if is_only_asked:
        return found.outcomes
    remove_contacts(contacts=found.gone, by=by)
    put_back_all(
        found, details=DETAILS, many=lambda values: change_contacts(values=values, by=by),
        one=lambda contact, _row, values: _put_back(contact, values, by=by),
    )  # fmt: skip
    _restore_primaries([row.ids[REPLACED][0] for row in rows if row.ids.get(REPLACED, [None])[0]], by=by)
    return found.outcomes


def _with_places(
    back: list[tuple[Outcome, dict[str, Any]]], known: dict[int, Contact]
) -> list[tuple[Outcome, dict[str, Any]]]:
    """Contacts go back to where they were, if that is still a location of their company that is used."""
    ids = {values["location_id"] for _outcome, values in back if values.get("location_id")}
    places = Location.objects.active().in_bulk(ids) if ids else {}
    return [_with_place(outcome, values, known.get(outcome.row.record_id or 0), places) for outcome, values in back]


def _with_place(
    outcome: Outcome, values: dict[str, Any], contact: Contact | None, places: dict[int, Location]
) -> tuple[Outcome, dict[str, Any]]:
    if contact is None or "location_id" not in values:
        return outcome, values
    former_id = values["location_id"]
    place = places.get(former_id)
    if former_id and (place is None or place.company_id != contact.company_id):
        words = gettext("The location where the contact was before is no longer used.")
        return left_as_it_is(outcome, values, "location", words, column="location_id")
    details = {name: value for name, value in values.items() if name != "location_id"}
    return outcome, {**details, "location": place}


def _put_back(contact: Contact, values: dict[str, Any], *, by: Member) -> None:
    if PRIMARY in values:
        contact.withdraw_primary(by=by)
    details = {name: value for name, value in values.items() if name in DETAILS}
    if details:
        change_contacts(values={contact: details}, by=by)


def _restore_primaries(ids: list[int], *, by: Member) -> None:
    """Who was the primary contact before is it again, unless somebody else is by now, or he is no longer reachable."""
    free = Contact.objects.active().filter(pk__in=ids).exclude(email="").select_related("company")
    taken = Contact.objects.primary().filter(company__in=[contact.company_id for contact in free])
    occupied = set(taken.values_list("company_id", flat=True))
    designate_primaries(contacts=[each for each in free if each.company_id not in occupied], by=by)
