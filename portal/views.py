"""The customer's own pages. Every view gets the portal access that `at_place` found for this very request."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Company
from contacts.models import PortalAccess
from core.http import render_form, see_other
from onboarding.models import Onboarding
from portal.forms import AnswerForm, NewTicketForm
from portal.places import at_place, follows_onboarding, other_places
from portal.submitting import submit_answer, submit_ticket
from portal.words import greeting, onboarding_view, status_word, ticket_line
from tickets.models import Status, Ticket

HOME_TICKETS = 5
PAGE_SIZE = 30


@require_safe
@at_place
def home(request: HttpRequest, access: PortalAccess) -> HttpResponse:
    """How things stand: what waits on the customer, open tickets, who looks after them."""
    tickets = _tickets(access)
    context = {
        "greeting": greeting(access.contact, timezone.localtime()),
        "onboarding": _onboarding(access),
        "open_tickets": _lines(tickets.open().order_by("-last_activity_at", "-pk")[:HOME_TICKETS]),
        "solved_tickets": _lines(
            tickets.filter(status=Status.COMPLETE).order_by("-last_activity_at", "-pk")[:HOME_TICKETS]
        ),
        "team": _team(access.contact.company),
    }
    return render(request, "portal/home.html", {**_frame(request, access), **context})


@require_safe
@at_place
def ticket_list(request: HttpRequest, access: PortalAccess) -> HttpResponse:
    """All tickets that the access right shows, open ones or solved ones."""
    shows_solved = request.GET.get("show") == "solved"
    tickets = _tickets(access)
    tickets = tickets.filter(status=Status.COMPLETE) if shows_solved else tickets.open()
    page = Paginator(tickets.order_by("-last_activity_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    tabs = [
        {"label": pgettext("tickets", "Open"), "url": "?show=open", "is_current": not shows_solved, "count": None},
        {"label": pgettext("tickets", "Solved"), "url": "?show=solved", "is_current": shows_solved, "count": None},
    ]
    context = {"page": page, "lines": _lines(page), "tabs": tabs, "shows_solved": shows_solved}
    return render(request, "portal/ticket_list.html", {**_frame(request, access), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def ticket_new(request: HttpRequest, access: PortalAccess) -> HttpResponse:
    company = access.contact.company
    form = NewTicketForm(request.POST or None, contact=access.contact)
    if form.is_valid() and form.apply(lambda: submit_ticket(contact=access.contact, values=form.values)):
        messages.success(request, _("We have your ticket. Its number is %(number)s.") % {"number": form.result.number})
        return see_other("portal:ticket", request.tenant.slug, company.pk, form.result.number)
    return render_form(request, "portal/ticket_new.html", {**_frame(request, access), "form": form}, form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def ticket(request: HttpRequest, access: PortalAccess, number: str) -> HttpResponse:
    """One ticket with what was said in public, and room for an answer."""
    found = get_object_or_404(_tickets(access), number=number)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and form.apply(lambda: submit_answer(ticket=found, contact=access.contact, **form.values)):
        messages.success(request, _("Your answer is with us."))
        return see_other("portal:ticket", request.tenant.slug, access.contact.company_id, number)
    notes = found.notes.public().select_related("member", "contact").in_order()
    context = {"ticket": found, "status": status_word(found), "notes": notes, "form": form}
    return render_form(request, "portal/ticket.html", {**_frame(request, access), **context}, form)


def _tickets(access: PortalAccess) -> QuerySet[Ticket]:
    related = ("assignee", "company", "contact", "location", "device")
    return Ticket.objects.visible_to_contact(access).select_related(*related)


def _lines(tickets) -> list:
    return [ticket_line(each) for each in tickets]


def _onboarding(access: PortalAccess):
    if not follows_onboarding(access):
        return None
    found = Onboarding.objects.filter(company=access.contact.company_id, state__in=["active", "on_hold"]).first()
    return onboarding_view(found) if found else None


def _team(company: Company) -> list:
    """Account manager first; names only."""
    team = [member for member in company.team_members() if member.is_active and member.pk != company.manager_id]
    return [company.manager, *team] if company.manager.is_active else team


def _frame(request: HttpRequest, access: PortalAccess) -> dict:
    """What every page of the portal shows around its content."""
    slug, company = request.tenant.slug, access.contact.company
    names = [("home", pgettext("portal", "Home")), ("ticket_list", _("Tickets"))]
    here = request.resolver_match.url_name
    current = "ticket_list" if here in ("ticket", "ticket_new") else here
    items = [
        {"label": label, "url": reverse(f"portal:{name}", args=[slug, company.pk]), "is_current": name == current}
        for name, label in names
    ]
    return {
        "access": access,
        "company": company,
        "portal_items": items,
        "home_url": items[0]["url"],
        "others": [each.contact.company for each in other_places(access, request)],
    }
