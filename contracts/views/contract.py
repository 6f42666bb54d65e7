"""One contract: what it says, its services with units, its purchases."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing.payer import payer_of
from companies.sight import Sight
from contracts.forms import (
    AddServiceForm,
    ContractForm,
    ContractServiceLevelForm,
    EndForm,
    PurchaseForm,
    UnitsForm,
)
from contracts.models import Contract, UnitAdjustment
from core.http import do, render_form, see_other
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability

FORM_PAGE = "contracts/contract_part.html"


@require_GET
@needs(Capability.VIEW_BILLING)
def detail(request, pk):
    """The contract with its units today and every change of them."""
    contract, today = contract_of(request, pk), timezone.localdate()
    lines = list(contract.services.with_units_on(today).select_related("service").in_order())
    changes = UnitAdjustment.objects.filter(contract_service__contract=contract)
    payer, sight = payer_of(contract.company, contract), Sight(request.member, known=[contract.company_id])
    context = {
        "contract": contract,
        "status": contract.status_on(today),
        "lines": lines,
        "total_cents": sum(line.price_cents for line in lines),
        "adjustments": changes.select_related("contract_service__service", "made_by").order_by("-effective_on", "-pk"),
        "purchases": contract.purchases.order_by("-valid_from", "-pk"),
        "payer_name": sight.first(payer.company),
        "who_pays": payer.explanation(sight),
        "may_edit": request.member.may(Capability.EDIT_CONTRACTS),
        "may_end": request.member.may(Capability.EDIT_CONTRACTS) and not contract.has_ended_by(today),
        "may_set_level": request.member.may(Capability.EDIT_SERVICE_LEVELS),
    }
    return render(request, "contracts/contract_detail.html", context)


@needs(Capability.EDIT_CONTRACTS)
def edit(request, pk):
    """What may change: name, end, payer, numbers."""
    contract = contract_of(request, pk)
    form = ContractForm(request.POST or None, contract=contract, by=request.member)
    return _answer(request, contract, form, _("Edit contract"), _("Contract saved."))


@needs(Capability.EDIT_CONTRACTS)
def end(request, pk):
    """Its last day."""
    contract = contract_of(request, pk)
    form = EndForm(request.POST or None, contract=contract, by=request.member)
    return _answer(request, contract, form, _("End contract"), _("The last day is set."), _("End contract"))


@needs(Capability.EDIT_SERVICE_LEVELS)
def service_level(request, pk):
    """What was promised for work under it; whoever does this sees contracts as well."""
    request.member.check_may(Capability.VIEW_BILLING)
    contract = contract_of(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ContractServiceLevelForm(data, contract=contract, by=request.member)
    return _answer(request, contract, form, _("Service level of the contract"), _("Service level saved."))


@needs(Capability.EDIT_CONTRACTS)
@done_once
def add_service(request, pk):
    """A further service."""
    contract = contract_of(request, pk)
    form = AddServiceForm(request.POST or None, contract=contract, by=request.member)
    return _answer(request, contract, form, _("Add service"), _("Service added."))


@needs(Capability.EDIT_CONTRACTS)
@done_once
def adjust_units(request, pk, line):
    """More or fewer units from a day on."""
    contract = contract_of(request, pk)
    lines = contract.services.with_units_on(timezone.localdate()).select_related("service")
    line = get_object_or_404(lines, pk=line)
    line.contract = contract
    form = UnitsForm(request.POST or None, line=line, by=request.member)
    heading = _("Change units of %(service)s") % {"service": line.service}
    return _answer(request, contract, form, heading, _("Units changed."))


@needs(Capability.EDIT_CONTRACTS)
@done_once
def add_purchase(request, pk):
    """What the customer bought ahead; nothing is bought ahead on a contract of another type."""
    contract = contract_of(request, pk)
    if not contract.is_prepaid:
        raise Http404
    form = PurchaseForm(request.POST or None, contract=contract, by=request.member)
    return _answer(request, contract, form, _("Record purchase"), _("Purchase recorded."))


@require_POST
@needs(Capability.EDIT_CONTRACTS)
def make_default(request, pk):
    """Tickets fall on this contract."""
    contract, done = contract_of(request, pk), _("Tickets are now billed under this contract.")
    return do(
        request, lambda: contract.make_default(by=request.member), done, "contracts:detail", request.tenant.slug,
        contract.pk,
    )  # fmt: skip


def contract_of(request, pk) -> Contract:
    """The contract, if this member may see its company (404 otherwise)."""
    seen = Contract.objects.visible_to(request.member).with_usability(timezone.localdate())
    return get_object_or_404(seen.select_related("company__manager", "payer", "service_level"), pk=pk)


def _answer(request, contract, form, heading, done, label=""):
    if request.method == "POST" and form.is_valid() and form.apply():
        messages.success(request, done)
        return see_other("contracts:detail", request.tenant.slug, contract.pk)
    context = {"contract": contract, "form": form, "heading": heading, "label": label}
    return render_form(request, FORM_PAGE, context, form)
