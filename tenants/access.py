"""Who gets as far as a view: everybody, signed-in contacts too, or members with a capability."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest

from tenants.roles import Capability

PUBLIC_VIEWS = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)
"""Views of the sign-in library that nobody needs to be signed in for."""


def public(view: Callable) -> Callable:
    """Open to everybody. Rare: each is named in the access matrix."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def for_contacts(view: Callable) -> Callable:
    """Lets signed-in people in who are no members of the tenant; the view itself looks up the contact's place."""
    view.is_for_contacts = True  # type: ignore[attr-defined]
    return view


def needs(capability: Capability) -> Callable[[Callable], Callable]:
    """Only members whose roles carry the capability; others are told which one is missing (403)."""

    def decorate(view):
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs):
            request.member.check_may(capability)
            return view(request, *args, **kwargs)

        checked.needs = capability  # type: ignore[attr-defined]
        return checked

    return decorate


def is_public(request: HttpRequest, view: Callable) -> bool:
    return getattr(view, "is_public", False) or request.resolver_match.view_name in PUBLIC_VIEWS


def is_for_contacts(view: Callable) -> bool:
    return getattr(view, "is_for_contacts", False)
