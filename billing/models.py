"""How a company is invoiced, who gets the invoice, who reviewed that, and who pays."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from billing.catalogue import InvoiceTemplate, PaymentTerm, SellerProfile, TaxRate, TaxRegion, TaxTreatment
from billing.family import FAMILY
from billing.fingerprints import fingerprint_in
from billing.querysets import InvoiceSettingsQuerySet, SettingsReviewQuerySet
from billing.rules import billing_findings
from companies.models import Company, SearchTerm
from companies.models.search import index_company
from companies.names import tax_key
from companies.permissions import check_may
from contacts.models import Contact
from core.changes import check_names, differences
from core.conflicts import SIGNED_UNSEEN, Versioned
from core.errors import DomainError, EditConflict, NotAllowed, ask_all, refuse
from core.events import publish
from core.identifiers import check_vat_id
from core.postalcodes import check_postal_code
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from core.sortkeys import words
from tenants.models import Member, TenantOwned
from tenants.roles import Capability

__all__ = [
    "AddressMode",
    "Channel",
    "Format",
    "InvoiceRecipient",
    "InvoiceSettings",
    "InvoiceTemplate",
    "PayerDecision",
    "PaymentTerm",
    "ReviewState",
    "SellerProfile",
    "SettingsReview",
    "TaxRate",
    "TaxRegion",
    "TaxTreatment",
]


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


class ReviewState(models.TextChoices):
    """Where the review of invoice settings stands."""

    WAITING = "waiting", pgettext_lazy("review", "waiting for review")
    STALE = "stale", pgettext_lazy("review", "changed since the review")
    SIGNED = "signed", pgettext_lazy("review", "signed")

    @property
    def is_stale(self) -> bool:
        return self is ReviewState.STALE

    @property
    def is_signed(self) -> bool:
        return self is ReviewState.SIGNED


ENTERED = (
    "template", "tax_region", "is_tax_exempt", "exemption_reason", "vat_id", "tax_number", "address_mode",
    "billing_name", "billing_street", "billing_addition", "billing_postal_code", "billing_city", "billing_country",
    "attention", "channel", "format", "buyer_reference", "purchase_order",
)  # fmt: skip
"""The fields that *Invoice settings* writes; who pays has a verb of its own."""


class InvoiceSettings(Versioned, TenantOwned):
    """How a company is invoiced. Attention is text, not a contact: what the invoice says below the company's name.

    The decision who pays counts only for the parent it was made for. `last_known_state` narrows lists; what is
    shown and asked is always computed from the present values (`billing.reviews`).
    """

    history_omits = ("entered_by_ids", "last_known_state", "last_review_id", "updated_by_id")

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
        _("who pays for items without a contract"), max_length=20, choices=PayerDecision, blank=True
    )
    payer_decided_for = TenantForeignKey(Company, null=True, blank=True, related_name="+", editable=False)
    entered_by_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    updated_by = TenantForeignKey(Member, null=True, blank=True, related_name="+", editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)
    last_review = TenantForeignKey("billing.SettingsReview", null=True, blank=True, related_name="+", editable=False)
    last_known_state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.WAITING, editable=False)

    objects = InvoiceSettingsQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "last_known_state", "company"], name="billing_settings_by_state")]

    def __str__(self):
        return str(self.company_id)

    @property
    def payer_is_decided(self) -> bool:
        """Whether the question who pays was answered for the present parent."""
        return bool(self.payer_decision) and self.payer_decided_for_id == self.company.parent_id

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], recipients: list[Contact] | None, seen: int, by) -> None:
        """Write what was entered, and who gets the invoice by mail (None leaves them as they are).

        Raises EditConflict when somebody saved since version `seen`; DomainError for what `check_details` refuses, or
        a recipient who is no active contact of the company's family.
        """
        check_may(by, Capability.EDIT_INVOICE_SETTINGS)
        check_names(values, ENTERED)
        current = self._locked()
        current.company.check_is_no_alias()
        if current.version != seen:
            raise EditConflict(current)
        entered = {name: values[name] for name in differences(current, values)}
        current.check_details(entered)
        values = {**values, **self.tidied(entered)}
        changes = differences(current, values)
        if recipients is not None:
            changes.update(self._replace_recipients(recipients))
        if changes:
            entered = sorted({*current.entered_by_ids, *([by.pk] if by else [])})
            entry = {"updated_by": by, "updated_at": timezone.now(), "entered_by_ids": entered}
            self._write({**values, **entry}, seen=seen)
            publish("billing.settings_changed", subject=self, company=self.company, by=by, changes=changes)
        if changes.keys() & {"vat_id", "tax_number"}:
            self.index_tax_ids()

    def check_details(self, changed: Mapping[str, Any]) -> None:
        """The VAT id can be right, template and region are in use, the postal code has the form of its country."""
        ask_all(
            lambda: self.tidied(changed),
            lambda: self._check_choices(changed),
            lambda: check_postal_code(self, changed, prefix="billing_"),
        )

    @transaction.atomic
    def enter_tax_id(self, text: str, *, by) -> None:
        """A tax id of which nobody said which: what begins with a country is a VAT id. Raises DomainError `tax_id`."""
        is_vat_id = text.strip()[:2].isalpha()
        try:
            self.update_details(
                values={"vat_id" if is_vat_id else "tax_number": text.strip()},
                recipients=None,
                seen=self.version,
                by=by,
            )
        except NotAllowed:
            raise
        except DomainError as error:
            raise DomainError(error.code, error.message, field="tax_id") from error

    def index_tax_ids(self) -> None:
        """Write down what finds the company by its tax ids: each as one word, and as it is written."""
        index_company(self.company, source=SearchTerm.BILLING, terms=self.tax_terms)

    @property
    def tax_terms(self) -> set[str]:
        """The words that find the company by its tax ids."""
        given = [text for text in (self.vat_id, self.tax_number) if text]
        return {word for text in given for word in (tax_key(text), *words(text))}

    @transaction.atomic
    def decide_payer(self, *, decision: str, by, parent_seen: int | None = None) -> None:
        """Answer who pays what no contract governs: the subsidiary itself or its parent. A billing admin's decision.

        `parent_seen` is the parent that was before the eyes (the present one by default). Raises DomainError
        `no_parent` when the company stands alone, `parent_changed` when it has another parent by now.
        """
        check_may(by, Capability.SIGN_INVOICE_SETTINGS)
        if decision not in (PayerDecision.ITSELF, PayerDecision.PARENT):
            raise DomainError("payer_undecided", _("Choose who pays."), field="payer_decision")
        current = self._locked()
        parent_id = current.company.parent_id
        if parent_id is None:
            raise DomainError("no_parent", _("This company has no parent company: it pays its own invoices."))
        if parent_seen not in (None, parent_id):
            raise DomainError("parent_changed", _("The parent company has changed since you looked: look again."))
        if (current.payer_decision, current.payer_decided_for_id) == (decision, parent_id):
            return
        before = current.payer_decision if current.payer_is_decided else ""
        self._write({"payer_decision": decision, "payer_decided_for_id": parent_id}, seen=current.version)
        publish(
            "billing.payer_decided", subject=self, company=self.company, by=by,
            changes={"payer_decision": [before, str(decision)]},
        )  # fmt: skip

    @transaction.atomic
    def sign(self, *, by: Member, seen: str | None = None) -> "SettingsReview":
        """A billing admin's signature under what now stands here, for the company and for whoever pays.

        `seen` is the fingerprint of what was before the eyes (of what stands here by default). Raises NotAllowed for
        the account manager while somebody else may sign (four eyes); DomainError `settings_changed` when something
        else stands here by now, `findings_open` when something does not hold. Who is alone may sign own entries; the
        record says so. What is signed already is not signed again: the review that stands is returned.
        """
        if not isinstance(by, Member):
            raise NotAllowed("staff_only", _("Only a billing admin can sign the review."))
        by.check_may(Capability.SIGN_INVOICE_SETTINGS)
        current = self._locked()
        self._check_four_eyes(by)
        family = type(self).objects.family_of([current.company])
        stands, last = fingerprint_in(family, current.company_id), family.settings[current.company_id].last_review
        if seen not in (None, stands):
            raise DomainError("settings_changed", SIGNED_UNSEEN)
        for finding in billing_findings(family, current.company_id):
            if not finding.holds:
                raise DomainError("findings_open", _("Not met yet: %(finding)s.") % {"finding": finding.text})
        if last and last.fingerprint == stands:
            return last
        review = SettingsReview.objects.record(family, current, by)
        self._write({"entered_by_ids": [], "last_review": review, "last_known_state": ReviewState.SIGNED}, seen=None)
        family.settings[current.company_id].last_review = review
        publish(
            "billing.settings_signed", subject=self, company=self.company, by=by, data={"review": review.pk},
            known={FAMILY: family},
        )  # fmt: skip
        return review

    def needs_other_eyes(self, by: Member) -> bool:
        """Whether `by` is the account manager here while somebody else may sign."""
        if by.pk != self.company.manager_id:
            return False
        others = Member.objects.active().exclude(pk=by.pk)
        return any(each.may(Capability.SIGN_INVOICE_SETTINGS) for each in others)

    def _check_four_eyes(self, by: Member) -> None:
        if self.needs_other_eyes(by):
            raise NotAllowed(
                "four_eyes",
                _(
                    "You are the account manager of this company: somebody else has to sign its invoice settings. "
                    "Ask another billing admin."
                ),
            )

    def _locked(self) -> "InvoiceSettings":
        rows = type(self).objects.select_for_update(of=("self",), no_key=True)
        return rows.select_related("company", "template", "tax_region").get(pk=self.pk)

    @staticmethod
    def tidied(values: Mapping[str, Any]) -> dict[str, str]:
        """The VAT id as it is stored, if one is among them. Raises DomainError `vat_id_invalid`."""
        vat_id = values.get("vat_id")
        if not vat_id:
            return {}
        checked = check_vat_id(vat_id)
        if checked.problem:
            raise DomainError("vat_id_invalid", checked.problem, field="vat_id")
        return {"vat_id": checked.value}

    @staticmethod
    def _check_choices(changed: Mapping[str, Any]) -> None:
        chosen = {name: each for name in ("template", "tax_region") if (each := changed.get(name)) is not None}
        refuse(
            [
                DomainError("switched_off", _("%(name)s is switched off.") % {"name": each}, field=name)
                for name, each in chosen.items()
                if not each.is_active
            ]
        )

    def _replace_recipients(self, recipients: list[Contact]) -> dict[str, list]:
        before = {each.contact_id: each for each in self.recipients.select_related("contact")}
        after = {contact.pk: contact for contact in recipients}
        if before.keys() == after.keys():
            return {}
        added = [contact for pk, contact in after.items() if pk not in before]
        allowed = {self.company_id}
        if any(contact.company_id != self.company_id for contact in added):
            allowed.update(company.pk for company in self.company.ancestors())
        for contact in added:
            if contact.company_id not in allowed or not contact.is_active:
                raise DomainError(
                    "recipient_not_of_family",
                    _("%(name)s is not an active contact of this company or its parent companies.") % {"name": contact},
                    field="recipients",
                )
        self.recipients.filter(contact_id__in=before.keys() - after.keys()).delete()
        InvoiceRecipient.objects.bulk_create(
            InvoiceRecipient(tenant_id=self.tenant_id, settings=self, contact=after[pk])
            for pk in sorted(after.keys() - before.keys())
        )
        return {"recipients": [sorted(before), sorted(after)]}

    def _write(self, values: dict[str, Any], *, seen: int | None) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        if seen is None:
            type(self).objects.filter(pk=self.pk).update(**values)
        else:
            self.save_edit(list(values), seen=seen)


class InvoiceRecipient(TenantOwned):
    """Who gets the invoice by mail: a contact of the company or of its parents."""

    settings = TenantForeignKey(InvoiceSettings, on_delete=models.CASCADE, related_name="recipients")
    contact = TenantForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "settings", "contact"], name="billing_recipient_once")]

    def __str__(self):
        return f"{self.settings_id} {self.contact_id}"


class SettingsReview(TenantOwned):
    """A billing admin's signature under the invoice settings, with the fingerprint of what was reviewed."""

    history_omits = ("reviewed",)

    company = TenantForeignKey(Company, on_delete=models.CASCADE, related_name="invoice_reviews")
    signed_by = TenantForeignKey(Member, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    fingerprint = models.CharField(max_length=64)
    reviewed = models.JSONField(default=dict)
    signed_own_entries = models.BooleanField(default=False)

    objects = SettingsReviewQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "company", "-signed_at"], name="billing_review_latest")]

    def __str__(self):
        return f"{self.company_id} {self.signed_at:%Y-%m-%d}"
