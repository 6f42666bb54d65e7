"""What must hold before a company's first invoice can be right. Pure: reads a `billing.family.Family` only."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.family import Address, Family
from companies.models import Company
from companies.sight import Sight
from contacts.models import Contact
from contacts.sight import email_of, name_of
from core.findings import Finding
from core.identifiers import EU_COUNTRIES, check_iban, check_leitweg_id, check_tax_number, check_vat_id
from tenants.roles import Role


def billing_findings(
    family: Family,
    company_id: int,
    payers: Iterable[int] = (),
    *,
    sight: Sight | None = None,
    of_seller: list[Finding] | None = None,
) -> list[Finding]:
    """Everything that must hold: for the company, for the seller, and for everybody else who pays for it.

    `payers`: companies that contracts name as payer; they must be in the family that was fetched. `sight`: of whoever
    reads it; without one the words may be stored, and tell nothing of any other company but whether all holds there.
    `of_seller`: from whoever looks at many companies and has asked `seller_findings` once for all of them.
    """
    sight = sight or Sight.of_stored_words(company_id)
    sight.look_at(family.companies)
    paying = family.payer(company_id)
    others = [pk for pk in dict.fromkeys([paying.company_id, *payers]) if pk != company_id]
    found = [
        *company_findings(family, company_id, sight),
        *(seller_findings(family) if of_seller is None else of_seller),
    ]
    if family.companies[company_id].parent_id is not None:
        found.append(_payer_decided(family, company_id, sight))
    for pk in others:
        found.extend(_as_payer(family.companies[pk], company_findings(family, pk, sight), sight))
    return found


def company_findings(family: Family, company_id: int, sight: Sight) -> list[Finding]:
    """What must hold of one company's own invoice settings."""
    about = _About(family, company_id, sight)
    checks = [about.template(), about.tax_region(), about.vat_id(), about.address(), about.attention()]
    return [*checks, *about.recipients(), *about.tax_number(), *about.buyer_reference()]


class _About:
    """The checks of one company, one method each."""

    def __init__(self, family: Family, company_id: int, sight: Sight):
        self.family, self.sight = family, sight
        self.company = family.companies[company_id]
        self.settings = family.settings[company_id]
        self.page = reverse("billing:settings", args=[family.tenant.slug, company_id])

    def _finding(self, key: str, holds: bool, text: str, detail: str = "", field: str = "") -> Finding:
        return Finding(key, holds, text, detail, Role.BILLING_ADMIN, f"{self.page}#id_{field or key}")

    def template(self) -> Finding:
        resolved = self.family.template(self.company.pk)
        name = {"template": resolved.template}
        origins = {
            "own": _("%(template)s, chosen here") % name,
            "country": _("%(template)s, from the company's country") % name,
            "tenant": _("%(template)s, the default") % name,
            "none": _("No template is active."),
        }
        holds = resolved.template is not None
        return self._finding("template", holds, _("Template resolves"), origins[resolved.origin])

    def tax_region(self) -> Finding:
        region = self.settings.tax_region
        if region is None:
            detail = _("Empty: without a tax region no tax is charged.")
        elif not region.is_active:
            detail = _("%(region)s is switched off.") % {"region": region}
        elif self.settings.is_tax_exempt and not self.settings.exemption_reason:
            text = _("Tax exemption has a reason")
            return self._finding("tax_region", False, text, _("The reason is empty."), "exemption_reason")
        else:
            return self._finding("tax_region", True, _("Tax region chosen"), str(region))
        return self._finding("tax_region", False, _("Tax region chosen"), detail)

    def vat_id(self) -> Finding:
        region, text = self.settings.tax_region, _("VAT id fits")
        is_reverse = region is not None and (region.requires_vat_id or region.treatment == "reverse_charge")
        if not self.settings.vat_id:
            detail = _("Reverse charge needs it.") if is_reverse else _("Not given; only reverse charge needs it.")
            return self._finding("vat_id", not is_reverse, text, detail)
        checked = check_vat_id(self.settings.vat_id)
        if checked.problem:
            return self._finding("vat_id", False, text, str(checked.problem))
        seller_country = self.family.tenant.country
        if is_reverse and (checked.country == seller_country or checked.country not in EU_COUNTRIES):
            detail = _("Reverse charge needs a VAT id of another EU country than yours.")
            return self._finding("vat_id", False, text, detail)
        return self._finding("vat_id", True, text, _("Format and check digit are right."))

    def address(self) -> Finding:
        address, text = self.family.address(self.company.pk), _("Billing address complete")
        if address is None:
            detail = _("There is no parent company to take it from.")
            return self._finding("address", False, text, detail, "address_mode")
        found = self._address_of(address, text)
        return found if self.sight.sees(address.of.pk) else _untold(found)

    def _address_of(self, address: Address, text: str) -> Finding:
        part, problem = address.problem()
        if not part or address.is_own_entry:
            field = f"billing_{part}" if part and address.of.pk == self.company.pk else "address_mode"
            detail, url = problem or ", ".join(address.lines()), self._page_of(address, field)
            return Finding("address", not part, text, detail, Role.BILLING_ADMIN, url)
        url = reverse("companies:edit", args=[self.family.tenant.slug, address.of.pk]) + f"#id_{part}"
        return Finding("address", False, text, problem, Role.ACCOUNT_MANAGER, url)

    def _page_of(self, address: Address, field: str) -> str:
        is_here = address.of.pk == self.company.pk
        page = self.page if is_here else reverse("billing:settings", args=[self.family.tenant.slug, address.of.pk])
        return f"{page}#id_{field}"

    def attention(self) -> Finding:
        value = self.settings.attention.strip()
        return self._finding("attention", bool(value), _("Attention named"), value or _("Empty"))

    def recipients(self) -> Iterator[Finding]:
        if self.settings.channel != "email":
            return
        chosen = self.family.recipients.get(self.company.pk, [])
        family_ids = {self.company.pk, *(company.pk for company in self.family.ancestors(self.company.pk))}
        reachable = [each for each in chosen if each.company_id in family_ids and not _unreachable(each)]
        if reachable:
            detail = ", ".join(email_of(each, self.sight) for each in reachable)
        elif chosen:
            detail = "; ".join(_in_words(each, self.sight) for each in chosen)
        else:
            detail = _("The invoice goes by e-mail, but nobody is chosen.")
        yield self._finding("recipients", bool(reachable), _("The invoice reaches somebody"), detail)

    def tax_number(self) -> Iterator[Finding]:
        if self.settings.tax_number and str(self.company.country) == "DE":
            checked = check_tax_number(self.settings.tax_number)
            detail = str(checked.problem) or checked.value
            yield self._finding("tax_number", checked.is_valid, _("Tax number has the right form"), detail)

    def buyer_reference(self) -> Iterator[Finding]:
        if not self.company.is_public_body:
            return
        text, value = _("Buyer reference of the public body given"), self.settings.buyer_reference
        if not value:
            yield self._finding("buyer_reference", False, text, _("A public body rejects invoices without it."))
        elif str(self.company.country) == "DE":
            checked = check_leitweg_id(value)
            yield self._finding("buyer_reference", checked.is_valid, text, str(checked.problem) or checked.value)
        else:
            yield self._finding("buyer_reference", True, text, value)


