"""What a new tenant begins with: each package brings its own defaults, in the order of the floors."""

from collections.abc import Callable

from django.utils import timezone

from billing import defaults as billing
from companies import defaults as companies
from contracts import defaults as contracts
from core.rowsecurity import acting_for
from notifications import defaults as notifications
from onboarding import defaults as onboarding
from sla import defaults as sla
from tenants import defaults as tenants
from tenants.models import Member, Tenant
from tenants.roles import Role
from tickets import defaults as tickets

SEEDS: tuple[Callable[..., None], ...] = (
    tenants.seed,
    sla.seed,
    notifications.seed,
    billing.seed,
    contracts.seed,
    tickets.seed,
    onboarding.seed,
)
"""Called one after the other as `seed(tenant=…)`. Each is idempotent, so that a later release can add to it."""


def seed(*, tenant: Tenant) -> None:
    """Give the tenant everything it needs to work from the first day; what is there already stays.

    The MSP itself becomes a company, looked after by its first admin: without one it waits.
    """
    with acting_for(tenant.pk), timezone.override(tenant.zone):
        admin = Member.objects.active().with_role(Role.ADMIN).order_by("pk").first()
        if admin is not None:
            companies.seed(tenant=tenant, admin=admin)
        for seed_package in SEEDS:
            seed_package(tenant=tenant)
