"""What contacts do when something happens to their company."""

from companies.models import Company
from contacts import portal_places
from contacts.models import TASKFIRE_RIGHTS, PortalAccess, PortalRight
from core.events import Occurrence, publish, subscribe
from tenants.models import User


@subscribe("companies.portal_disabled", "companies.company_deactivated")
def lock_out(occurrence: Occurrence) -> None:
    """The company's portal is closed: its people are out at once, sessions included."""
    portal_places.leave(*_people_of(_enabled_at(occurrence.company)), tenant=occurrence.company.tenant)


@subscribe("companies.portal_enabled", "companies.company_activated")
def let_back_in(occurrence: Occurrence) -> None:
    """The company's portal is open again for those who were enabled."""
    company = Company.objects.get(pk=occurrence.company.pk)
    if company.is_active and company.portal_enabled:
        people = _people_of(_enabled_at(company).filter(contact__is_active=True))
        portal_places.arrive(*people, tenant=company.tenant)


@subscribe("companies.taskfire_disabled")
def end_taskfire_rights(occurrence: Occurrence) -> None:
    """Without Taskfire its rights end; the people keep *Basic*, the least that still lets them see their tickets."""
    for access in _enabled_at(occurrence.company).filter(right__in=TASKFIRE_RIGHTS):
        before, access.right = access.right, PortalRight.BASIC
        access.save(update_fields=["right"])
        publish(
            "contacts.portal_right_changed", subject=access.contact, company=occurrence.company, by=occurrence.by,
            changes={"right": [before, access.right.value]}, data={"right": access.right.value},
        )  # fmt: skip


def _enabled_at(company):
    accesses = PortalAccess.objects.filter(contact__company=company, is_enabled=True)
    return accesses.select_related("user", "contact").order_by("pk")


def _people_of(accesses) -> list[User]:
    return [access.user for access in accesses]
