"""Verbs over what a tenant sets up once for all invoices. Each tells the whole tenant: reviews are looked at again."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.catalogue import InvoiceTemplate, SellerProfile, TaxRegion
from billing.models import InvoiceRecipient, InvoiceSettings
from companies.permissions import check_may
from core.changes import differences
from core.errors import DomainError
from core.events import Occurrence, occurrence_of, publish
from core.identifiers import check_iban, check_vat_id
from tenants.roles import Capability


@transaction.atomic
def update_seller(*, tenant, values: dict[str, Any], by) -> SellerProfile:
    """What the tenant's own invoices say about it. Raises DomainError for a VAT id or IBAN that cannot be right."""
    check_may(by, Capability.MANAGE_TENANT)
    profile, _made = SellerProfile.objects.select_for_update(of=("self",)).get_or_create(tenant_id=tenant.pk)
    values = {**values, **_checked("vat_id", check_vat_id, values), **_checked("iban", check_iban, values)}
    changes = differences(profile, values)
    if changes:
        for name, value in values.items():
            setattr(profile, name, value)
        profile.save()
        publish("billing.seller_changed", subject=profile, by=by, changes=changes)
    return profile


@transaction.atomic
def switch_region(*, region: TaxRegion, is_on: bool, by) -> None:
    """Offer a tax region, or offer it no longer; customers in one that is off are incomplete."""
    check_may(by, Capability.MANAGE_TENANT)
    current = TaxRegion.objects.select_for_update(of=("self",)).get(pk=region.pk)
    region.is_active = is_on
    if current.is_active != is_on:
        TaxRegion.objects.filter(pk=region.pk).update(is_active=is_on)
        publish("billing.tax_region_changed", subject=region, by=by, changes={"is_active": [not is_on, is_on]})


@transaction.atomic
def switch_template(*, template: InvoiceTemplate, is_on: bool, by) -> None:
    """Use an invoice template, or use it no longer. Raises DomainError `default_template` for the default."""
    check_may(by, Capability.MANAGE_TENANT)
    current = InvoiceTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if current.is_default and not is_on:
        raise DomainError("default_template", _("This is the default. Make another template the default first."))
    template.is_active = is_on
    if current.is_active != is_on:
        InvoiceTemplate.objects.filter(pk=template.pk).update(is_active=is_on)
        publish("billing.template_changed", subject=template, by=by, changes={"is_active": [not is_on, is_on]})


@transaction.atomic
def make_template_default(*, template: InvoiceTemplate, by) -> None:
    """Companies without a template of their own, or of their country, get this one."""
    check_may(by, Capability.MANAGE_TENANT)
    listed = list(InvoiceTemplate.objects.select_for_update(of=("self",)).order_by("pk"))
    current = next(each for each in listed if each.pk == template.pk)
    if not current.is_active:
        raise DomainError("template_switched_off", _("This template is switched off."))
    if current.is_default:
        return
    before = next((each for each in listed if each.is_default), None)
    InvoiceTemplate.objects.filter(is_default=True).update(is_default=False)
    InvoiceTemplate.objects.filter(pk=template.pk).update(is_default=True)
    template.is_default = True
    publish(
        "billing.template_changed", subject=template, by=by,
        changes={"default": [str(before) if before else None, str(template)]},
    )  # fmt: skip


def _checked(name: str, check, values: dict[str, Any]) -> dict[str, str]:
    if not values.get(name):
        return {}
    checked = check(values[name])
    if checked.problem:
        raise DomainError(f"{name}_invalid", checked.problem, field=name)
    return {name: checked.value}


@transaction.atomic
def drop_recipients(*, below: Collection[int], of: Collection[int], by) -> list[Occurrence]:
    """The companies `below` have left the family of the companies `of`: people there get no more invoices.

    A fixed number of queries for any number of companies. Returns what is to be published.
    """
    leaving = InvoiceRecipient.objects.filter(settings__company__in=below, contact__company__in=of)
    concerned = InvoiceRecipient.objects.filter(settings__in=leaving.values("settings"))
    of_settings: dict[InvoiceSettings, list[InvoiceRecipient]] = defaultdict(list)
    for each in concerned.select_related("contact", "settings__company__tenant").order_by("settings_id", "pk"):
        of_settings[each.settings].append(each)
    left = [one.pk for each in of_settings.values() for one in each if one.contact.company_id in of]
    InvoiceRecipient.objects.filter(pk__in=left).delete()
    return [
        occurrence_of(
            "billing.settings_changed", subject=settings, company=settings.company, by=by,
            changes={"recipients": [_ids(each), _ids(one for one in each if one.contact.company_id not in of)]},
        )
        for settings, each in of_settings.items()
    ]  # fmt: skip


def _ids(recipients: Iterable[InvoiceRecipient]) -> list[int]:
    return sorted(each.contact_id for each in recipients)
