"""Where a person may use the customer portal, asked on every request."""

from django.apps import apps
from django.db.models import Q

from tenants.models import Entrance
from tenants.places import places_by


def places_of(user, tenant):
    """The portal accesses of this person that work now: contact, company and the company's portal are on.

    A Taskfire right works only where Taskfire is on.
    """
    return usable().filter(user=user, tenant=tenant).select_related("contact__company").order_by("contact__company_id")


def usable():
    """All portal accesses that work now, in the current tenant."""
    works = Q(
        is_enabled=True, contact__is_active=True, contact__company__is_active=True,
        contact__company__portal_enabled=True,
    )  # fmt: skip
    needs_taskfire = Q(right__startswith="taskfire_")
    accesses = apps.get_model("contacts", "PortalAccess").objects.filter(works)
    return accesses.filter(~needs_taskfire | Q(contact__company__taskfire_enabled=True))


def works(access) -> bool:
    """Whether this portal access works now."""
    return usable().filter(pk=access.pk).exists()


@places_by
def with_portal_place(*, users, tenant) -> set[int]:
    """Those of the people who may use the portal of some company in this tenant."""
    return set(usable().filter(user__in=users, tenant=tenant).values_list("user_id", flat=True))


def arrive(*users, tenant) -> None:
    """These people have a place in the tenant: signing in leads there."""
    Entrance.grant(*users, tenant=tenant)


def leave(*users, tenant) -> None:
    """They lost a place: without another one in the tenant the entrance closes, without any the sessions end."""
    Entrance.withdraw(*users, tenant=tenant)
