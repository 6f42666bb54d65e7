"""A person's own page, and the two choices that one may also make before signing in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import SeeOther, render_form, see_other
from tenants import operations
from tenants.access import for_contacts, public
from tenants.forms import MemberProfileForm, ProfileForm
from tenants.models import Entrance, Language, Theme

THEME_COOKIE = "handover_theme"
YEAR = 60 * 60 * 24 * 365


@for_contacts
def profile(request: HttpRequest) -> HttpResponse:
    """Language and theme for everybody who comes in here; a member's name, too."""
    user, member = request.user, request.member
    initial = {"language": user.language or get_language()[:2], "theme": user.theme}
    if member is not None:
        form = MemberProfileForm(request.POST or None, initial={**initial, "name": member.name})
    else:
        get_object_or_404(Entrance, user=user, tenant=request.tenant)
        form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid() and form.apply(lambda: operations.change_profile(user=user, member=member, **form.values)):
        with override(user.language):
            messages.success(request, _("Your profile is saved."))
        return see_other("tenants:profile", request.tenant.slug)
    layout = "layouts/workspace.html" if member else "layouts/portal.html"
    return render_form(request, "tenants/profile.html", {"form": form, "layout": layout}, form)


@public
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose language or theme: kept with the person, and in a cookie for the pages before signing in."""
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    response = SeeOther(there)
    choices = (("language", Language, settings.LANGUAGE_COOKIE_NAME), ("theme", Theme, THEME_COOKIE))
    for name, values, cookie in choices:
        value = request.POST.get(name, "")
        if value not in values.values:
            continue
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )  # fmt: skip
        if request.user.is_authenticated:
            setattr(request.user, name, value)
            request.user.save(update_fields=[name])
    return response
