"""The forms of billing, for their own pages and for the wizard: each knows the verb that it calls."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.catalogue import InvoiceTemplate, SellerProfile, TaxRegion
from billing.family import Family, with_ancestors
from billing.models import ENTERED, InvoiceSettings, PayerDecision
from billing.operations import update_seller
from companies.models import Company
from companies.sight import Sight
from contacts.models import Contact
from contacts.sight import name_of
from core.forms import DomainForm, EditForm, offered_once

OWN_ADDRESS = (
    "billing_name", "billing_street", "billing_addition", "billing_postal_code", "billing_city", "billing_country",
)  # fmt: skip


WANTED = ("template", "tax_region", "attention", "recipients")
"""May be saved empty, but nothing can be signed without them: they are not called optional."""


class InvoiceSettingsForm(EditForm):
    """How the company is invoiced. `apply()` without an argument saves it."""

    recipients = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Recipients of the invoice"), queryset=Contact.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = InvoiceSettings
        fields = ENTERED

    def __init__(
        self, data=None, *, company: Company, by, family: Family | None = None, settings=None,
        sight: Sight | None = None, **kwargs,
    ):  # fmt: skip
        self.by, self.company, self.known_family = by, company, family
        self.sight = sight or Sight(by, known=[company.pk])
        self.settings = settings or self._stored()
        super().__init__(data, instance=self.settings, **kwargs)
        self._offer_choices()
        self._offer_recipients()
        for name in WANTED:
            self.fields[name].is_wanted = True
        self.fields["attention"].help_text = _("Second line of the address: a person or a department.")
        self.fields["buyer_reference"].help_text = _("Public bodies name it; without it they reject the invoice.")
        self.fields["vat_id"].help_text = _("Needed for reverse charge only.")

    @cached_property
    def family(self) -> Family:
        """What decides about the invoices; a page that has looked at it already hands it over."""
        return self.known_family or InvoiceSettings.objects.family_of([self.company])

    def _stored(self) -> InvoiceSettings:
        known = self.known_family and self.known_family.settings[self.company.pk]
        return known if known and known.pk else InvoiceSettings.objects.for_company(self.company)

    def _get_validation_exclusions(self):
        """Template and region were looked up among those offered: they need not be looked for again."""
        return super()._get_validation_exclusions() | {"template", "tax_region"}

    def who_and_when(self, current):
        return (str(current.updated_by) if current.updated_by else "", current.updated_at)

    def current_value(self, current, name):
        if name == "recipients":
            return [each.contact for each in current.recipients.select_related("contact")]
        return super().current_value(current, name)

    @property
    def own_address(self):
        """The fields of the company's own billing address."""
        return [self[name] for name in OWN_ADDRESS]

    def act(self):
        """Save what was entered."""
        values = {name: value for name, value in self.values.items() if name in ENTERED}
        chosen = list(self.cleaned_data["recipients"])
        self.settings.update_details(values=values, recipients=chosen, seen=self.seen, by=self.by)

    def _offer_choices(self):
        own = self.instance
        templates, regions = self.fields["template"], self.fields["tax_region"]
        templates.queryset = _offered(InvoiceTemplate, own.template_id).order_by("name")
        templates.choices = self._template_choices
        regions.queryset = _offered(TaxRegion, own.tax_region_id).order_by("position", "name")
        regions.empty_label = _("Choose a tax region")
        if self.company.parent_id is None:
            modes = self.fields["address_mode"]
            modes.choices = [choice for choice in modes.choices if choice[0] in ("company", "own", own.address_mode)]
        if str(self.company.country) != "DE":
            self.fields["tax_number"].label = _("Tax number")

    def _template_choices(self) -> list[tuple[int | str, str]]:
        """Those in use, which the family knows already, and the chosen one. Asked for when the page is drawn only."""
        offered = {template.pk: template for template in self.family.templates}
        if self.instance.template_id and self.instance.template_id not in offered:
            offered[self.instance.template_id] = self.instance.template
        by_name = sorted(offered.values(), key=lambda template: template.name)
        return [("", self._usual_template()), *((template.pk, str(template)) for template in by_name)]

    def _usual_template(self) -> str:
        """What applies when none is chosen here."""
        usual = self.family.usual_template(self.company.pk)
        origin = _("default of the country") if usual.origin == "country" else _("default")
        return _("%(template)s (%(origin)s)") % {"template": usual.template or "—", "origin": origin}

    def _offer_recipients(self):
        """People at the company and at those above it that one sees; and whoever is a recipient already."""
        above = with_ancestors([self.company.pk]).visible_to(self.by).values("pk")
        chosen = self.settings.recipients.values("contact")
        with_address = Contact.objects.active().filter(company__in=above).exclude(email="")
        field = self.fields["recipients"]
        found = Contact.objects.filter(pk__in=with_address.values("pk").union(chosen))
        field.queryset = found.select_related("company").in_name_order()
        field.label_from_instance = self._recipient_in_words
        field.choices = self.recipient_choices = offered_once(field)
        self.initial["recipients"] = lambda: [each.pk for each in self.family.recipients.get(self.company.pk, [])]

    def _recipient_in_words(self, contact: Contact) -> str:
        if not self.sight.sees(contact.company_id):
            return name_of(contact, self.sight)
        words = {"name": contact.full_name, "email": contact.email, "company": contact.company}
        if not contact.is_active:
            return _("%(name)s, no longer active") % words
        if contact.bounced_at:
            return _("%(name)s, %(email)s: mail came back") % words
        if contact.company_id != self.company.pk:
            return _("%(name)s, %(email)s, at %(company)s") % words
        return _("%(name)s, %(email)s") % words


