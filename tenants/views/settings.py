"""What a tenant decides about itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.http import render_form, see_other
from tenants import operations
from tenants.access import needs
from tenants.forms import ScopesForm, SettingsForm
from tenants.roles import CAPABILITIES, Capability, Role


@needs(Capability.MANAGE_TENANT)
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, tenant=request.tenant)
    if form.is_valid() and form.apply(
        lambda: operations.change_settings(tenant=request.tenant, values=form.values, by=request.member)
    ):
        messages.success(request, _("The settings are saved."))
        return see_other("tenants:settings", request.tenant.slug)
    return render_form(request, "tenants/settings.html", {"form": form}, form)


@needs(Capability.MANAGE_TENANT)
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, at a glance, and what each sees, which the tenant decides."""
    form = ScopesForm(request.POST or None)
    if form.is_valid() and form.apply(
        lambda: operations.change_scopes(tenant=request.tenant, scopes=form.values, by=request.member)
    ):
        messages.success(request, _("What the roles see is saved."))
        return see_other("tenants:roles", request.tenant.slug)
    table = [(capability.label, [role in CAPABILITIES[capability] for role in Role]) for capability in Capability]
    context = {"form": form, "table": table, "roles": list(Role)}
    return render_form(request, "tenants/roles.html", context, form)
