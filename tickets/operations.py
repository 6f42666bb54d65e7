"""Opening a ticket: contact, device, contract, service level and number come together."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Location
from companies.permissions import check_may
from contacts.models import Contact
from core.errors import DomainError
from core.events import publish
from devices.models import Device
from sla.models import IssueType, Priority
from sla.rules import check_issue
from tenants.models import Member
from tenants.roles import Capability
from tickets.models import DayCounter, RequestType, Ticket
from tickets.service_levels import resolve


@transaction.atomic
def open_ticket(
    *,
    company: Company,
    contact: Contact | None,
    title: str,
    by: Member | Contact | None,
    source: str,
    description: str = "",
    priority: str = "",
    issue: IssueType | None = None,
    sub_issue: IssueType | None = None,
    location: Location | None = None,
    device: Device | None = None,
    request_type: RequestType | None = None,
) -> Ticket:
    """Open a ticket for the customer; what is not given comes from the request type.

    Raises DomainError when contact, location or device belong to somebody else, when company or location are inactive,
    `merged` for a company that is an alias, or without a title.
    """
    if not isinstance(by, Contact):
        check_may(by, Capability.WORK_TICKETS)
    _check(company, contact, device, title)
    if location is not None:
        location.check_is_used_at(company.pk)
    now = timezone.now()
    ticket = Ticket(
        tenant_id=company.tenant_id,
        company=company,
        contact=contact,
        title=title,
        description=description,
        location=location,
        device=device,
        request_type=request_type,
        source=source,
        created_at=now,
        last_activity_at=now,
        created_by=by if isinstance(by, Member) else None,
        **_classified(priority, issue, sub_issue, request_type),
    )
    _number_and_save(ticket, now)
    publish(
        "tickets.ticket_opened",
        subject=ticket,
        company=company,
        by=by,
        data={"source": source, "on_behalf": isinstance(by, Member) and contact is not None},
    )
    return ticket


def _classified(
    priority: str, issue: IssueType | None, sub_issue: IssueType | None, request_type: RequestType | None
) -> dict[str, Any]:
    """Priority and issue types: as given, else as the request type fills them in."""
    if request_type is not None:
        priority = priority or request_type.priority
        if issue is None and sub_issue is None:
            issue, sub_issue = request_type.issue, request_type.sub_issue
    return {
        "priority": priority or Priority.MEDIUM, "issue": check_issue(issue, sub_issue), "sub_issue": sub_issue
    }  # fmt: skip


def _check(company: Company, contact: Contact | None, device: Device | None, title: str) -> None:
    if not title.strip():
        raise DomainError("title_missing", _("A ticket needs a title."), field="title")
    company.check_is_no_alias()
    if not company.is_active:
        raise DomainError("company_inactive", _("This customer is no longer active."), field="company")
    if device is not None and device.company_id != company.pk:
        raise DomainError("device_elsewhere", _("This device belongs to another customer."), field="device")
    if contact is None or contact.company_id == company.pk:
        return
    if not company.ancestors().filter(pk=contact.company_id).exists():
        raise DomainError("contact_elsewhere", _("This contact belongs to another customer."), field="contact")


def _number_and_save(ticket: Ticket, now: datetime) -> None:
    """The number comes last: its row stays locked until the transaction ends."""
    decision = resolve(
        company=ticket.company,
        priority=ticket.priority,
        issue=ticket.issue,
        sub_issue=ticket.sub_issue,
        device=ticket.device,
    )
    ticket.contract = decision.contract
    ticket.promise(decision)
    on = timezone.localdate(now, ticket.company.tenant.zone)
    ticket.number = DayCounter.objects.next_number(tenant_id=ticket.tenant_id, on=on)
    ticket.save()
    ticket.recompute_due()
    ticket.save(update_fields=["response_due_at", "resolution_due_at", "next_due_at"])
