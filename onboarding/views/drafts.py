"""A draft: the plan that it would become, started or discarded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.http import do, render_form, see_other
from onboarding.forms import PressForm, SeenForm
from onboarding.links import onboarding_url
from onboarding.models import Onboarding
from onboarding.operations import Answers, discard_draft, plan_for, start_draft
from onboarding.views.fetch import visible_onboarding
from tenants.access import needs
from tenants.roles import Capability


def draft_page(request: HttpRequest, draft: Onboarding) -> HttpResponse:
    """The plan as it would be if it started today, with the answers that it comes from."""
    company, today = draft.company, timezone.localdate()
    plan = plan_for(answers=Answers.of(draft), manager=company.manager, start_on=today, company=company)
    context = {
        "draft": draft,
        "company": company,
        "steps": [each for each in plan.steps if each.applies],
        "left_out": [each for each in plan.steps if not each.applies],
        "unseen_by": plan.unseen_by,
        "seen": SeenForm(initial={"version": draft.version}),
        "is_past": draft.go_live_on < today,
        "may_run": request.member.may(Capability.RUN_ONBOARDING),
    }
    return render(request, "onboarding/draft.html", context)


@require_POST
@needs(Capability.RUN_ONBOARDING)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the draft by the plan that the page has shown; without its version, no plan was shown."""
    draft, form = visible_onboarding(request, pk), SeenForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    done = _("The onboarding of %(name)s has begun.") % {"name": draft.company.name}
    return do(request, lambda: start_draft(draft=draft, by=request.member, seen=seen), done, onboarding_url(draft))


@needs(Capability.RUN_ONBOARDING)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more: a draft that was discarded is gone."""
    draft = visible_onboarding(request, pk)
    form = PressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.apply(lambda: discard_draft(draft=draft, by=request.member)):
        messages.success(request, _("The draft is discarded."))
        return see_other("onboarding:list", request.tenant.slug)
    context = {"form": form, "onboarding": draft, "company": draft.company}
    return render_form(request, "onboarding/discard.html", context, form)
