"""What a new tenant bills with: tax regions by the seller's country, payment terms, templates."""

from datetime import date

from billing.models import InvoiceTemplate, PaymentTerm, SellerProfile, TaxRate, TaxRegion, TaxTreatment
from core.identifiers import EU_COUNTRIES

DOMESTIC = {
    "DE": ("Germany", "Deutschland", [("Standard", 1900, date(2021, 1, 1)), ("Reduced", 700, date(2021, 1, 1))]),
    "AT": ("Austria", "Österreich", [("Standard", 2000, date(1984, 1, 1)), ("Reduced", 1000, date(1984, 1, 1))]),
    "CH": ("Switzerland", "Schweiz", [("Standard", 810, date(2024, 1, 1)), ("Reduced", 260, date(2024, 1, 1))]),
}
"""Rates in hundredths of a percent, with the day since when they are as they are."""
RATE_NAMES = {"Standard": "Regelsatz", "Reduced": "Ermäßigt"}
REVERSE_NOTE = (
    "Reverse charge: the recipient of the service owes the tax.",
    "Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge).",
)
ABROAD_NOTE = (
    "Not taxable here: the place of supply is abroad.",
    "Nicht im Inland steuerbare Leistung: Der Leistungsort liegt im Ausland.",
)
TERMS = [("14 days", 14), ("30 days", 30), ("On receipt", 0)]
TERMS_DE = [("14 Tage", 14), ("30 Tage", 30), ("Sofort nach Erhalt", 0)]


def seed(*, tenant) -> None:
    """Whatever is missing; what is there stays as it is."""
    _seed_regions(tenant)
    terms = _seed_terms(tenant)
    _seed_templates(tenant, terms)
    SellerProfile.objects.get_or_create(tenant_id=tenant.pk)


def _seed_regions(tenant) -> None:
    if TaxRegion.objects.exists():
        return
    name, name_de, rates = DOMESTIC.get(tenant.country, DOMESTIC["DE"])
    if tenant.language == "de":
        rates = [(RATE_NAMES[rate_name], points, since) for rate_name, points, since in rates]
    home = _region(tenant, 0, name, name_de, TaxTreatment.DOMESTIC)
    for rate_name, basis_points, since in rates:
        TaxRate.objects.create(
            tenant_id=tenant.pk, region=home, name=rate_name, basis_points=basis_points, valid_from=since
        )
    if tenant.country not in EU_COUNTRIES:
        _region(tenant, 1, "Abroad", "Ausland", TaxTreatment.THIRD_COUNTRY, ABROAD_NOTE)
        return
    _region(
        tenant, 1, "EU, business (reverse charge)", "EU, Unternehmen (Reverse Charge)", TaxTreatment.REVERSE_CHARGE,
        REVERSE_NOTE, requires_vat_id=True,
    )  # fmt: skip
    private = _region(tenant, 2, "EU, private customer", "EU, Privatkunde", TaxTreatment.DOMESTIC)
    for rate_name, basis_points, since in rates[:1]:
        TaxRate.objects.create(
            tenant_id=tenant.pk, region=private, name=rate_name, basis_points=basis_points, valid_from=since
        )
    _region(
        tenant, 3, "Switzerland and third countries", "Schweiz und Drittländer", TaxTreatment.THIRD_COUNTRY, ABROAD_NOTE
    )


def _region(tenant, position, name, name_de, treatment, note=("", ""), *, requires_vat_id=False) -> TaxRegion:
    return TaxRegion.objects.create(
        tenant_id=tenant.pk, position=position, name=name, name_de=name_de, treatment=treatment,
        note=note[0], note_de=note[1], requires_vat_id=requires_vat_id,
    )  # fmt: skip


def _seed_terms(tenant) -> list[PaymentTerm]:
    if not PaymentTerm.objects.exists():
        for name, days in TERMS_DE if tenant.language == "de" else TERMS:
            PaymentTerm.objects.create(tenant_id=tenant.pk, name=name, days=days)
    return list(PaymentTerm.objects.order_by("pk"))


def _seed_templates(tenant, terms: list[PaymentTerm]) -> None:
    if InvoiceTemplate.objects.exists():
        return
    is_german = tenant.language == "de"
    wanted = [
        ("Standard DE", "de", terms[0], is_german),
        ("Standard EN", "en", terms[0], not is_german),
        ("Öffentliche Hand" if is_german else "Public body", "de", terms[1 % len(terms)], False),
    ]
    for name, language, term, is_default in wanted:
        InvoiceTemplate.objects.create(
            tenant_id=tenant.pk, name=name, language=language, payment_term=term, is_default=is_default
        )
