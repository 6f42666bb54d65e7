"""Where a person stands in the portal: asked anew on every request."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest

from contacts.models import PortalAccess, PortalRight
from contacts.portal_places import places_of
from core.authorship import Door, acting_as, through
from tenants.access import for_contacts


def at_place(view: Callable) -> Callable:
    """For contacts of the company in the address only; the view gets their portal access. Everybody else: 404.

    Staff without a place as a contact are everybody else. What the view does came in by the portal's door.
    """

    @for_contacts
    @wraps(view)
    def placed(request: HttpRequest, company_id: int, **kwargs):
        access = places_of(request.user, request.tenant).filter(contact__company=company_id).first()
        if access is None:
            raise Http404
        with through(Door.PORTAL), acting_as(access.contact):
            return view(request, access, **kwargs)

    return placed


def other_places(access: PortalAccess, request: HttpRequest) -> list[PortalAccess]:
    """The further companies where this person may use the portal."""
    return list(places_of(request.user, request.tenant).exclude(pk=access.pk))


def follows_onboarding(access: PortalAccess) -> bool:
    """Who reads how the onboarding goes: the primary contact, and whoever sees more than the own tickets."""
    return access.contact.is_primary or access.right != PortalRight.BASIC
