"""The plan of an onboarding: change it, pause it, end it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import do, render_form, see_other
from onboarding.forms import PlanForm, ReasonForm
from onboarding.links import onboarding_url
from onboarding.operations import change_plan
from onboarding.views.fetch import visible_onboarding
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.RUN_ONBOARDING)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Service model, go-live and the other answers, midway."""
    onboarding = visible_onboarding(request, pk)
    form = PlanForm(request.POST or None, instance=onboarding)
    if form.is_valid() and form.apply(
        lambda: change_plan(onboarding=onboarding, by=request.member, seen=form.seen, **form.values)
    ):
        messages.success(request, _("The plan is changed."))
        return see_other("onboarding:detail", request.tenant.slug, pk)
    context = {"form": form, "onboarding": onboarding, "company": onboarding.company}
    return render_form(request, "onboarding/change.html", context, form)


@needs(Capability.RUN_ONBOARDING)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    onboarding = visible_onboarding(request, pk)
    form = ReasonForm(request.POST or None)
    return _reasoned(
        request, onboarding, form, lambda: onboarding.hold(reason=form.cleaned_data["reason"], by=request.member),
        title=_("Put the onboarding on hold"), label=_("Put on hold"), done=_("The onboarding is on hold."),
        effect=_("While it is on hold, none of its steps are due for anybody. Its requirements are still checked."),
    )  # fmt: skip


@needs(Capability.RUN_ONBOARDING)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    onboarding = visible_onboarding(request, pk)
    form = ReasonForm(request.POST or None)
    return _reasoned(
        request, onboarding, form, lambda: onboarding.cancel(reason=form.cleaned_data["reason"], by=request.member),
        title=_("Cancel the onboarding"), label=_("Cancel the onboarding"), done=_("The onboarding is cancelled."),
        effect=_("It ends without go-live and cannot be taken up again. The customer keeps everything."), ends=True,
    )  # fmt: skip


@require_POST
@needs(Capability.RUN_ONBOARDING)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    onboarding = visible_onboarding(request, pk)
    done = _("The onboarding goes on.")
    return do(request, lambda: onboarding.resume(by=request.member), done, onboarding_url(onboarding))


def _reasoned(
    request, onboarding, form, verb: Callable, *, title, label, done, effect, ends: bool = False
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and form.apply(verb):
        messages.success(request, done)
        return see_other("onboarding:detail", request.tenant.slug, onboarding.pk)
    context = {
        "form": form, "onboarding": onboarding, "company": onboarding.company, "title": title, "label": label,
        "ends": ends, "effect": effect,
    }  # fmt: skip
    return render_form(request, "onboarding/reason.html", context, form)
