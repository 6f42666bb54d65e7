"""Contracts in lists: all that one sees, and those of one customer."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.family import with_ancestors
from billing.models import InvoiceSettings
from billing.payer import payer_of
from companies.models import Company
from companies.sight import Sight
from contracts.models import BillingDecision, Contract
from contracts.tables import ContractGrid
from core.http import render_grid
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.VIEW_BILLING)
def contract_list(request):
    """Every contract of the customers that one sees."""
    customers = reverse("companies:list", args=[request.tenant.slug])
    seen = Contract.objects.visible_to(request.member)
    grid = ContractGrid(request, seen, empty_url=customers, empty_label=_("To the customers"))
    may_set_up = request.member.may(Capability.MANAGE_TENANT)
    return render_grid(request, "contracts/contract_list.html", {"grid": grid, "may_set_up": may_set_up})


@require_GET
@needs(Capability.VIEW_BILLING)
def company_contracts(request, company):
    """The tab "Contracts" of a company's page."""
    company = get_object_or_404(Company.objects.visible_to(request.member).select_related("manager"), pk=company)
    contracts = Contract.objects.filter(company=company).with_usability(timezone.localdate()).select_related("payer")
    decision = BillingDecision.objects.filter(company=company, standard_rates_only=True).select_related("decided_by")
    listed, today = list(contracts.in_order()), timezone.localdate()
    concerned = with_ancestors([company.pk, *(each.payer_id for each in listed if each.payer_id)])
    family = InvoiceSettings.objects.family_among(concerned.with_sight_of(request.member))
    sight = Sight.among(request.member, family.companies.values())
    context = {
        "company": company,
        "current_tab": "contracts",
        "contracts": [(each, each.status_on(today), sight.first(each.payer or company)) for each in listed],
        "decision": decision.first(),
        "who_pays": payer_of(company, family=family).explanation(sight),
        "may_edit": request.member.may(Capability.EDIT_CONTRACTS) and not company.is_alias,
    }
    return render(request, "contracts/company_tab.html", context)
