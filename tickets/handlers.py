"""Reactions: whoever no longer sees a customer has no tickets of it; the contact reads what is answered."""

from core.events import Occurrence, subscribe
from notifications.operations import write_ticket_answer
from tickets.models import Note, Ticket


@subscribe("companies.team_changed", "companies.manager_changed", "companies.company_changed")
def take_back_from_who_left(occurrence: Occurrence) -> None:
    """Leaving a team leaves the tickets to whoever takes them next."""
    if occurrence.key == "companies.company_changed" and "is_confidential" not in occurrence.changes:
        return
    taken = Ticket.objects.open().for_company(occurrence.company).exclude(assignee=None)
    for ticket in taken.exclude(assignee__in=occurrence.company.members_who_see_it()):
        ticket.assign(member=None, by=None)


@subscribe("tenants.member_deactivated")
def take_back_from_who_is_gone(occurrence: Occurrence) -> None:
    for ticket in Ticket.objects.open().assigned_to(occurrence.subject):
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
