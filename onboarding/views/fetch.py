"""What a page is about, as far as the member sees it; 404 otherwise."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from onboarding.models import Onboarding, Step

WITH_IT = ("company__manager", "company__parent", "company__invoice_settings", "started_by", "ended_by")
"""What the pages of an onboarding show of it."""


def visible_onboarding(request: HttpRequest, pk: int) -> Onboarding:
    found = get_object_or_404(Onboarding.objects.visible_to(request.member).select_related(*WITH_IT), pk=pk)
    found.company.tenant = request.tenant
    return found


def visible_step(request: HttpRequest, pk: int, key: str) -> Step:
    """The step with its onboarding; the other steps are read when a page shows them."""
    with_it = ("assignee", *(f"onboarding__{name}" for name in WITH_IT))
    steps = Step.objects.visible_to(request.member).select_related(*with_it)
    found = get_object_or_404(steps, onboarding=pk, key=key)
    found.onboarding.company.tenant = request.tenant
    return found
