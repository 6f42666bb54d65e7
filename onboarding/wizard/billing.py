"""The pages of phase *Billing*. Their forms know the verbs that they call."""

from django.utils.translation import gettext_lazy as _

from billing.fingerprints import fingerprint_in
from billing.forms import InvoiceSettingsForm, PayerForm
from billing.models import InvoiceSettings
from billing.reviews import changes_since
from contracts.catalogue import PREPAID
from contracts.forms import (
    AddServiceForm,
    BillingContractForm,
    PurchaseForm,
    RecurringContractForm,
    StandardRatesForm,
)
from onboarding.forms import PressForm
from onboarding.wizard.base import Part, StepPage
from tenants.roles import Capability, Role


class InvoiceSettingsPage(StepPage):
    parts = ("main", "payer", "sign")
    record, record_label = "billing:settings", _("Invoice settings")

    def build(self, key, data=None, files=None):
        if key == "main":
            form = (
                InvoiceSettingsForm(
                    data, company=self.company, by=self.member, settings=_settings(self), sight=self.sight
                )
                if data
                else InvoiceSettingsForm(
                    company=self.company, by=self.member, family=self.evidence.family, sight=self.sight
                )
            )
            return Part(
                "main", form,
                body="billing/_settings_form.html", needs=Capability.EDIT_INVOICE_SETTINGS,
                who=Role.BILLING_ADMIN.label,
            )  # fmt: skip
        if key == "payer":
            return payer_part(self, data)
        return self._signature(data)

    @property
    def may_sign(self):
        return self.member.may(Capability.SIGN_INVOICE_SETTINGS)

    def _signature(self, data):
        if self.findings[-1].holds or any(not each.holds for each in self.findings[:-1]):
            return None
        family = self.evidence.family
        settings = family.settings[self.company.pk]
        review = settings.last_review
        return Part(
            "sign", PressForm(data), lambda: settings.sign(by=self.member, seen=data.get("seen", "")),
            template="onboarding/parts/sign_settings.html", title=_("Signature"), label=_("Sign the review"),
            needs=Capability.SIGN_INVOICE_SETTINGS, who=Role.BILLING_ADMIN.label,
            done=_("Signed. What was reviewed is on record."), seen=fingerprint_in(family, self.company.pk),
            context={"changes": changes_since(review, family, self.company.pk, sight=self.sight) if review else []},
        )  # fmt: skip


class ServiceContractPage(StepPage):
    parts = ("main", "service", "default")
    record, record_label = "contracts:company", _("Contracts")

    def build(self, key, data=None, files=None):
        contract = self._contract()
        if key == "main" and contract is None:
            return Part(
                "main", RecurringContractForm(data, company=self.company, by=self.member),
                template="onboarding/parts/recurring.html", needs=Capability.EDIT_CONTRACTS,
                who=Role.BILLING_ADMIN.label,
            )  # fmt: skip
        if contract is None or key == "main":
            return None
        if key == "service":
            return Part(
                "service", AddServiceForm(data, contract=contract, by=self.member),
                template="onboarding/parts/contract.html", label=_("Add service"), needs=Capability.EDIT_CONTRACTS,
                who=Role.BILLING_ADMIN.label, done=_("The service is on the contract."),
                context={"contract": contract, "lines": self._lines(contract)},
            )  # fmt: skip
        if contract.is_default:
            return None
        return Part(
            "default", PressForm(data), lambda: contract.make_default(by=self.member),
            title=_("Default contract"), label=_("Make it the default"), needs=Capability.EDIT_CONTRACTS,
            intro=_("Tickets of this customer are billed under the default contract."),
            done=_("It is the default contract now."),
        )  # fmt: skip

    def _contract(self):
        return next((each for each in self.evidence.contracts if each.is_recurring), None)

    def _lines(self, contract):
        return [line for line in self.evidence.lines if line.contract_id == contract.pk]


class BillingContractPage(StepPage):
    parts = ("main", "contract", "purchase")
    record, record_label = "contracts:company", _("Contracts")

    def build(self, key, data=None, files=None):
        contracts = self.evidence.contracts
        who = Role.BILLING_ADMIN.label
        if key == "main" and not contracts:
            return Part(
                "main", StandardRatesForm(data, company=self.company, by=self.member), columns=False,
                needs=Capability.EDIT_CONTRACTS, who=who, title=_("Standard rates only"),
            )  # fmt: skip
        if key == "contract" and self.member.may(Capability.EDIT_CONTRACTS):
            return self._new_contract(data, contracts)
        unusable = next((each for each in contracts if each.type in PREPAID and not each.is_usable), None)
        if key == "purchase" and unusable:
            return Part(
                "purchase", PurchaseForm(data, contract=unusable, by=self.member), title=unusable.name,
                intro=_("It cannot be used before a purchase is recorded."), label=_("Record purchase"),
                needs=Capability.EDIT_CONTRACTS, who=who, done=_("The purchase is recorded."), makes=True,
            )  # fmt: skip
        return None

    def _new_contract(self, data, contracts):
        asked = (data or self.request.GET).get("type", "")
        form = BillingContractForm(data, company=self.company, by=self.member, type=asked)
        return Part(
            "contract", form, template="onboarding/parts/billing_contract.html", label=_("Enter the contract"),
            needs=Capability.EDIT_CONTRACTS, done=_("The contract is there."),
            context={"types": form.types, "contracts": contracts, "is_open": bool(asked or data)},
        )  # fmt: skip


def payer_part(page: StepPage, data) -> Part | None:
    """Who pays for a subsidiary: asked where the family is decided, and where invoices are set up."""
    if page.company.parent_id is None:
        return None
    return Part(
        "payer",
        PayerForm(data, company=page.company, by=page.member, settings=_settings(page), sight=page.sight),
        title=_("Who pays"),
        body="billing/_payer_form.html", label=_("Decide"), needs=Capability.SIGN_INVOICE_SETTINGS,
        who=Role.BILLING_ADMIN.label, done=_("Who pays is decided."),
    )  # fmt: skip


def _settings(page: StepPage) -> InvoiceSettings | None:
    """The invoice settings that were fetched with the company; None where there are none yet."""
    return getattr(page.company, "invoice_settings", None)
