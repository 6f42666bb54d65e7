"""What a tenant sets up once for all invoices: tax regions, payment terms, templates, the seller's own details."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import TenantForeignKey
from tenants.models import Language, TenantOwned


class TaxTreatment(models.TextChoices):
    """How the seller's country taxes a supply to customers of this region."""

    DOMESTIC = "domestic", _("Domestic tax")
    REVERSE_CHARGE = "reverse_charge", _("Reverse charge")
    THIRD_COUNTRY = "third_country", _("Not taxable here")


class TaxRegion(TenantOwned):
    """Where a customer is, as far as tax cares; seeded from the seller's country."""

    name = models.CharField(_("name"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80, blank=True)
    treatment = models.CharField(_("treatment"), max_length=20, choices=TaxTreatment)
    requires_vat_id = models.BooleanField(_("requires a VAT id"), default=False)
    note = models.CharField(_("note on the invoice"), max_length=200, blank=True)
    note_de = models.CharField(_("note on the invoice in German"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="billing_taxregion_once")]

    def __str__(self):
        german = (get_language() or "").startswith("de")
        return (german and self.name_de) or self.name


class TaxRate(TenantOwned):
    """A rate of a region in hundredths of a percent (1900 is 19 %), valid from a date."""

    region = TenantForeignKey(TaxRegion, on_delete=models.CASCADE, related_name="rates")
    name = models.CharField(_("name"), max_length=60)
    basis_points = models.PositiveIntegerField(_("rate"))
    valid_from = models.DateField()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "region", "name", "valid_from"], name="billing_taxrate_once")
        ]

    def __str__(self):
        return f"{self.name} {self.basis_points / 100:g} %"


class PaymentTerm(TenantOwned):
    name = models.CharField(_("name"), max_length=60)
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="billing_paymentterm_once")]

    def __str__(self):
        return self.name


class InvoiceTemplate(TenantOwned):
    """How an invoice looks. Resolved: the company's own choice, its country's, the tenant's default."""

    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=5, choices=Language)
    country = models.CharField(_("country"), max_length=2, blank=True)
    payment_term = TenantForeignKey(PaymentTerm, related_name="+", verbose_name=_("payment term"))
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="billing_template_once"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_default=True), name="billing_template_one_default"
            ),
        ]

    def __str__(self):
        return self.name


class SellerProfile(TenantOwned):
    """What the MSP's own invoices must say about it; one per tenant."""

    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=30, blank=True)
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    bic = models.CharField("BIC", max_length=11, blank=True)
    contact_name = models.CharField(_("contact for invoices"), max_length=100, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant"], name="billing_seller_once")]

    def __str__(self):
        return self.vat_id or self.tax_number
