"""What must hold before an invoice can be right: each finding, once as it should be and once not."""

import pytest
from django.utils import timezone

from billing.models import (
    AddressMode,
    Channel,
    InvoiceSettings,
    InvoiceTemplate,
    PayerDecision,
    SellerProfile,
    TaxRegion,
)
from companies.models import Company
from core.findings import all_hold
from tests.billing.conftest import fill, invoice_findings
from tests.cast import new_contact
from tests.support.queries import at_most


def failing(company) -> set[str]:
    return {finding.key for finding in invoice_findings(company) if not finding.holds}


def found(company, key, *, reader=None):
    return next(finding for finding in invoice_findings(company, reader=reader) if finding.key == key)


def test_complete_settings_hold(ready, weinhold):
    assert all_hold(invoice_findings(weinhold))


def test_a_company_without_any_settings_lacks_region_attention_and_recipients(seller, weinhold):
    assert failing(weinhold) == {"tax_region", "attention", "recipients"}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"tax_region": None}, "tax_region"),
        ({"is_tax_exempt": True}, "tax_region"),
        ({"vat_id": "DE136695977"}, "vat_id"),
        ({"attention": "  "}, "attention"),
        ({"address_mode": AddressMode.OWN}, "address"),
        ({"address_mode": AddressMode.PARENT}, "address"),
        ({"tax_number": "12"}, "tax_number"),
    ],
)
def test_one_wrong_value_is_one_finding_with_a_link_to_its_field(ready, weinhold, values, key):
    fill(weinhold, **values)

    assert failing(weinhold) == {key}
    assert f"/rheintal/billing/{weinhold.pk}/#id_" in found(weinhold, key).url


def test_an_exemption_with_a_reason_still_needs_a_region(ready, weinhold):
    fill(weinhold, is_tax_exempt=True, exemption_reason="§ 4 Nr. 21 UStG")
    assert failing(weinhold) == set()

    fill(weinhold, is_tax_exempt=True, exemption_reason="§ 4 Nr. 21 UStG", tax_region=None)
    assert failing(weinhold) == {"tax_region"}


def test_a_region_that_was_switched_off_no_longer_counts(ready, weinhold):
    TaxRegion.objects.update(is_active=False)

    assert failing(weinhold) == {"tax_region"}


@pytest.mark.parametrize(
    ("vat_id", "holds"), [("", False), ("ATU13585627", True), ("DE136695976", False), ("CHE107787577MWST", False)]
)
def test_reverse_charge_needs_a_vat_id_of_another_eu_country(ready, weinhold, vat_id, holds):
    fill(weinhold, tax_region=TaxRegion.objects.get(requires_vat_id=True), vat_id=vat_id)

    assert found(weinhold, "vat_id").holds == holds


def test_no_vat_id_is_right_for_domestic_customers(ready, weinhold):
    assert found(weinhold, "vat_id").holds


def test_the_company_s_address_is_mended_by_the_account_manager_where_the_company_is_edited(ready, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(city="")

    address = found(weinhold, "address")
    assert (address.holds, address.role) == (False, "account_manager")
    assert address.url == f"/rheintal/customers/{weinhold.pk}/edit/#id_city"


def test_a_postal_code_that_cannot_be_one_is_no_address(ready, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(postal_code="10")

    address = found(weinhold, "address")
    assert (address.holds, address.detail) == (False, "Postal codes look like this: 26133 (Germany).")
    assert address.url == f"/rheintal/customers/{weinhold.pk}/edit/#id_postal_code"

    fill(weinhold, address_mode=AddressMode.OWN, billing_street="Rheingasse 1", billing_postal_code="79576",
         billing_city="Basel", billing_country="CH")  # fmt: skip
    assert found(weinhold, "address").url.endswith("#id_billing_postal_code")


def test_the_parent_s_billing_address_counts_through_the_chain(ready, child, holding):
    fill(child, address_mode=AddressMode.PARENT_BILLING, payer_decision="itself", payer_decided_for=holding)
    assert failing(child) == set()

    fill(holding, address_mode=AddressMode.OWN, billing_street="Hafenstr. 12")
    assert failing(child) == {"address"}

    fill(holding, address_mode=AddressMode.OWN, billing_street="Hafenstr. 12", billing_postal_code="55118",
         billing_city="Mainz", billing_country="DE")  # fmt: skip
    assert failing(child) == set()


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"is_active": False, "is_primary": False}, "no longer active"),
        ({"email": ""}, "no e-mail address"),
        ({"bounced_at": timezone.now()}, "came back"),
    ],
)
def test_an_invoice_by_mail_needs_a_recipient_who_can_be_reached(ready, weinhold, miriam, change, detail):
    type(miriam).objects.filter(pk=miriam.pk).update(**change)

    assert failing(weinhold) == {"recipients"}
    assert detail in found(weinhold, "recipients").detail


