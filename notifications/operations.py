"""Messages come into being here, in the transaction of what caused them, and are released from being held."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from companies.models import Company
from contacts.models import Contact
from core.events import Occurrence
from events.models import Event
from notifications.models import DeliveryState, Message, MessageKind, WorkflowRule
from notifications.queue import nudge_after_commit
from notifications.recipients import resolve
from notifications.rules import BY_KEY
from tenants.models import Invitation

OUTDATED_AFTER = timedelta(days=14)
"""A held message older than this says nothing useful any more."""


def apply_rules(occurrence: Occurrence) -> None:
    """One message for each active rule of this event; the database keeps it to one."""
    if occurrence.company is None:
        return
    for rule in WorkflowRule.objects.filter(event_key=occurrence.key, is_active=True):
        if not BY_KEY[rule.key].applies(occurrence):
            continue
        contact, reason = resolve(occurrence.company)
        Message.objects.create(
            tenant_id=occurrence.tenant_id,
            kind=MessageKind.WORKFLOW,
            rule=rule,
            event_id=occurrence.event_id,
            about=f"{occurrence.subject._meta.label_lower}:{occurrence.subject.pk}",
            company=occurrence.company,
            context=_values_of(occurrence),
            state=DeliveryState.HELD if contact is None else DeliveryState.QUEUED,
            held_reason=reason,
        )
        nudge_after_commit(occurrence.tenant_id)


def write_invitation(invitation: Invitation, *, kind: str) -> Message:
    """Account mail to the person invited. The link is made when it is sent; `kind` is staff or portal."""
    message = Message.objects.create(
        tenant_id=invitation.tenant_id,
        kind=MessageKind.ACCOUNT,
        user=invitation.user,
        invitation=invitation,
        context={"kind": kind},
    )
    nudge_after_commit(invitation.tenant_id)
    return message


def write_ticket_answer(*, contact: Contact, company: Company, number: str, title: str, body: str, author: str) -> None:
    """Correspondence on a ticket, to the contact who opened it. Nothing goes out without an address."""
    if not contact.email or not contact.is_active or contact.bounced_at:
        return
    Message.objects.create(
        tenant_id=company.tenant_id,
        kind=MessageKind.TICKET,
        company=company,
        contact=contact,
        about=f"tickets.ticket:{number}",
        context={"ticket_number": number, "ticket_title": title, "body": body, "author": author},
    )
    nudge_after_commit(company.tenant_id)


@transaction.atomic
def release_held(*, company: Company) -> int:
    """Queue what was held for want of a recipient; drop what is outdated. Returns how many were queued."""
    held = list(
        Message.objects.held()
        .filter(company=company, kind=MessageKind.WORKFLOW)
        .select_for_update(of=("self",))
        .select_related("rule")
    )
    if not held:
        return 0
    contact, reason = resolve(company)
    outdated = outdated_among(held)
    released = 0
    for message in held:
        if message.pk in outdated:
            message.state, message.held_reason = DeliveryState.OUTDATED, ""
        elif contact is None:
            message.held_reason = reason
        else:
            message.state, message.held_reason = DeliveryState.QUEUED, ""
            message.next_attempt_at = timezone.now()
            released += 1
        message.save(update_fields=["state", "held_reason", "next_attempt_at"])
    if released:
        nudge_after_commit(company.tenant_id)
    return released


def outdated_among(messages: Collection[Message]) -> set[int]:
    """The ids of those that are no longer true or too old to be of use. One query, however many they are."""
    oldest = timezone.now() - OUTDATED_AFTER
    workflow = [each for each in messages if each.kind == MessageKind.WORKFLOW]
    ends = _last_ends(workflow)
    outdated = {each.pk for each in messages if each.invitation_id and not each.invitation.is_open}
    for each in workflow:
        ended = [ends.get((each.company_id, each.about, key), 0) for key in BY_KEY[each.rule.key].ended_by]
        if each.created_at < oldest or max(ended, default=0) > (each.event_id or 0):
            outdated.add(each.pk)
    return outdated


def _last_ends(messages: list[Message]) -> dict[tuple[int | None, str, str], int]:
    """The last event of each key that ends one of these messages, by company and what it is about."""
    if not messages:
        return {}
    about = [each.about.partition(":") for each in messages]
    ends = Event.objects.filter(
        company_id__in={each.company_id for each in messages},
        key__in={key for each in messages for key in BY_KEY[each.rule.key].ended_by},
        subject_type__in={label for label, _colon, _pk in about},
        subject_id__in={int(pk) for _label, _colon, pk in about},
        id__gt=min(each.event_id or 0 for each in messages),
    )
    last = ends.order_by().values_list("company_id", "subject_type", "subject_id", "key").annotate(last=Max("id"))
    return {(company, f"{label}:{pk}", key): event for company, label, pk, key, event in last}


def _values_of(occurrence: Occurrence) -> dict:
    """What the text may name: the event's data, and what its subject says of itself (`message_values`)."""
    own: dict[str, str] = getattr(occurrence.subject, "message_values", dict)()
    return {key: _plain(value) for key, value in {**occurrence.data, **own}.items()}


def _plain(value) -> str | bool | int | None:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int) or value is None else str(value)
