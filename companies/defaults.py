"""What a new tenant starts with."""

from companies.models import Classification, Company, CompanyType, Icon, MarketSegment
from companies.operations import create_company, enter_grouping
from tenants.models import Member, Tenant

CLASSIFICATIONS = (
    ("Gold", "Gold", Icon.TROPHY),
    ("Silver", "Silber", Icon.STAR),
    ("Bronze", "Bronze", Icon.SHIELD),
    ("Block hours", "Stundenkontingent", Icon.CLOCK),
    ("At risk", "Gefährdet", Icon.WARNING),
)
SEGMENTS = (
    ("Business", "Unternehmen"),
    ("Public sector", "Öffentliche Hand"),
    ("Non-profit", "Gemeinnützig"),
    ("Private", "Privat"),
)
"""Names in English and German; a new tenant gets those of its language, and renames what it likes."""


def seed(*, tenant: Tenant, admin: Member) -> None:
    """The MSP's own company, once: the sender on its invoices. Never a child, never inactive."""
    if not Company.objects.own().exists():
        create_company(tenant=tenant, by=None, manager=admin, name=tenant.name, type=CompanyType.PARTNER, is_own=True)
    german = tenant.language == "de"
    if not Classification.objects.exists():
        for name, name_de, icon in CLASSIFICATIONS:
            enter_grouping(Classification, tenant=tenant, by=None, name=name_de if german else name, icon=icon)
    if not MarketSegment.objects.exists():
        for name, name_de in SEGMENTS:
            enter_grouping(MarketSegment, tenant=tenant, by=None, name=name_de if german else name)
