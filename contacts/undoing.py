"""Takes back what an import did to contacts, as far as nothing was built on it."""

from typing import Any

from django.utils.translation import gettext

from companies.models import Location
from contacts.many import change_contacts, designate_primaries, remove_contacts
from contacts.models import Contact
from contacts.models.record import DETAILS
from core.errors import DomainError
from imports.adapters import Outcome, problem
from imports.models import ImportRow, ImportRun, Undo
from imports.since import changed_since
from imports.undoing import REPLACED, Undoing, left_as_it_is, put_back_all, rehearsed, undoing, what_refers
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
    _name_the_lost(found, known)
    with rehearsed(is_only_asked):
        remove_contacts(contacts=found.gone, by=by)
        put_back_all(
            found, details=DETAILS, many=lambda values: change_contacts(values=values, by=by),
            one=lambda contact, _row, values: _put_back(contact, values, by=by),
        )  # fmt: skip
        _restore_primaries([row.ids[REPLACED][0] for row in rows if row.ids.get(REPLACED, [None])[0]], by=by)
    return found.outcomes


def _name_the_lost(found: Undoing, known: dict[int, Contact]) -> None:
    """Nobody loses the primary contact unsaid, because who it was before cannot be it again.

    A contact that was there already stays the primary one then; of a new one, which goes, it is said.
    """
    formers = _formers_of([outcome.row for outcome in found.outcomes])
    for at, (outcome, values) in enumerate(found.back):
        if PRIMARY in values and (words := _why_not_again(outcome, formers, known)):
            found.back[at] = left_as_it_is(outcome, values, PRIMARY, words)
    for at, outcome in enumerate(found.removals):
        if outcome.undo == Undo.REMOVE and (words := _why_not_again(outcome, formers, known)):
            found.removals[at] = Outcome(outcome.row, outcome.undo, [*outcome.reasons, problem(PRIMARY, words)])


def _formers_of(rows: list[ImportRow]) -> dict[int, Contact | None]:
    """By row, where a contact took somebody's place as the primary one: who that was, if he is still there."""
    ids = {row.pk: row.ids[REPLACED][0] for row in rows if row.ids.get(REPLACED, [None])[0]}
    contacts = Contact.objects.in_bulk(ids.values()) if ids else {}
    return {pk: contacts.get(former_id) for pk, former_id in ids.items()}


def _why_not_again(outcome: Outcome, formers: dict[int, Contact | None], known: dict[int, Contact]) -> str:
    """Why whoever was the primary contact before cannot be it again, in words; empty where he can or there was none."""
    contact = known.get(outcome.row.record_id or 0)
    if contact is None or not contact.is_primary or outcome.row.pk not in formers:
        return ""
    former = formers[outcome.row.pk]
    if former is None or former.company_id != contact.company_id:
        return gettext("Who was the primary contact before no longer belongs to the customer.")
    try:
        former.check_may_be_primary()
    except DomainError as error:
        words = gettext("%(name)s was the primary contact before and cannot be it again: %(why)s")
        return words % {"name": former, "why": error.message}
    return ""


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
