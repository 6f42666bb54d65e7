"""The page behind the link of an invitation. One answer for every link that does not work."""

from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.errors import DomainError
from core.forms import DomainForm
from core.http import render_form, see_other
from tenants import operations
from tenants.access import public
from tenants.forms import FirstPasswordForm
from tenants.invitations import open_invitation_of
from tenants.models import Invitation

LOGIN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has no account yet chooses a password; whoever has one signs in with it and accepts."""
    if not ratelimit.consume(request, action="invitation"):
        return render(request, "tenants/invitation_too_often.html", status=429)
    found = open_invitation_of(token, tenant=request.tenant)
    if found is None:
        return _closed(request)
    try:
        return _with_account(request, found) if found.user.has_usable_password() else _first_time(request, found)
    except DomainError:
        return _closed(request)


def _first_time(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = FirstPasswordForm(request.POST or None, user=found.user)
    if not form.is_valid():
        return render_form(request, "tenants/invitation.html", {"form": form, "invitation": found}, form)
    user = operations.accept_first(invitation=found, **form.values)
    login(request, user, backend=LOGIN_BACKEND)
    UserSession.objects.create_from_request(request)
    return see_other("landing", request.tenant.slug)


def _with_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    is_invited = request.user.is_authenticated and request.user.pk == found.user_id
    if request.method == "POST" and is_invited:
        found.accept(user=request.user)
        return see_other("landing", request.tenant.slug)
    context = {"form": DomainForm(), "invitation": found, "is_invited": is_invited}
    return render(request, "tenants/invitation_accept.html", context)


def _closed(request: HttpRequest) -> HttpResponse:
    """Wrong, expired, used or revoked: the same page, so that it tells nothing about anybody."""
    return render(request, "tenants/invitation_closed.html", status=410)
