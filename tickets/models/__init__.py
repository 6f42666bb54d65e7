"""Tickets: what customers ask for, with the service level that applies and why."""

from sla.models import Priority
from tickets.choices import ServiceLevelSource, Source, Status
from tickets.models.day_counter import DayCounter
from tickets.models.request_type import RequestType
from tickets.models.ticket import Ticket
from tickets.models.timeline import Note, Pause

__all__ = [
    "DayCounter", "Note", "Pause", "Priority", "RequestType", "ServiceLevelSource", "Source", "Status", "Ticket",
]  # fmt: skip
