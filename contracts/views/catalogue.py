"""What the MSP sells: the catalogue of services, and which contract types it uses."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contracts.catalogue import ContractType, EnabledContractType, Service
from contracts.forms import WHEN, ServiceForm
from contracts.operations import switch_contract_type
from core.http import is_to_be_on, render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@require_GET
@needs(Capability.MANAGE_TENANT)
def services(request):
    """Every line of the catalogue."""
    listed = Service.objects.order_by("-is_active", "position", "pk")
    return render(request, "contracts/setup/services.html", {"services": listed, "current": "services"})


@needs(Capability.MANAGE_TENANT)
def new_service(request):
    """A further line."""
    return _edit(request, None)


@needs(Capability.MANAGE_TENANT)
def edit_service(request, pk):
    """Name, price, what a unit is; contracts keep the price that they agreed."""
    return _edit(request, get_object_or_404(Service, pk=pk))


@require_GET
@needs(Capability.MANAGE_TENANT)
def types(request):
    """The six types of the trade, and which of them are switched on."""
    on = set(EnabledContractType.objects.values_list("type", flat=True))
    rows = [(kind.value, kind.label, WHEN[kind], kind.value in on) for kind in ContractType]
    return render(request, "contracts/setup/types.html", {"types": rows, "current": "types"})


@require_POST
@needs(Capability.MANAGE_TENANT)
def switch_type(request, kind):
    """On or off, as the form asks."""
    if kind not in ContractType:
        raise Http404
    switch_contract_type(tenant=request.tenant, type=kind, is_on=is_to_be_on(request), by=request.member)
    return see_other("contracts:types", request.tenant.slug)


def _edit(request, service):
    form = ServiceForm(request.POST or None, tenant=request.tenant, by=request.member, service=service)
    if request.method == "POST" and form.is_valid() and form.apply():
        messages.success(request, _("Saved."))
        return see_other("contracts:services", request.tenant.slug)
    context = {"form": form, "service": service, "current": "services"}
    return render_form(request, "contracts/setup/service.html", context, form)
