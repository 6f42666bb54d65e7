"""Takes back what an import did to contacts, as far as nothing was built on it."""

from typing import Any

from contacts.many import change_contacts, designate_primaries, remove_contacts
from contacts.models import Contact
from contacts.models.record import DETAILS
from core.errors import DomainError
from imports.adapters import Outcome, problem
from imports.models import ImportRow, ImportRun, Undo
from imports.undoing import changed_records, new_records, putting_back, removal, touched_since, what_refers
from tenants.models import Member

PRIMARY = "is_primary"
REPLACED = "replaced"


def undo_contacts(*, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
    """What is done with each line, and done at once unless it is only asked."""
    ids = [row.record_id for row in rows if row.record_id]
    visible = Contact.objects.visible_to(by).filter(pk__in=ids).select_related("company")
    locked = visible if is_only_asked else visible.select_for_update(of=("self",), no_key=True)
    known = {contact.pk: contact for contact in locked.order_by("pk")}
    refers = what_refers(Contact, ids)
    touched = touched_since(run, company_ids={contact.company_id for contact in known.values()})
    outcomes = [
        removal(
            row, record=(contact := known.get(row.record_id or 0)), refers=refers.get(row.record_id or 0, []),
            is_touched=contact is not None and _is_touched(contact, touched), version=_version_of(row),
        )
        for row in new_records(rows)
    ]  # fmt: skip
    replaced = {row.pk: row.ids.pop(REPLACED)[0] for row in rows if REPLACED in row.ids}
    back = [putting_back(row, known.get(row.record_id or 0)) for row in changed_records(rows)]
    for row in rows:
        if row.pk in replaced:
            row.ids[REPLACED] = [replaced[row.pk], None]
    if is_only_asked:
        return [*outcomes, *(outcome for outcome, _values in back)]
    gone = [
        known[each.row.record_id or 0] for each in outcomes if each.undo == Undo.REMOVE and each.row.record_id in known
    ]
    remove_contacts(contacts=gone, by=by)
    put_back = [
        _put_back(known[each.row.record_id or 0], each, values, by=by) if values else each for each, values in back
    ]
    ended = [row.pk for row in rows if row.pk in replaced]
    _restore_primaries([replaced[pk] for pk in ended if replaced[pk]], by=by)
    return [*outcomes, *put_back]


def _version_of(row: ImportRow) -> int:
    """The version a new contact has when nobody touched it: naming it primary contact was its second."""
    return 2 if PRIMARY in row.changes else 1


def _is_touched(contact: Contact, touched: dict[int, set[tuple[str, int]]]) -> bool:
    return ("contacts.contact", contact.pk) in touched.get(contact.company_id, ())


def _put_back(contact: Contact, outcome: Outcome, values: dict[str, Any], *, by: Member) -> Outcome:
    """By the same verbs that changed it; what they refuse now stays, with their reason."""
    try:
        if PRIMARY in values:
            contact.withdraw_primary(by=by)
        details = {name: value for name, value in values.items() if name in DETAILS}
        if details:
            change_contacts(values={contact: details}, by=by)
    except DomainError as error:
        return Outcome(outcome.row, Undo.STAYS, [*outcome.reasons, problem("", error.message)])
    return outcome


def _restore_primaries(ids: list[int], *, by: Member) -> None:
    """Who was the primary contact before is it again, unless somebody else is by now, or he is no longer reachable."""
    free = Contact.objects.active().filter(pk__in=ids).exclude(email="").select_related("company")
    taken = Contact.objects.primary().filter(company__in=[contact.company_id for contact in free])
    occupied = set(taken.values_list("company_id", flat=True))
    designate_primaries(contacts=[each for each in free if each.company_id not in occupied], by=by)
