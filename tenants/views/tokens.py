"""API tokens: each member's own, and for admins those of everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.http import render_form, render_grid, see_other
from tenants.access import needs
from tenants.forms import TokenForm
from tenants.models import ApiToken
from tenants.roles import Capability
from tenants.tables import TokenGrid, draw_token_state


@never_cache
def own_tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens and a new one. The answer to the form is the one time that the secret is shown."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid() and form.apply(
        lambda: ApiToken.mint(member=request.member, by=request.member, **form.token_values)
    ):
        _token, secret = form.result
        form = TokenForm()
    mine = ApiToken.objects.filter(member=request.member, revoked_at=None).newest_first()
    tokens = [(token, draw_token_state(token)) for token in mine]
    context = {"form": form, "tokens": tokens, "secret": secret}
    return render_form(request, "tenants/own_tokens.html", context, form)


@require_POST
def revoke_own(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, member=request.member)
    token.revoke(by=request.member)
    messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return see_other("tenants:own_tokens", request.tenant.slug)


@require_safe
@needs(Capability.MANAGE_TENANT)
def tokens(request: HttpRequest) -> HttpResponse:
    """Everybody's tokens, those that ended too."""
    grid = TokenGrid(request, ApiToken.objects.all())
    return render_grid(request, "tenants/tokens.html", {"grid": grid})


@require_POST
@needs(Capability.MANAGE_TENANT)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk)
    token.revoke(by=request.member)
    messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return see_other("tenants:tokens", request.tenant.slug)
