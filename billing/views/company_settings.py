"""Invoice settings of one company: entered, reviewed and signed on one page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.forms import InvoiceSettingsForm, PayerForm
from billing.models import InvoiceSettings
from billing.pages import settings_page
from companies.models import Company
from core.http import do, render_form, see_other
from tenants.access import needs
from tenants.roles import Capability

PAGE = "billing/settings.html"


@needs(Capability.VIEW_BILLING)
def settings(request, pk):
    """How the company is invoiced, what must hold, and who signed."""
    company = company_of(request, pk)
    sent = InvoiceSettingsForm(request.POST, company=company, by=request.member) if request.method == "POST" else None
    if sent and sent.is_valid() and sent.apply():
        messages.success(request, _("Invoice settings saved."))
        return see_other("billing:settings", request.tenant.slug, company.pk)
    context = settings_page(request, company, form=sent)
    return render_form(request, PAGE, context, context["form"])


@require_POST
@needs(Capability.SIGN_INVOICE_SETTINGS)
def sign(request, pk):
    """A billing admin's signature under what the page has shown; without its fingerprint, nothing was shown."""
    company, seen = company_of(request, pk), request.POST.get("seen", "")
    settings, done = InvoiceSettings.objects.for_company(company), _("Signed. What was reviewed is on record.")
    return do(
        request, lambda: settings.sign(by=request.member, seen=seen), done,
        "billing:settings", request.tenant.slug, company.pk,
    )  # fmt: skip


@require_POST
@needs(Capability.SIGN_INVOICE_SETTINGS)
def payer(request, pk):
    """Who pays what no contract governs."""
    company = company_of(request, pk)
    if company.parent_id is None:
        messages.error(request, _("This company has no parent company: it pays its own invoices."))
        return see_other("billing:settings", request.tenant.slug, company.pk)
    form = PayerForm(request.POST, company=company, by=request.member)
    if form.is_valid() and form.apply():
        messages.success(request, _("Who pays is decided."))
        return see_other("billing:settings", request.tenant.slug, company.pk)
    return render_form(request, PAGE, settings_page(request, company, payer_form=form), form)


def company_of(request, pk) -> Company:
    """The company, if this member may see it (404 otherwise)."""
    return get_object_or_404(Company.objects.visible_to(request.member).with_head(), pk=pk)
