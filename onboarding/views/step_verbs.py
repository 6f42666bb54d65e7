"""What one does with a step beside its own job: assign it, wait, leave it out. Each has a page of its own too."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import do, render_form, see_other
from onboarding import operations
from onboarding.forms import AssignForm, ReasonForm, WaitForm
from onboarding.models import Step
from onboarding.views.fetch import visible_step


def assign(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    step = visible_step(request, pk, key)
    company, known = step.onboarding.company, {"member": step.assignee_id}
    form = AssignForm(request.POST or None, company=company, by=request.member, initial=known)
    return _verb(
        request, step, form, lambda: operations.assign_step(step=step, by=request.member, **form.values),
        title=_("Assign the step"), label=_("Assign"), done=_("The step is assigned."),
    )  # fmt: skip


def wait(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    step = visible_step(request, pk, key)
    form = WaitForm(request.POST or None)
    return _verb(
        request, step, form, lambda: step.wait_on(**form.values, by=request.member),
        title=_("Waiting on…"), label=_("Wait"), done=_("The step waits. What we need is written down."),
    )  # fmt: skip


def skip(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    step = visible_step(request, pk, key)
    form = ReasonForm(request.POST or None)
    return _verb(
        request, step, form, lambda: step.skip(reason=form.cleaned_data["reason"], by=request.member),
        title=_("Skip this step"), label=_("Skip"), done=_("The step is skipped."),
    )  # fmt: skip


@require_POST
def stop_waiting(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    step = visible_step(request, pk, key)
    done = _("The step no longer waits.")
    return do(request, lambda: step.stop_waiting(by=request.member), done, _here(request, step))


@require_POST
def take_up(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    step = visible_step(request, pk, key)
    done = _("The step is part of the plan again.")
    return do(request, lambda: step.take_up_again(by=request.member), done, _here(request, step))


def _verb(request, step: Step, form, verb: Callable, *, title, label, done) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and form.apply(verb):
        messages.success(request, done)
        return see_other(_here(request, step))
    context = {
        "form": form, "step": step, "company": step.onboarding.company, "title": title, "label": label,
        "back": _here(request, step),
    }  # fmt: skip
    return render_form(request, "onboarding/verb.html", context, form)


def _here(request, step: Step) -> str:
    return reverse("onboarding:step", args=[request.tenant.slug, step.onboarding_id, step.key])
