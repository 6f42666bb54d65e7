"""What an invoice needs to be right: taxes, templates, settings, their review, and who pays."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from companies.models import Company
from contacts.models import Contact
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from tenants.models import Language, Member, TenantOwned


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
        return self.name


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


class AddressMode(models.TextChoices):
    """Which address an invoice goes to."""

    COMPANY = "company", _("Company address")
    OWN = "own", _("Own billing address")
    PARENT = "parent", _("Address of the parent company")
    PARENT_BILLING = "parent_billing", _("Billing address of the parent company")


class Channel(models.TextChoices):
    NONE = "none", pgettext_lazy("channel", "None")
    PRINT = "print", pgettext_lazy("channel", "Print")
    EMAIL = "email", _("E-mail")


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    ZUGFERD = "zugferd", "ZUGFeRD"
    XRECHNUNG = "xrechnung", "XRechnung"


class PayerDecision(models.TextChoices):
    """Who pays for a subsidiary's items that no contract governs: asked and answered by a billing admin."""

    UNDECIDED = "", _("not decided yet")
    ITSELF = "itself", _("The company itself")
    PARENT = "parent", _("The parent company")


class InvoiceSettings(Versioned, TenantOwned):
    """How a company is invoiced. Attention is text, not a contact: what the invoice says below the company's name."""

    company = TenantOneToOne(Company, on_delete=models.CASCADE, related_name="invoice_settings")
    template = TenantForeignKey(
        InvoiceTemplate, null=True, blank=True, related_name="+", verbose_name=_("invoice template")
    )
    tax_region = TenantForeignKey(TaxRegion, null=True, blank=True, related_name="+", verbose_name=_("tax region"))
    is_tax_exempt = models.BooleanField(_("tax exempt"), default=False)
    exemption_reason = models.CharField(_("reason for the exemption"), max_length=200, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=30, blank=True)
    address_mode = models.CharField(
        _("address to use"), max_length=20, choices=AddressMode, default=AddressMode.COMPANY
    )
    billing_name = models.CharField(_("company on the invoice"), max_length=100, blank=True)
    billing_street = models.CharField(_("street and number"), max_length=150, blank=True)
    billing_addition = models.CharField(_("address addition"), max_length=100, blank=True)
    billing_postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    billing_city = models.CharField(_("city"), max_length=60, blank=True)
    billing_country = CountryField(_("country"), blank=True)
    attention = models.CharField(_("attention"), max_length=50, blank=True)
    channel = models.CharField(_("invoice goes by"), max_length=10, choices=Channel, default=Channel.EMAIL)
    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.PDF)
    buyer_reference = models.CharField(_("buyer reference (Leitweg-ID)"), max_length=50, blank=True)
    purchase_order = models.CharField(_("purchase order number"), max_length=50, blank=True)
    payer_decision = models.CharField(
        _("who pays what no contract governs"), max_length=20, choices=PayerDecision, blank=True
    )

    def __str__(self):
        return str(self.company_id)


class InvoiceRecipient(TenantOwned):
    """Who gets the invoice by mail: a contact of the company or of its parents."""

    settings = TenantForeignKey(InvoiceSettings, on_delete=models.CASCADE, related_name="recipients")
    contact = TenantForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "settings", "contact"], name="billing_recipient_once")
        ]

    def __str__(self):
        return f"{self.settings_id} {self.contact_id}"


class SettingsReview(TenantOwned):
    """A billing admin's signature under the invoice settings, with the fingerprint of what was reviewed."""

    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="invoice_reviews")
    signed_by = TenantForeignKey(Member, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    fingerprint = models.CharField(max_length=64)
    reviewed = models.JSONField(default=dict)
    signed_own_entries = models.BooleanField(default=False)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "company", "-signed_at"], name="billing_review_latest")]

    def __str__(self):
        return f"{self.company_id} {self.signed_at:%Y-%m-%d}"
