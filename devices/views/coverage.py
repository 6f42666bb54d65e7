"""What covers a customer's devices: all of them on one page, many at once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from companies.models import Company
from core.http import next_of, render_form, see_other
from devices.forms import CoverChosenForm
from devices.operations import cover_devices, review_devices_without_contract
from devices.pages import coverage_page
from tenants.access import needs
from tenants.roles import Capability

NO_CONTRACT = "no_contract"


@needs(Capability.EDIT_DEVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request, company_id: int):
    """Cover the chosen devices, or decide that no contract covers them."""
    company = get_object_or_404(
        Company.objects.visible_to(request.member).select_related("tenant"), pk=company_id
    )  # fmt: skip
    form = CoverChosenForm(request.POST or None, company=company)
    next_url = next_of(request)
    if form.is_valid() and form.apply(lambda: _decide(request, form)):
        messages.success(request, _decided(request, form))
        return see_other(next_url) if next_url else see_other("devices:coverage", request.tenant.slug, company.pk)
    context = coverage_page(company, form=form, next_url=next_url)
    return render_form(request, "devices/coverage.html", context, form)


def _decided(request, form: CoverChosenForm) -> str:
    count = len(form.result)
    if request.POST.get("decision") == NO_CONTRACT:
        return ngettext("%(count)d device reviewed.", "%(count)d devices reviewed.", count) % {"count": count}
    return ngettext("%(count)d device covered.", "%(count)d devices covered.", count) % {"count": count}


def _decide(request, form: CoverChosenForm) -> list:
    devices = form.cleaned_data["devices"]
    if request.POST.get("decision") == NO_CONTRACT:
        return review_devices_without_contract(devices=devices, by=request.member)
    return cover_devices(
        devices=devices, contract_services=form.cleaned_data["services"],
        service_level=form.cleaned_data["service_level"], by=request.member,
    )  # fmt: skip
