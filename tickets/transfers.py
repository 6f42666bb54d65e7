"""The open tickets that a member hands over when somebody else takes the customers on."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.events import occurrence_of, publish_many
from tenants.models import Member
from tenants.roles import Capability
from tickets.models import Ticket


def tickets_of(member: Member) -> QuerySet[Ticket]:
    """Open tickets that are with this member."""
    return Ticket.objects.open().assigned_to(member).select_related("company").order_by("company__sort_name", "pk")


@transaction.atomic
def transfer_tickets(*, member: Member, to: Member, by: Member) -> None:
    """Assign all of them to `to`, who sees the customers: one statement, and one event for each ticket.

    Raises DomainError `works_no_tickets` when there are any and `to` does not work on tickets.
    """
    tickets = list(tickets_of(member))
    if tickets and not to.may(Capability.WORK_TICKETS):
        raise DomainError(
            "works_no_tickets", _("%(name)s does not work on tickets. Choose somebody who does.") % {"name": to},
            field="to",
        )  # fmt: skip
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).update(assignee=to, last_activity_at=timezone.now())
    for ticket in tickets:
        ticket.assignee = to
    publish_many(
        [
            occurrence_of(
                "tickets.ticket_assigned", subject=ticket, company=ticket.company, by=by,
                changes={"assignee": [str(member), str(to)]}, data={"member_id": to.pk},
            )
            for ticket in tickets
        ]
    )  # fmt: skip
