"""What a new tenant starts with."""

from companies.models import Company, CompanyType
from companies.operations import create_company
from tenants.models import Member


def seed(*, tenant, admin: Member) -> None:
    """The MSP's own company, once: the sender on its invoices. Never a child, never inactive."""
    if not Company.objects.own().exists():
        create_company(tenant=tenant, by=None, manager=admin, name=tenant.name, type=CompanyType.PARTNER, is_own=True)
