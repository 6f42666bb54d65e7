"""What a new tenant begins with on this floor."""

from tenants.models import RoleScope, Tenant
from tenants.roles import DEFAULT_SCOPES


def seed(*, tenant: Tenant) -> None:
    """Which companies each role sees. Idempotent: what the tenant has decided stays."""
    for role, scope in DEFAULT_SCOPES.items():
        RoleScope.objects.get_or_create(tenant=tenant, role=role, defaults={"scope": scope})
