"""Where things are mended."""

from django.urls import reverse

from companies.models import Company


def step_url(company: Company, step) -> str:
    """The wizard's page of a step."""
    return reverse("onboarding:step", args=[company.tenant.slug, step.onboarding_id, step.key])


def onboarding_url(onboarding) -> str:
    """Where one goes on with it: the wizard, or the plan of a draft."""
    return reverse("onboarding:detail", args=[onboarding.company.tenant.slug, onboarding.pk])
