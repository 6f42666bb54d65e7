"""What knows every floor: founding a tenant with all that it needs."""

from django.db import transaction

from config.seeding import seed
from sla.defaults import check_state
from tenants.models import Member, Tenant
from tenants.operations import create_tenant


@transaction.atomic
def found_tenant(
    *,
    name: str,
    slug: str,
    admin_name: str,
    admin_email: str,
    country: str = "DE",
    state: str = "",
    language: str = "de",
    time_zone: str = "Europe/Berlin",
    currency: str = "EUR",
) -> tuple[Tenant, Member]:
    """A new MSP that can work from the first day: its admin is invited, every package has brought its defaults.

    The MSP itself stands among its companies (`is_own`): it sells, and it is nobody's customer. Raises DomainError
    with the field that is wrong.
    """
    state = state.strip().upper()
    check_state(country, state)
    tenant, admin = create_tenant(
        name=name, slug=slug, country=country, state=state, language=language, time_zone=time_zone,
        currency=currency, admin_name=admin_name, admin_email=admin_email,
    )  # fmt: skip
    seed(tenant=tenant)
    return tenant, admin
