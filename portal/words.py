"""How the portal speaks to a customer: a greeting, tickets and onboarding in words that are not the house's own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.models import Contact, Salutation
from core.dates import written_day
from core.looks import Look
from onboarding.models import Onboarding, Step, StepState
from tickets.models import Status, Ticket

STATUSES = {
    Status.NEW: (pgettext_lazy("ticket for the customer", "received"), "neutral", "inbox"),
    Status.IN_PROGRESS: (pgettext_lazy("ticket for the customer", "in progress"), "accent", "arrow-path"),
    Status.WAITING_CUSTOMER: (pgettext_lazy("ticket for the customer", "waiting for you"), "caution", "pause"),
    Status.COMPLETE: (pgettext_lazy("ticket for the customer", "solved"), "positive", "check"),
}

ASKED = {
    "company_profile": gettext_lazy("Check your company's details"),
    "primary_contact": gettext_lazy("Name your primary contact"),
    "invoice_settings": gettext_lazy("Confirm the billing address"),
    "service_contract": gettext_lazy("Agree on the service contract"),
    "billing_contract": gettext_lazy("Agree on how we bill"),
    "service_level": gettext_lazy("Agree on response times"),
    "ticket_service_level": gettext_lazy("Agree on response times"),
    "devices": gettext_lazy("Help us record your devices"),
    "customer_portal": gettext_lazy("Name who uses the portal"),
    "go_live": gettext_lazy("Confirm the start"),
}
"""What a step that waits on the customer asks for. Kinds that are not here are asked for in general words."""

DONE = {
    "account_team": gettext_lazy("Your team with us is in place"),
    "primary_contact": gettext_lazy("Primary contact named"),
    "invoice_settings": gettext_lazy("Billing address confirmed"),
    "service_level": gettext_lazy("Response times agreed"),
    "ticket_service_level": gettext_lazy("Response times agreed"),
    "devices": gettext_lazy("Devices recorded"),
    "customer_portal": gettext_lazy("Portal set up"),
    "go_live": gettext_lazy("Started"),
}
"""What a customer is told when a step is done. Kinds that are not here are the house's own business."""

SHOWN_DONE = 3
MARKS = ["done", "open", "not_yet"]
"""In this order the bar shows them: how far it is, not which step is which."""


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket as lists show it."""

    ticket: Ticket
    status: Look
    aside: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that waits on the customer."""

    title: Any
    note: str
    due_on: date | None

    @property
    def aside(self) -> str:
        """That it waits for the reader, and until when."""
        if self.due_on is None:
            return _("waits for you")
        return _("waits for you, until %(day)s") % {"day": written_day(self.due_on)}


@dataclass(frozen=True, slots=True)
class OnboardingView:
    """Progress in words for customers: no findings, no names of internal steps."""

    done: int
    total: int
    marks: list[str]
    go_live_on: date
    asked: list[Asked]
    settled: list[Any]
    is_on_hold: bool

    @property
    def label(self) -> str:
        return _("%(done)d of %(total)d steps") % {"done": self.done, "total": self.total}

    @property
    def start(self) -> str:
        """When it starts, in words."""
        return _("on hold") if self.is_on_hold else _("Start on %(day)s") % {"day": written_day(self.go_live_on)}


def greeting(contact: Contact, now: datetime) -> str:
    """By the time of day where the MSP is, with the salutation if it is known."""
    name = addressed(contact)
    if now.hour < 11:
        return _("Good morning, %(name)s") % {"name": name}
    if now.hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def addressed(contact: Contact) -> str:
    """The name as one addresses the person."""
    if contact.salutation == Salutation.NONE:
        return contact.full_name
    return f"{Salutation(contact.salutation).label} {contact.last_name}"


def status_word(ticket: Ticket) -> Look:
    return Look(*STATUSES[Status(ticket.status)])


def ticket_line(ticket: Ticket) -> TicketLine:
    """The ticket with who works on it, or what is missing."""
    if ticket.status == Status.WAITING_CUSTOMER:
        aside = _("your answer is missing")
    elif ticket.assignee and ticket.status != Status.COMPLETE:
        aside = _("%(name)s is working on it") % {"name": ticket.assignee}
    else:
        aside = ""
    return TicketLine(ticket, status_word(ticket), aside)


def onboarding_view(onboarding: Onboarding) -> OnboardingView:
    """What a customer may know of the onboarding."""
    steps = [step for step in onboarding.step_list if step.is_applicable]
    passed = [step for step in steps if step.is_passed]
    settled = dict.fromkeys(
        DONE[step.kind]
        for step in sorted(steps, key=lambda step: step.position, reverse=True)
        if step.state == StepState.DONE and step.kind in DONE
    )
    return OnboardingView(
        done=len(passed),
        total=len(steps),
        marks=sorted((_mark(step) for step in steps), key=MARKS.index),
        go_live_on=onboarding.go_live_on,
        asked=[_asked(step) for step in steps if step.waits_on_customer],
        settled=list(settled)[:SHOWN_DONE],
        is_on_hold=onboarding.is_on_hold,
    )


def _mark(step: Step) -> str:
    if step.is_passed:
        return "done"
    return "open" if step.state == StepState.OPEN else "not_yet"


def _asked(step: Step) -> Asked:
    return Asked(ASKED.get(step.kind, _("Something is needed from you")), step.waiting_note, step.due_on)