class PayerForm(DomainForm):
    """Who pays what no contract governs: the subsidiary itself or its parent. `apply()` decides.

    It carries the parent that was before the eyes, so that no other one is meant unseen.
    """

    payer_decision = forms.ChoiceField(
        label=gettext_lazy("Who pays for items without a contract?"), widget=forms.RadioSelect
    )
    parent = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data=None, *, company: Company, by, settings: InvoiceSettings | None = None, sight: Sight | None = None,
        **kwargs,
    ):  # fmt: skip
        super().__init__(data, **kwargs)
        self.company, self.by = company, by
        self.settings = settings or InvoiceSettings.objects.for_company(company)
        sight = sight or Sight(by, known=[company.pk])
        names = {"company": company, "parent": sight.first(company.parent) if company.parent else ""}
        self.fields["payer_decision"].choices = [
            (PayerDecision.ITSELF.value, _("%(company)s pays its own invoices") % names),
            (PayerDecision.PARENT.value, _("%(parent)s pays, its parent company") % names),
        ]
        decided = self.settings.payer_decision if self.settings.payer_is_decided else ""
        self.initial = {"payer_decision": decided, **self.initial}

    def act(self):
        """Decide."""
        decision, seen = self.cleaned_data["payer_decision"], self.cleaned_data["parent"] or 0
        self.settings.decide_payer(decision=decision, by=self.by, parent_seen=seen)


class SellerForm(DomainForm):
    """What the tenant's own invoices say about it."""

    vat_id = forms.CharField(label=gettext_lazy("VAT id"), max_length=20, required=False)
    tax_number = forms.CharField(label=gettext_lazy("Tax number"), max_length=30, required=False)
    bank_name = forms.CharField(label=gettext_lazy("Bank"), max_length=80, required=False)
    iban = forms.CharField(label="IBAN", max_length=42, required=False)
    bic = forms.CharField(label="BIC", max_length=11, required=False)
    contact_name = forms.CharField(label=gettext_lazy("Contact for invoices"), max_length=100, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    contact_phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)

    def __init__(self, data=None, *, tenant, by, **kwargs):
        super().__init__(data, **kwargs)
        self.tenant, self.by = tenant, by
        profile = SellerProfile.objects.first() or SellerProfile()
        self.initial = {name: getattr(profile, name) for name in self.fields}
        self.fields["vat_id"].help_text = _("An invoice needs this or the tax number.")
        for name in ("vat_id", "tax_number", "iban", "contact_name", "contact_email", "contact_phone"):
            self.fields[name].is_wanted = True  # no invoice settings can be signed without them
        self.fields["contact_email"].help_text = _("An invoice needs this or the phone.")

    def act(self):
        """Save what was entered."""
        return update_seller(tenant=self.tenant, values=self.values, by=self.by)


def _offered(model, chosen_id):
    return model.objects.filter(is_active=True) | model.objects.filter(pk=chosen_id)
