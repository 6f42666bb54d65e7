"""A seller whose invoices can be right, and settings to review."""

import pytest

from billing.models import InvoiceSettings, ReviewState, SellerProfile, SettingsReview, TaxRegion
from billing.reviews import Change, changes_since, state_of
from billing.rules import billing_findings
from companies.models import ParentLink
from companies.sight import Sight
from core.findings import Finding
from core.rowsecurity import acting_for
from tests.cast import new_company

FILLED = {"attention": "Frau Sabine Ott, Buchhaltung"}


def fill(company, *, recipients=(), **values) -> InvoiceSettings:
    """Enter invoice settings past the verbs: complete ones, unless told otherwise."""
    with acting_for(company.tenant_id):
        settings = InvoiceSettings.objects.for_company(company)
        region = TaxRegion.objects.order_by("position").first()
        for name, value in {**FILLED, "tax_region": region, **values}.items():
            setattr(settings, name, value)
        settings.save()
        for contact in recipients:
            settings.recipients.create(tenant_id=company.tenant_id, contact=contact)
        return settings


def invoice_findings(company, payers=(), *, reader=None) -> list[Finding]:
    """What must hold of the invoice settings, for the company and for whoever pays; `payers`: named by contracts.

    As the reader is told it; without one, as it is stored for everybody.
    """
    sight = Sight(reader, known=[company.pk])
    family = InvoiceSettings.objects.family_of([company, *payers])
    return billing_findings(family, company.pk, [each.pk for each in payers], sight=sight)


def latest_review(company) -> SettingsReview | None:
    return SettingsReview.objects.filter(company=company).order_by("signed_at", "pk").last()


def review_state(company) -> ReviewState:
    """Where the review stands by the values that are there now."""
    return state_of(InvoiceSettings.objects.family_of([company]), company.pk, latest_review(company))


def changed_since_review(company) -> list[Change]:
    """What differs from what was signed last; empty when nothing was signed or nothing differs."""
    review, family = latest_review(company), InvoiceSettings.objects.family_of([company])
    sight = Sight.of_stored_words(company.pk)
    return changes_since(review, family, company.pk, sight=sight) if review else []


@pytest.fixture
def seller(seeded) -> SellerProfile:
    """Rheintal IT with its own tax id, bank and contact."""
    profile = SellerProfile.objects.get()
    profile.vat_id, profile.iban = "DE136695976", "DE89370400440532013000"
    profile.contact_name, profile.contact_email = "Petra Kern", "rechnung@rheintal.example"
    profile.save()
    return profile


@pytest.fixture
def ready(seller, weinhold, miriam) -> InvoiceSettings:
    """Weinhold's settings, to which nothing is missing but the signature."""
    return fill(weinhold, recipients=[miriam])


@pytest.fixture
def holding(jana):
    return new_company(jana, "Weinhold Holding SE")


@pytest.fixture
def child(weinhold, holding, jana):
    """Weinhold as a subsidiary of the holding."""
    weinhold.place_under(parent=holding, link=ParentLink.SUBSIDIARY, by=jana)
    return weinhold
