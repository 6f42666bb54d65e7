"""The steps of running onboardings that a family decides."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from companies.extensions import Standing
from core.templatetags.ui import STEP_STATES
from onboarding.models import Step
from tenants.models import Member

LABEL = gettext_lazy("Onboarding")


def steps_of_family(companies, member: Member) -> Iterator[Standing]:
    """Every step of the onboardings of these companies that are worked on, with its state."""
    steps = Step.objects.visible_to(member).of_active_onboardings().filter(onboarding__company__in=companies)
    for step in steps.select_related("onboarding__company").in_order():
        words = f"{step.title}: {STEP_STATES[step.mark][0]}"
        yield Standing(("step", step.pk), LABEL, step.onboarding.company, words)
