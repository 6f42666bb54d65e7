"""Reactions: whoever no longer sees a customer has no tickets of it."""

from core.events import Occurrence, subscribe
from tickets.models import Ticket


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
