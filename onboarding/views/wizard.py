"""The wizard: one page a step, which does its whole job in place."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.extensions import shown
from contacts.models import Contact
from core.http import render_form, see_other
from onboarding.forms import AssignForm, PressForm, ReasonForm, WaitForm
from onboarding.models import Onboarding, SalesHandover, Step
from onboarding.presentation import Progress
from onboarding.views.drafts import draft_page
from onboarding.views.fetch import visible_onboarding, visible_step
from onboarding.wizard import page_of
from onboarding.wizard.base import Part, StepPage
from tenants.models import Member
from tenants.once import done_once
from tenants.roles import Capability


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """To the step where the member goes on: the next to do, else the first. A draft is its plan."""
    onboarding = visible_onboarding(request, pk)
    if onboarding.is_draft:
        return draft_page(request, onboarding)
    progress = Progress(onboarding)
    step = progress.next_after(None, request.member) or (progress.to_do or progress.applicable)[0]
    return see_other("onboarding:step", request.tenant.slug, pk, step.key)


@require_http_methods(["GET", "HEAD", "POST"])
@done_once
def step(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The page of one step; a POST names the part of it that was sent."""
    found = visible_step(request, pk, key)
    page = page_of(found)(request, found)
    if request.method != "POST":
        return _render(request, page, None)
    if not found.onboarding.is_open:
        raise Http404
    part = page.part(request.POST.get("part", "main"), request.POST, request.FILES)
    if part is None:
        messages.info(request, _("This has changed since you looked. Here is how it is now."))
        return see_other("onboarding:step", request.tenant.slug, pk, key)
    if part.form is None:
        raise Http404
    if "remove" not in request.POST and part.apply():
        return _after(request, page, part)
    return _render(request, page, part)


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement on file, for whoever sees the customer and its prices; always as a download."""
    onboarding = visible_onboarding(request, pk)
    request.member.check_may(Capability.VIEW_BILLING)
    handover = SalesHandover.objects.filter(company=onboarding.company).first()
    if handover is None or not handover.agreement:
        raise Http404
    content = handover.agreement.open("rb")
    response = FileResponse(content, as_attachment=True, filename=handover.agreement_name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


def _after(request: HttpRequest, page: StepPage, part: Part) -> HttpResponse:
    """Where one goes on after saving: the next step, the list of work, or here again; to sign what is complete."""
    slug, step = request.tenant.slug, page.step
    onboarding = part.verified.get(step.onboarding_id)
    if onboarding is None or page.decides_who_sees_it:
        onboarding = Onboarding.objects.visible_to(request.member).filter(pk=step.onboarding_id).first()
    if onboarding is None:
        return see_other("onboarding:list", slug)  # the member has just left the account team
    now = next(each for each in onboarding.step_list if each.pk == step.pk)
    level = messages.SUCCESS if part.done or now.is_passed else messages.INFO
    messages.add_message(request, level, str(part.done) if part.done else _saved(now))
    here = reverse("onboarding:step", args=[slug, onboarding.pk, step.key])
    is_signed_off = part.key == "sign" and now.is_passed
    if not is_signed_off and (not part.is_main or part.label):
        return see_other(here)
    if request.POST.get("then") == "close":
        return see_other("onboarding:list", slug)
    if page.may_sign and [found["key"] for found in now.open_findings] == ["signed"]:
        return see_other(f"{here}#sign")
    following = Progress(onboarding).next_after(now, request.member)
    return see_other(reverse("onboarding:step", args=[slug, onboarding.pk, following.key]) if following else here)


def _saved(step: Step) -> str:
    if step.is_passed:
        return _("%(step)s is done.") % {"step": step.title}
    return _("%(step)s is saved. Still open: %(what)s") % {"step": step.title, "what": "; ".join(step.missing[:2])}


def _render(request: HttpRequest, page: StepPage, sent: Part | None) -> HttpResponse:
    step, company = page.step, page.company
    progress = Progress(step.onboarding)
    parts = page.all_parts(sent)
    context = {
        **_what_one_may(step, request.member),
        "page": page,
        "step": step,
        "onboarding": step.onboarding,
        "company": company,
        "progress": progress,
        "rail": progress.rail(step),
        "number": _number(progress, step),
        "next_step": progress.next_after(step, request.member),
        "parts": [(part, page.may(part)) for part in parts],
        "has_main": any(part.is_main and part.form and page.may(part) and not part.label for part in parts),
        "primary_contact": Contact.objects.filter(company=company, is_primary=True).first(),
        "team": [company.manager, *company.team_members()],
        "reopened_event": shown.event_words.get(step.reopened_by_event, ""),
        "hides_prices": page.kind.is_billing and not request.member.may(Capability.VIEW_BILLING),
    }
    form = sent.form if sent else PressForm()
    return render_form(request, "onboarding/step.html", context, form)


def _what_one_may(step: Step, member: Member) -> dict[str, Any]:
    """The verbs of the step that are offered to the member, with their forms."""
    may_run = member.may(Capability.RUN_ONBOARDING)
    may_work = step.onboarding.is_open and step.may_work(member)
    may_skip = may_work and member.may(Capability.SKIP_STEPS) and not step.is_passed and not step.is_go_live
    may_wait = may_work and step.is_to_do and not step.is_go_live
    may_assign = step.onboarding.is_open and (may_work or may_run)
    return {
        "may_work": may_work,
        "may_skip": may_skip,
        "may_run": may_run,
        "assign_form": _assign_form(step, member) if may_assign else None,
        "wait_form": WaitForm(initial=_waiting(step)) if may_wait else None,
        "skip_form": ReasonForm(auto_id="skip_%s") if may_skip else None,
    }


def _number(progress: Progress, step: Step) -> int:
    """The how-manieth step it is; 0 for one that does not apply."""
    return next((number for number, each in enumerate(progress.applicable, 1) if each.pk == step.pk), 0)


def _assign_form(step: Step, member: Member) -> AssignForm:
    return AssignForm(company=step.onboarding.company, by=member, initial={"member": step.assignee_id})


def _waiting(step: Step) -> dict:
    return {"whom": step.waiting_on, "note": step.waiting_note} if step.waiting_on else {}
