"""The list of onboardings, *My work*, and the tab of the company's page."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.models import Company
from core.http import render_grid
from core.querying import first_of
from onboarding.links import step_url
from onboarding.models import Onboarding, Step
from onboarding.presentation import Progress, WorkItem, sections
from onboarding.tables import OnboardingGrid
from tenants.roles import Capability

SHOWN, DRAFTS = 100, 20
"""Lines of *My work*, those that are due first; drafts that stand below them."""


@require_safe
def onboarding_list(request: HttpRequest) -> HttpResponse:
    rows = Onboarding.objects.visible_to(request.member)
    may_start = request.member.may(Capability.RUN_ONBOARDING)
    start = reverse("onboarding:start", args=[request.tenant.slug]) if may_start else ""
    grid = OnboardingGrid(request, rows, empty_url=start, empty_label=_("Start onboarding"))
    return render_grid(request, "onboarding/onboarding_list.html", {"grid": grid, "may_start": may_start})


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What there is to do: mine, of my roles, of my customers' team, and what waits on others."""
    member, today = request.member, timezone.localdate()
    views = _views_of_work(member)
    chosen = request.GET.get("show", "mine") if request.GET.get("show") in views else "mine"
    found = _read(views[chosen][1].order_by("due_on", "pk")[: SHOWN + 1], member)
    drafts, more_drafts = first_of(_drafts(member), DRAFTS) if chosen == "mine" else ([], False)
    context = {
        "sections": sections(found[:SHOWN], today),
        "shown_only": SHOWN if len(found) > SHOWN else None,
        "ended": _ended(member) if chosen in ("mine", "roles") else [],
        "tabs": [
            {"label": label, "url": f"{request.path}?show={key}", "is_current": key == chosen, "count": None}
            for key, (label, _rows) in views.items()
        ],
        "drafts": drafts,
        "more_drafts": more_drafts,
        "today": today,
        "may_start": member.may(Capability.RUN_ONBOARDING),
        "is_beginning": False,
    }
    if not context["sections"]:
        context["is_beginning"] = not Onboarding.objects.visible_to(member).exists()
        context["may_invite"] = member.may(Capability.MANAGE_TENANT)
    return render(request, "onboarding/my_work.html", context)


@require_safe
def company_tab(request: HttpRequest, company: int) -> HttpResponse:
    """The tab *Onboarding* of a company's page: the one that runs or ran last, and those before it."""
    found = get_object_or_404(Company.objects.visible_to(request.member).with_head(), pk=company)
    rows = list(Onboarding.objects.filter(company=found).with_steps().order_by("-pk")[:10])
    for row in rows:
        row.company = found
    found.tenant = request.tenant
    context = {
        "company": found,
        "current_tab": "onboarding",
        "shown": [(row, Progress(row)) for row in rows],
        "may_start": request.member.may(Capability.RUN_ONBOARDING)
        and not any(row.is_open for row in rows)
        and not found.is_alias,
    }
    return render(request, "onboarding/company_tab.html", context)


def _views_of_work(member) -> dict[str, tuple[str, QuerySet]]:
    """What one may look at, by the key in the address: words, and steps."""
    to_do = Step.objects.to_do_by(member)
    mine, of_roles = _whose(member)
    return {
        "mine": (_("Mine"), to_do.filter(mine, waiting_on="")),
        "roles": (_("My roles"), to_do.filter(of_roles, waiting_on="")),
        "team": (_("My team"), Step.objects.to_do_by_team(member).filter(waiting_on="")),
        "waiting": (_("Waiting on others"), to_do.filter(mine | of_roles).waiting()),
    }


def _whose(member) -> tuple[Q, Q]:
    """Steps that are with the member; steps of his roles that are with nobody yet."""
    return Q(assignee=member), Q(assignee__isnull=True, owner_role__in=member.roles)


def _drafts(member) -> QuerySet[Onboarding]:
    """What the account manager has prepared and not started yet."""
    drafts = Onboarding.objects.visible_to(member).drafts().filter(company__manager=member)
    return drafts.select_related("company").order_by("go_live_on", "pk")


def _read(steps: QuerySet, member) -> list[Step]:
    """The steps with what a line shows of them. Their tenant is everybody's here, and read once."""
    found = list(steps.select_related("onboarding__company", "assignee"))
    for step in found:
        step.onboarding.company.tenant = member.tenant
    return found


def _ended(member) -> list[WorkItem]:
    """Steps of completed onboardings whose evidence has ended since; the company's page shows them too."""
    mine, of_roles = _whose(member)
    steps = Step.objects.no_longer_holding(member).filter(mine | of_roles)
    return [
        WorkItem(step, step_url(step.onboarding.company, step), step.missing[0], _("live"), False, "failing")
        for step in _read(steps.order_by("-pk")[:SHOWN], member)
    ]
