"""Finds the tenant and the person's place in it, and opens the request's transaction around the view's own."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.authorship import Door, acting_as, through
from core.rowsecurity import acting_for
from tenants.access import is_for_contacts, is_public
from tenants.models import Member, Tenant


class LanguageMiddleware:
    """The language of the person: their own choice, then the cookie, then what the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = (request.user.is_authenticated and request.user.language) or request.COOKIES.get(
            settings.LANGUAGE_COOKIE_NAME, ""
        )
        if chosen not in dict(settings.LANGUAGES):
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class TenantMiddleware:
    """Below `/<tenant>/`: one transaction with the tenant and who acts set, `request.tenant` and `request.member`.

    Whatever the view raises rolls everything back, although Django has turned it into a response by then.
    A contact has no member; its place is looked up by the portal's own views.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.tenant = request.member = None
        slug = tenant_slug(request)
        if slug is None:
            return self.get_response(request)
        tenant = self.find(slug, host=request.get_host().split(":")[0])
        if tenant is None:
            return self.get_response(request)
        request.tenant = tenant
        with through(Door.PAGE), acting_for(tenant.pk), timezone.override(tenant.zone):
            if request.user.is_authenticated and request.user.is_active:
                request.member = Member.objects.joined().with_scopes().filter(user=request.user).first()
                if request.member is not None:
                    request.member.tenant, request.member.user = tenant, request.user
            with acting_as(request.member):
                response = self.get_response(request)
                if getattr(request, "view_raised", False):
                    transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        request.view_raised = True

    @staticmethod
    def find(slug: str, *, host: str) -> Tenant | None:
        """The active tenant of this path. On a tenant's own host name only that tenant is served."""
        found = list(Tenant.objects.filter(Q(slug=slug, is_active=True) | Q(host=host)))
        owners = [tenant for tenant in found if tenant.host == host]
        return next((tenant for tenant in owners or found if tenant.slug == slug and tenant.is_active), None)


def tenant_slug(request: HttpRequest) -> str | None:
    """The tenant named in the path, if the path is one below a tenant."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return match.kwargs.get("tenant")


def _way_back(request: HttpRequest) -> str:
    """Where one goes on after signing in: here, or on the page of the form whose input cannot be sent again."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    messages.warning(request, _("You had been signed out. What you sent last was not saved."))
    origin = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure()):
        return urlunsplit(("", "", *urlsplit(origin)[2:4], ""))
    return "/"


class SignInRequiredMiddleware:
    """Everybody signs in, except where a view is public; a tenant that is not one's own is not there.

    Takes the tenant out of the view's arguments: a view reads `request.tenant`, which was looked up.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        below_a_tenant = kwargs.pop("tenant", None) is not None
        if not is_public(request, view):
            if not request.user.is_authenticated:
                return redirect_to_login(_way_back(request), resolve_url(settings.LOGIN_URL))
            if below_a_tenant and request.member is None and not is_for_contacts(view):
                raise Http404
        if below_a_tenant and request.tenant is None:
            raise Http404
        return None
