"""The list of devices, one device, and what can be done with it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.models import Company
from core.http import do, render_form, render_grid, see_other
from devices.coverage import company_service_level, first_states_of, state_of
from devices.forms import CoverForm, DeviceForm
from devices.models import Device
from devices.operations import add_device
from devices.tables import DeviceGrid
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability

SHOWN_ON_TAB = 100


def _device(request, device_id: int) -> Device:
    devices = Device.objects.visible_to(request.member).with_coverage().select_related("company", "reviewed_by")
    return get_object_or_404(devices.select_related("service_level", "company", "reviewed_by"), pk=device_id)


def _company(request, company_id: int) -> Company:
    return get_object_or_404(Company.objects.visible_to(request.member).select_related("tenant"), pk=company_id)


@require_safe
def device_list(request):
    customers = reverse("companies:list", args=[request.tenant.slug])
    seen = Device.objects.visible_to(request.member)
    grid = DeviceGrid(request, seen, empty_url=customers, empty_label=_("To the customers"))
    return render_grid(request, "devices/device_list.html", {"grid": grid})


@require_safe
def detail(request, device_id: int):
    device = _device(request, device_id)
    return render(request, "devices/device_detail.html", _detail(request, device))


def _detail(request, device: Device, form: CoverForm | None = None) -> dict:
    state = state_of(device, timezone.localdate(), company_service_level(device.company_id))
    chosen = {
        "services": [each.contract_service_id for each in device.coverages.all()],
        "service_level": device.service_level_id,
    }
    may_edit = request.member.may(Capability.EDIT_DEVICES)
    if may_edit and form is None:
        form = CoverForm(company=device.company, initial=chosen)
    return {
        "device": device, "company": device.company, "state": state, "form": form, "may_edit": may_edit,
        "facts": _facts(device),
    }  # fmt: skip


def _facts(device: Device) -> list[tuple]:
    names = ("serial_number", "mac_address", "manufacturer", "model", "operating_system", "last_user", "external_id")
    facts = [(capfirst(Device._meta.get_field(name).verbose_name), getattr(device, name)) for name in names]
    return [
        (_("Customer"), device.company.name),
        *facts,
        (_("Supported"), _("Yes") if device.is_supported else _("No")),
    ]


@needs(Capability.EDIT_DEVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, device_id: int):
    device = _device(request, device_id)
    form = DeviceForm(request.POST or None, instance=device)
    if form.is_valid() and form.apply(
        lambda: device.update_details(values=form.values, seen=form.seen, by=request.member)
    ):
        messages.success(request, _("Device saved."))
        return see_other("devices:detail", request.tenant.slug, device.pk)
    context = {"form": form, "device": device, "company": device.company}
    return render_form(request, "devices/device_form.html", context, form)


@needs(Capability.EDIT_DEVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@done_once
def new(request, company_id: int):
    company = _company(request, company_id)
    form = DeviceForm(request.POST or None)
    if form.is_valid() and form.apply(lambda: add_device(company=company, by=request.member, **form.values)):
        messages.success(request, _("Device added. It waits for review."))
        return see_other("devices:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "devices/device_form.html", {"form": form, "company": company}, form)


@needs(Capability.EDIT_DEVICES)
@require_POST
def cover(request, device_id: int):
    device = _device(request, device_id)
    form = CoverForm(request.POST, company=device.company)
    if form.is_valid() and form.apply(
        lambda: device.cover(
            contract_services=form.cleaned_data["services"], service_level=form.cleaned_data["service_level"],
            by=request.member,
        )
    ):  # fmt: skip
        messages.success(request, _("Coverage saved."))
        return see_other("devices:detail", request.tenant.slug, device.pk)
    return render_form(request, "devices/device_detail.html", _detail(request, device, form), form)


@needs(Capability.EDIT_DEVICES)
@require_POST
def no_contract(request, device_id: int):
    device = _device(request, device_id)
    done = _("Reviewed: no contract covers this device.")
    return do(request, lambda: device.review_without_contract(by=request.member), done, *_page_of(request, device))


@needs(Capability.EDIT_DEVICES)
@require_POST
def deactivate(request, device_id: int):
    device = _device(request, device_id)
    done = _("Device taken out of use.")
    return do(request, lambda: device.deactivate(by=request.member), done, *_page_of(request, device))


@needs(Capability.EDIT_DEVICES)
@require_POST
def activate(request, device_id: int):
    device = _device(request, device_id)
    done = _("Device in use again.")
    return do(request, lambda: device.activate(by=request.member), done, *_page_of(request, device))


def _page_of(request, device: Device) -> tuple:
    return "devices:detail", request.tenant.slug, device.pk


@require_safe
def company_tab(request, company_id: int):
    """The tab of the company's page."""
    company = _company(request, company_id)
    level = company_service_level(company.pk)
    shown, is_cut = first_states_of(company, timezone.localdate(), level, most=SHOWN_ON_TAB)
    may_edit = request.member.may(Capability.EDIT_DEVICES) and not company.is_alias
    context = {
        "company": company, "states": shown, "is_cut": is_cut, "may_edit": may_edit, "current_tab": "devices",
    }  # fmt: skip
    return render(request, "devices/company_tab.html", context)