def seller_findings(family: Family) -> list[Finding]:
    """What every invoice says about the MSP itself; an admin mends it."""
    seller, url = family.seller, reverse("billing:seller", args=[family.tenant.slug])
    tax_id = seller.vat_id or seller.tax_number
    iban = check_iban(seller.iban) if seller.iban else None
    bank = _("The IBAN is empty.") if iban is None else str(iban.problem) or seller.iban
    contact = seller.contact_name and (seller.contact_email or seller.contact_phone)
    return [
        _seller("seller_tax_id", bool(tax_id), _("Your own VAT id or tax number is there"), tax_id, f"{url}#id_vat_id"),
        _seller("seller_bank", iban is not None and iban.is_valid, _("Your bank is there"), bank, f"{url}#id_iban"),
        _seller(
            "seller_contact", bool(contact), _("Your contact for invoices is there"), seller.contact_name,
            f"{url}#id_contact_name",
        ),
    ]  # fmt: skip


def _seller(key: str, holds: bool, text: str, detail: str, url: str) -> Finding:
    return Finding(key, holds, text, detail or _("Empty"), Role.ADMIN, url)


def _payer_decided(family: Family, company_id: int, sight: Sight) -> Finding:
    settings = family.settings[company_id]
    url = reverse("billing:settings", args=[family.tenant.slug, company_id]) + "#id_payer_decision"
    if not settings.payer_is_decided:
        detail = _("A billing admin has not decided yet whether the company or its parent pays.")
        return Finding("payer_decision", False, _("Who pays is decided"), detail, Role.BILLING_ADMIN, url)
    payer = family.companies[family.payer(company_id).company_id]
    detail = _("%(company)s pays for items without a contract.") % {"company": sight.first(payer)}
    return Finding("payer_decision", True, _("Who pays is decided"), detail, Role.BILLING_ADMIN, url)


def _as_payer(payer: Company, findings: list[Finding], sight: Sight) -> Iterator[Finding]:
    for each in findings:
        text = _("%(finding)s (%(company)s, who pays)") % {"finding": each.text, "company": sight.name(payer)}
        told = each if sight.sees(payer.pk) else _untold(each)
        yield replace(told, key=f"payer_{payer.pk}_{each.key}", text=text)


def _untold(finding: Finding) -> Finding:
    """The same of a company that the reader does not see: whether it holds, but neither what was found nor where."""
    return replace(finding, detail="" if finding.holds else _("To be fixed at another company."), url="")


def _unreachable(contact: Contact) -> bool:
    return not contact.is_active or not contact.email or contact.bounced_at is not None


def _in_words(contact: Contact, sight: Sight) -> str:
    name = {"name": name_of(contact, sight)}
    if not contact.is_active:
        return _("%(name)s is no longer active") % name
    if not contact.email:
        return _("%(name)s has no e-mail address") % name
    return _("mail to %(name)s came back") % name