def test_one_reachable_recipient_is_enough(ready, weinhold, carl):
    gone = new_contact(weinhold, "Gone", "Away", is_active=False)
    ready.recipients.create(tenant_id=ready.tenant_id, contact=gone)

    assert failing(weinhold) == set()


@pytest.mark.parametrize("channel", [Channel.PRINT, Channel.NONE])
def test_other_channels_need_no_recipient(ready, weinhold, channel):
    ready.recipients.all().delete()
    fill(weinhold, channel=channel)

    assert failing(weinhold) == set()


@pytest.mark.parametrize(
    ("reference", "holds"), [("", False), ("04011000-12345-03", True), ("04011000-12345-04", False)]
)
def test_a_public_body_needs_a_leitweg_id(seller, obertal, reference, holds):
    fill(obertal, channel=Channel.PRINT, buyer_reference=reference)

    assert failing(obertal) == (set() if holds else {"buyer_reference"})


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"vat_id": "", "tax_number": ""}, "seller_tax_id"),
        ({"iban": ""}, "seller_bank"),
        ({"iban": "DE89370400440532013001"}, "seller_bank"),
        ({"contact_name": ""}, "seller_contact"),
    ],
)
def test_the_seller_s_own_details_must_be_there_and_an_admin_mends_them(ready, weinhold, values, key):
    SellerProfile.objects.update(**values)

    assert failing(weinhold) == {key}
    assert found(weinhold, key).role == "admin"


def test_a_tax_number_alone_is_enough_for_the_seller(ready, weinhold):
    SellerProfile.objects.update(vat_id="", tax_number="29/815/08150")

    assert failing(weinhold) == set()


def test_the_template_resolves_own_then_country_then_default(ready, weinhold):
    assert "the default" in found(weinhold, "template").detail
    english = InvoiceTemplate.objects.get(name="Standard EN")
    InvoiceTemplate.objects.filter(pk=english.pk).update(country="DE")
    assert "Standard EN, from the company's country" in found(weinhold, "template").detail
    fill(weinhold, template=InvoiceTemplate.objects.get(name="Standard DE"))
    assert "Standard DE, chosen here" in found(weinhold, "template").detail

    InvoiceTemplate.objects.update(is_active=False)
    assert failing(weinhold) == {"template"}


def test_for_a_child_somebody_must_decide_who_pays(ready, child):
    assert failing(child) == {"payer_decision"}


def test_whoever_pays_is_looked_at_too(ready, child, holding, petra):
    InvoiceSettings.objects.for_company(child).decide_payer(decision=PayerDecision.PARENT, by=petra)

    assert failing(child) == {f"payer_{holding.pk}_{key}" for key in ("tax_region", "attention", "recipients")}
    about_payer = found(child, f"payer_{holding.pk}_tax_region", reader=petra)
    assert "Weinhold Holding SE" in about_payer.text
    assert f"/billing/{holding.pk}/" in about_payer.url

    fill(holding, channel=Channel.PRINT)
    assert failing(child) == set()


def test_a_payer_named_by_a_contract_is_looked_at_too(ready, weinhold, obertal):
    keys = {finding.key for finding in invoice_findings(weinhold, payers=[obertal]) if not finding.holds}

    assert f"payer_{obertal.pk}_buyer_reference" in keys


def test_the_number_of_queries_does_not_grow_with_the_family(ready, child, holding):
    with at_most(6):
        invoice_findings(child)
