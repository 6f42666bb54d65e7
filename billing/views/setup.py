"""What an admin sets up once for all invoices."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing import operations
from billing.catalogue import InvoiceTemplate, TaxRate, TaxRegion
from billing.forms import SellerForm
from billing.models import InvoiceSettings
from core.http import do, is_to_be_on, render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.MANAGE_TENANT)
def seller(request):
    """The tenant's own tax id, bank and contact."""
    form = SellerForm(request.POST or None, tenant=request.tenant, by=request.member)
    if request.method == "POST" and form.is_valid() and form.apply():
        messages.success(request, _("Saved."))
        return see_other("billing:seller", request.tenant.slug)
    return render_form(request, "billing/setup/seller.html", {"form": form, "current": "seller"}, form)


@require_GET
@needs(Capability.MANAGE_TENANT)
def tax_regions(request):
    """Regions with their rates."""
    rates = Prefetch("rates", TaxRate.objects.order_by("-basis_points", "-valid_from"))
    regions = TaxRegion.objects.order_by("position", "name").prefetch_related(rates)
    return render(request, "billing/setup/tax_regions.html", {"regions": regions, "current": "tax_regions"})


@require_POST
@needs(Capability.MANAGE_TENANT)
def switch_region(request, pk):
    """On or off, as the form asks."""
    region = get_object_or_404(TaxRegion, pk=pk)
    operations.switch_region(region=region, is_on=is_to_be_on(request), by=request.member)
    concerned = InvoiceSettings.objects.filter(tax_region=region).count()
    if not region.is_active and concerned:
        messages.warning(
            request, _("Customers in this region: %(count)d. They now need another one.") % {"count": concerned}
        )
    return see_other("billing:tax_regions", request.tenant.slug)


@require_GET
@needs(Capability.MANAGE_TENANT)
def templates(request):
    """Invoice templates, and which one applies when nobody chose."""
    listed = InvoiceTemplate.objects.select_related("payment_term").order_by("-is_default", "name")
    return render(request, "billing/setup/templates.html", {"templates": listed, "current": "templates"})


@require_POST
@needs(Capability.MANAGE_TENANT)
def make_default(request, pk):
    """This one applies when nobody chose."""
    return _change(request, pk, lambda template: operations.make_template_default(template=template, by=request.member))


@require_POST
@needs(Capability.MANAGE_TENANT)
def switch_template(request, pk):
    """On or off, as the form asks."""
    return _change(
        request,
        pk,
        lambda template: operations.switch_template(template=template, is_on=is_to_be_on(request), by=request.member),
    )


def _change(request, pk, verb):
    template = get_object_or_404(InvoiceTemplate, pk=pk)
    return do(request, lambda: verb(template), _("Saved."), "billing:templates", request.tenant.slug)
