"""The pages of the sign-in library that we offer; every other one is not there, whatever a later release adds.

Above all nobody changes the own address: an invitation goes to an identity by its address, so who could take on
somebody else's would be handed their place.
"""

from allauth.account import urls as library
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

OFFERED = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)


def not_there(request: HttpRequest, **kwargs) -> HttpResponse:
    """Closed; the address stays known, because the library's own code asks for it."""
    raise Http404


urlpatterns = [
    each if each.name in OFFERED else URLPattern(each.pattern, not_there, name=each.name)
    for each in library.urlpatterns
    if isinstance(each, URLPattern)
]
