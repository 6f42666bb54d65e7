"""Tells the REST library what the middleware found out. A leaf: the library imports it while it is itself imported."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission


class TokenAuthentication(BaseAuthentication):
    """The member's user and the token, as `tenants.api_access.TokenMiddleware` has admitted them."""

    def authenticate(self, request):
        token = getattr(request._request, "token", None)
        return None if token is None else (request._request.user, token)

    def authenticate_header(self, request):
        return 'Bearer realm="handover"'


class HasMember(BasePermission):
    """Closed unless a token has brought a member: what it sees and may do the resources and the verbs ask."""

    def has_permission(self, request, view):
        return request.auth is not None and request.member is not None
