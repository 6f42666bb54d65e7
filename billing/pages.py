"""What the page of invoice settings shows besides its form."""

from django.db.models import Q, Value

from billing.fingerprints import fingerprint_in
from billing.forms import InvoiceSettingsForm, PayerForm
from billing.models import InvoiceSettings, ReviewState
from billing.reviews import changes_since, state_of
from billing.rules import billing_findings
from companies.models import Company
from companies.sight import Sight
from core.findings import all_hold
from tenants.roles import Capability


def settings_page(request, company: Company, *, form=None, payer_form=None) -> dict:
    """The context of `billing/settings.html`."""
    member = request.member
    family = InvoiceSettings.objects.family_of([company])
    review = family.settings[company.pk].last_review
    sight = Sight(member, known=[company.pk])
    findings = billing_findings(family, company.pk, sight=sight)
    page_form = form or InvoiceSettingsForm(company=company, by=member, family=family, sight=sight)
    may_decide = member.may(Capability.SIGN_INVOICE_SETTINGS)
    return {
        "company": company,
        "current_tab": "billing",
        "form": page_form,
        "payer_form": payer_form or _payer_form(company, member, page_form.settings, sight),
        "may_edit": member.may(Capability.EDIT_INVOICE_SETTINGS),
        "may_decide": may_decide,
        "may_sign": may_decide and not family.settings[company.pk].needs_other_eyes(member),
        "findings": findings,
        "all_hold": all_hold(findings),
        "missing": sum(not finding.holds for finding in findings),
        "review": review,
        "state": state_of(family, company.pk, review),
        "seen": fingerprint_in(family, company.pk),
        "changes": changes_since(review, family, company.pk, sight=sight) if review else [],
        "next_company": next_to_review(company, member),
    }


def next_to_review(company: Company, member) -> Company | None:
    """The next customer by name that is not signed; from the top again after the last."""
    open_ones = (
        Company.objects.visible_to(member)
        .customers()
        .active()
        .exclude(pk=company.pk)
        .exclude(invoice_settings__last_known_state=ReviewState.SIGNED)
        .in_name_order()
    )
    behind = Q(sort_name__gt=company.sort_name) | Q(pk__gt=company.pk)
    following = open_ones.filter(behind, sort_name__gte=company.sort_name).annotate(turn=Value(0))[:1]
    return following.union(open_ones.annotate(turn=Value(1))[:1], all=True).order_by("turn").first()


def _payer_form(company: Company, member, settings: InvoiceSettings, sight: Sight):
    return PayerForm(company=company, by=member, settings=settings, sight=sight) if company.parent_id else None
