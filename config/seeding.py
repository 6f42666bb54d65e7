"""What a new tenant begins with: each package brings its own defaults, in the order of the floors."""

from collections.abc import Callable

from core.rowsecurity import acting_for
from tenants import defaults as tenants
from tenants.models import Tenant

SEEDS: tuple[Callable[..., None], ...] = (tenants.seed,)
"""Called one after the other as `seed(tenant=…)`. Each is idempotent, so that a later release can add to it."""


def seed(*, tenant: Tenant) -> None:
    """Give the tenant everything it needs to work from the first day; what is there already stays."""
    with acting_for(tenant.pk):
        for seed_package in SEEDS:
            seed_package(tenant=tenant)
