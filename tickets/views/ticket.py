"""One ticket: what was asked, what was said, what is due, and its verbs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import render_form, see_other
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability
from tickets.forms import AnswerForm, AssignForm, ClassificationForm, CompleteForm
from tickets.models import Ticket
from tickets.presentation import due_lines, priority_look, status_look
from tickets.service_levels import ladder

RELATED = (
    "company", "contact", "location", "device", "contract", "issue", "sub_issue", "assignee", "service_level",
    "created_by", "request_type",
)  # fmt: skip


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever sees the customer reads its tickets."""
    return page(request, visible(request, pk))


@require_POST
@needs(Capability.WORK_TICKETS)
@done_once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something to the customer, or among colleagues."""
    ticket = visible(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid() and form.apply(lambda: ticket.answer(by=request.member, **form.answer)):
        said = _("Answered.") if form.answer["is_public"] else _("Internal note saved.")
        return done(request, ticket, said)
    return page(request, visible(request, pk), answer=form)


@require_POST
@needs(Capability.WORK_TICKETS)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the ticket with its resolution."""
    ticket = visible(request, pk)
    form = CompleteForm(request.POST)
    if form.is_valid() and form.apply(
        lambda: ticket.complete(resolution=form.cleaned_data["resolution"], by=request.member)
    ):
        return done(request, ticket, _("%(number)s is complete.") % {"number": ticket})
    return page(request, visible(request, pk), complete=form)


@require_POST
@needs(Capability.WORK_TICKETS)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the ticket to a colleague who sees the customer, or joins its account team for it, or to nobody."""
    ticket = visible(request, pk)
    form = AssignForm(request.POST, ticket=ticket, by=request.member)
    if form.is_valid() and form.apply(lambda: ticket.assign(by=request.member, **form.assignment)):
        return done(request, ticket, _("Assignment saved."))
    return page(request, visible(request, pk), assign=form)


@require_POST
@needs(Capability.WORK_TICKETS)
def reclassify(request: HttpRequest, pk: int) -> HttpResponse:
    """Change priority, issue types or service level; the due times follow."""
    ticket = visible(request, pk)
    form = ClassificationForm(request.POST, instance=ticket)
    if form.is_valid() and form.apply(
        lambda: ticket.reclassify(by=request.member, seen=form.seen, **form.classification)
    ):
        return done(request, ticket, _("Saved. The due times were computed again."))
    return page(request, visible(request, pk), classification=form)


def visible(request: HttpRequest, pk: int) -> Ticket:
    """The ticket, if this member sees its customer; 404 otherwise."""
    return get_object_or_404(Ticket.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


def done(request: HttpRequest, ticket: Ticket, said: str) -> HttpResponse:
    messages.success(request, said)
    return see_other("tickets:detail", request.tenant.slug, ticket.pk)


def page(request: HttpRequest, ticket: Ticket, **bound) -> HttpResponse:
    """The page with fresh forms, but for the one that was refused."""
    forms = {
        "answer": AnswerForm(),
        "complete": CompleteForm(),
        "assign": AssignForm(ticket=ticket, by=request.member),
        "classification": ClassificationForm(instance=ticket),
        **bound,
    }
    context = {
        "ticket": ticket,
        "notes": ticket.notes.select_related("member", "contact").in_order(),
        "status": status_look(ticket),
        "priority": priority_look(ticket),
        "due": due_lines(ticket, timezone.now()),
        "rungs": rungs_of(ticket),
        "may_work": request.member.may(Capability.WORK_TICKETS),
        "may_take": ticket.is_open and ticket.assignee_id != request.member.pk,
        "may_see_contract": request.member.may(Capability.VIEW_BILLING),
        "forms": forms,
    }
    return render_form(request, "tickets/ticket_detail.html", context, list(bound.values()) or forms["answer"])


def rungs_of(ticket: Ticket):
    """What each rule says for this ticket as things stand now."""
    return ladder(
        company=ticket.company, issue=ticket.issue, sub_issue=ticket.sub_issue, device=ticket.device,
        contract=ticket.contract, chosen=ticket.service_level if ticket.is_chosen_by_hand else None,
    )  # fmt: skip
