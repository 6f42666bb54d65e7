"""What a page is about, as far as the member sees it; 404 otherwise."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from onboarding.models import Onboarding, Step


def visible_onboarding(request: HttpRequest, pk: int) -> Onboarding:
    with_it = ("company__manager", "company__parent", "company__invoice_settings", "started_by", "ended_by")
    found = get_object_or_404(Onboarding.objects.visible_to(request.member).select_related(*with_it), pk=pk)
    found.company.tenant = request.tenant
    return found


def visible_step(request: HttpRequest, pk: int, key: str) -> Step:
    """The step with its onboarding, which knows its other steps."""
    onboarding = visible_onboarding(request, pk)
    step = next((each for each in onboarding.step_list if each.key == key), None)
    if step is None:
        return get_object_or_404(Step.objects.none(), pk=0)
    for each in onboarding.step_list:
        each.onboarding = onboarding
    return step
