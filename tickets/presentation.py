"""Tickets as pages show them: statuses and priorities with a tone, due times in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.looks import Look
from sla.models import Priority
from tickets.choices import Status
from tickets.models import Ticket

STATUS_LOOKS = {
    Status.NEW: ("accent", "sparkles"),
    Status.IN_PROGRESS: ("neutral", "arrow-path"),
    Status.WAITING_CUSTOMER: ("caution", "pause"),
    Status.COMPLETE: ("positive", "check"),
}
PRIORITY_LOOKS = {
    Priority.CRITICAL: ("critical", "fire"),
    Priority.HIGH: ("caution", "chevron-double-up"),
    Priority.MEDIUM: ("neutral", ""),
    Priority.LOW: ("neutral", ""),
}
SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One target of a ticket: what, when it was met or is due, and how it stands."""

    label: str
    at: datetime | None
    look: Look


def status_look(ticket: Ticket) -> Look:
    return Look(ticket.get_status_display(), *STATUS_LOOKS[Status(ticket.status)])


def priority_look(ticket: Ticket) -> Look:
    return Look(ticket.get_priority_display(), *PRIORITY_LOOKS[Priority(ticket.priority)])


def next_due_look(ticket: Ticket, now: datetime) -> Look | None:
    """What is due next, in words; None when nothing is."""
    if not ticket.is_open or ticket.next_due_at is None:
        return Look(_("paused"), "neutral", "pause") if ticket.is_paused else None
    return distance_look(ticket.next_due_at, now)


def due_lines(ticket: Ticket, now: datetime) -> list[DueLine]:
    """First response and resolution, as the page of a ticket shows them."""
    if ticket.response_minutes is None:
        return []
    response = _outcome(ticket.response_due_at, ticket.responded_at, ticket.is_response_breached, ticket.is_paused, now)
    resolution = _outcome(
        ticket.resolution_due_at, ticket.resolved_at, ticket.is_resolution_breached, ticket.is_paused, now
    )
    return [
        DueLine(_("First response"), ticket.responded_at or ticket.response_due_at, response),
        DueLine(_("Resolved"), ticket.resolved_at or ticket.resolution_due_at, resolution),
    ]


def distance_look(due_at: datetime, now: datetime) -> Look:
    """How far away a due time is, late or soon."""
    if due_at < now:
        return Look(_("late by %(time)s") % {"time": span(now - due_at)}, "critical", "exclamation-circle")
    words = _("due in %(time)s") % {"time": span(due_at - now)}
    return Look(words, "caution", "clock") if due_at - now < SOON else Look(words)


def span(distance: timedelta) -> str:
    """A stretch of time, roughly: minutes, then hours, then days."""
    minutes = int(distance.total_seconds() // 60)
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < 48 * 60:
        return _("%(hours)d h") % {"hours": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _outcome(due_at, done_at, is_breached: bool, is_paused: bool, now: datetime) -> Look:
    if done_at is not None:
        return (
            Look(_("late"), "critical", "exclamation-circle")
            if is_breached
            else Look(_("in time"), "positive", "check")
        )
    if due_at is None:
        missed = Look(_("was missed"), "critical", "exclamation-circle")
        return missed if is_breached else Look(_("paused"), "neutral", "pause")
    if is_breached and due_at >= now:
        return Look(_("was missed"), "critical", "exclamation-circle")
    return distance_look(due_at, now)
