"""Reactions: whoever no longer sees a customer has no tickets of it; the contact reads what is answered."""

from collections.abc import Collection, Iterable

from companies.access import COMPANY_KEYS, STAFF_KEYS, may_hide
from companies.models import Company
from core.events import Occurrence, subscribe
from notifications.operations import write_ticket_answer
from tenants.models import Member
from tickets.models import Note, Ticket


def _with_assigned_tickets(company_ids: Collection[int]) -> Iterable[int]:
    assigned = Ticket.objects.open().exclude(assignee=None).filter(company__in=company_ids)
    return assigned.values_list("company_id", flat=True)


@subscribe(*COMPANY_KEYS, concerns=_with_assigned_tickets)
def take_back_from_who_left(occurrence: Occurrence) -> None:
    """Leaving a team leaves the tickets to whoever takes them next."""
    if not may_hide(occurrence):
        return
    taken = Ticket.objects.open().for_company(occurrence.company).exclude(assignee=None)
    for ticket in taken.exclude(assignee__in=occurrence.company.members_who_see_it()):
        ticket.assign(member=None, by=None)


@subscribe(*STAFF_KEYS)
def take_back_what_one_no_longer_sees(occurrence: Occurrence) -> None:
    """Nobody has a ticket of a customer that he cannot see, whatever it is that took the sight."""
    affected = Member.objects.with_scopes().filter(pk__in=Ticket.objects.open().order_by().values("assignee"))
    if isinstance(occurrence.subject, Member):
        affected = affected.filter(pk=occurrence.subject.pk)
    for member in affected:
        lost = Ticket.objects.open().assigned_to(member).exclude(company__in=Company.objects.visible_to(member))
        for ticket in lost:
            ticket.assign(member=None, by=None)


@subscribe("tickets.ticket_answered")
def write_to_whoever_opened_it(occurrence: Occurrence) -> None:
    """A public answer of staff goes to the contact who opened the ticket, and to nobody else."""
    ticket: Ticket = occurrence.subject
    if not occurrence.data["is_public"] or ticket.contact is None:
        return
    note = Note.objects.select_related("member").get(pk=occurrence.data["note_id"])
    if note.is_public and note.member is not None:
        write_ticket_answer(
            contact=ticket.contact,
            company=ticket.company,
            number=ticket.number,
            title=ticket.title,
            body=note.body,
            author=note.member.name,
        )
