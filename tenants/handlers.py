"""What this floor adds to lists that lower modules keep."""

from tenants.models import Member, Tenant, User
from tenants.places import places_by


@places_by
def has_member(*, user: User, tenant: Tenant) -> bool:
    """Whether the person is an active member of the tenant."""
    return Member.objects.active().filter(tenant=tenant, user=user).exists()
