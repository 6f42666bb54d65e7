"""What this floor adds to lists that lower modules keep."""

from collections.abc import Collection

from tenants.models import Member, Tenant
from tenants.places import places_by


@places_by
def with_member(*, users: Collection[int], tenant: Tenant) -> set[int]:
    """Those of the people who are active members of the tenant."""
    return set(Member.objects.active().filter(tenant=tenant, user__in=users).values_list("user_id", flat=True))
