"""Verbs over the invoice settings of many companies at once: every rule of the verbs on one, one event for each."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from billing.models import InvoiceSettings, ReviewState
from companies.models import Company, SearchTerm
from companies.models.search import replace_terms
from companies.permissions import check_may
from companies.tax_ids import FIELDS, TaxIds
from core.changes import check_names, differences
from core.events import publish_each
from tenants.roles import Capability

BATCH = 500


def tax_ids_of(company_ids: Collection[int]) -> dict[int, TaxIds]:
    """The tax ids of these companies, as far as anything was entered about their invoices."""
    rows = InvoiceSettings.objects.filter(company__in=company_ids)
    found = rows.values_list("company_id", "vat_id", "tax_number", "last_known_state")
    return {pk: TaxIds(vat_id, number, state == ReviewState.SIGNED) for pk, vat_id, number, state in found}


@transaction.atomic
def enter_tax_ids(*, values: Mapping[Company, Mapping[str, str]], by) -> None:
    """Write VAT ids and tax numbers, as `update_details` would one by one. A review of others is stale then.

    Raises DomainError `vat_id_invalid` for the first that cannot be right.
    """
    check_may(by, Capability.EDIT_INVOICE_SETTINGS)
    changes = {}
    for settings in _locked(values):
        each = dict(values[settings.company])
        check_names(each, FIELDS)
        each |= settings.tidied(each)
        if changed := differences(settings, each):
            changes[settings] = changed
            _enter(settings, {name: each[name] for name in changed}, by)
    fields = [*FIELDS, "entered_by_ids", "updated_by", "updated_at", "version"]
    InvoiceSettings.objects.bulk_update(changes, fields, batch_size=BATCH)
    replace_terms({each.company: each.tax_terms for each in changes}, source=SearchTerm.BILLING)
    publish_each("billing.settings_changed", changes, by=by, changes=changes)


def _enter(settings: InvoiceSettings, values: Mapping[str, str], by) -> None:
    for name, value in values.items():
        setattr(settings, name, value)
    settings.entered_by_ids = sorted({*settings.entered_by_ids, *([by.pk] if by else [])})
    settings.updated_by, settings.updated_at = by, timezone.now()
    settings.version += 1


def _locked(companies: Collection[Company]) -> list[InvoiceSettings]:
    """The settings, which come into being where nobody asked for them yet, locked in the order of their ids."""
    by_id = {company.pk: company for company in companies}
    known = set(InvoiceSettings.objects.filter(company__in=by_id).values_list("company_id", flat=True))
    InvoiceSettings.objects.bulk_create(
        [InvoiceSettings(tenant_id=each.tenant_id, company=each) for each in companies if each.pk not in known],
        ignore_conflicts=True,
    )
    rows = InvoiceSettings.objects.select_for_update(of=("self",), no_key=True).filter(company__in=by_id)
    locked = list(rows.order_by("pk"))
    for settings in locked:
        settings.company = by_id[settings.company_id]
    return locked
