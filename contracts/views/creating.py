"""From no contract to one, or to the decision for none."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from companies.models import Company
from contracts.catalogue import ContractType
from contracts.forms import BillingContractForm, RecurringContractForm, StandardRatesForm, types_offered
from core.http import render_form, see_other
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability


@require_GET
@needs(Capability.EDIT_CONTRACTS)
def choose_type(request, company):
    """Which type fits which business case; only those that are switched on."""
    company = customer_of(request, company)
    form = StandardRatesForm(company=company, by=request.member)
    context = {"company": company, "types": types_offered(), "form": form, "current_tab": "contracts"}
    return render(request, "contracts/choose_type.html", context)


@needs(Capability.EDIT_CONTRACTS)
@done_once
def new_contract(request, company, kind):
    """A new contract of one type."""
    company = customer_of(request, company)
    if kind not in [value for value, _label, _when in types_offered()]:
        raise Http404
    form = contract_form(request.POST or None, kind, company=company, by=request.member)
    if request.method == "POST" and form.is_valid() and form.apply():
        messages.success(request, _("%(contract)s is entered.") % {"contract": form.result})
        return see_other("contracts:detail", request.tenant.slug, form.result.pk)
    context = {"company": company, "form": form, "kind": ContractType(kind), "current_tab": "contracts"}
    return render_form(request, "contracts/contract_new.html", context, form)


@needs(Capability.EDIT_CONTRACTS)
def standard_rates(request, company):
    """The decision that this customer has no contract, made or taken back."""
    company = customer_of(request, company)
    data = request.POST if request.method == "POST" else None
    form = StandardRatesForm(data, company=company, by=request.member)
    if request.method == "POST" and form.is_valid() and form.apply():
        messages.success(request, _("The decision is on record."))
        return see_other("contracts:company", request.tenant.slug, company.pk)
    context = {"company": company, "form": form, "current_tab": "contracts"}
    return render_form(request, "contracts/standard_rates.html", context, form)


def contract_form(data, kind: str, *, company: Company, by):
    """The form for a new contract of this type."""
    if kind == ContractType.RECURRING:
        return RecurringContractForm(data, company=company, by=by)
    return BillingContractForm(data, company=company, by=by, type=kind)


def customer_of(request, pk) -> Company:
    """The company, if this member may see it (404 otherwise)."""
    return get_object_or_404(Company.objects.visible_to(request.member).with_head(), pk=pk)
