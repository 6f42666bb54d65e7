"""What billing looks at for companies and everything above them, fetched in a fixed number of queries.

Everything that asks (findings, fingerprint, payer) reads from here and touches the database no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from billing.catalogue import InvoiceTemplate, SellerProfile
from companies.models import Company
from contacts.models import Contact
from core.postalcodes import postal_code_problem
from tenants.models import Tenant

LONGEST_CHAIN = 20
"""Guards every walk up a family, although the database lets no circle stand."""

FAMILY = "billing.family"
"""Under this name an occurrence passes on the family that was looked at."""

_UPWARDS = """
    WITH RECURSIVE up AS (
        SELECT id, parent_id, 1 AS distance FROM companies_company WHERE id = ANY(%s)
        UNION
        SELECT c.id, c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.parent_id
        WHERE up.distance < 20
    )
    SELECT id FROM up
"""

_REVIEWED_BELOW = """
    WITH RECURSIVE down AS (
        SELECT %s::bigint AS id, 1 AS distance
        UNION ALL
        SELECT c.id, down.distance + 1 FROM companies_company c JOIN down ON c.parent_id = down.id
        WHERE down.distance < 20
    ), concerned AS (
        SELECT %s::bigint AS id
        UNION
        SELECT s.company_id FROM billing_invoicesettings s JOIN down ON s.company_id = down.id
        WHERE s.last_review_id IS NOT NULL
    ), up AS (
        SELECT c.id, c.parent_id, 1 AS distance FROM companies_company c JOIN concerned ON c.id = concerned.id
        UNION
        SELECT c.id, c.parent_id, up.distance + 1 FROM companies_company c JOIN up ON c.id = up.parent_id
        WHERE up.distance < 20
    )
    SELECT id FROM up
"""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as an invoice needs it, and whose it is."""

    name: str
    street: str
    addition: str
    postal_code: str
    city: str
    country: str
    of: Company
    is_own_entry: bool = False

    def lines(self) -> list[str]:
        parts = [self.name, self.street, self.addition, f"{self.postal_code} {self.city}".strip(), self.country]
        return [part for part in parts if part]

    def missing(self) -> list[str]:
        """The parts that an invoice cannot go without and that are empty here."""
        return [part for part in ("name", "street", "postal_code", "city", "country") if not getattr(self, part)]

    def problem(self) -> tuple[str, str]:
        """The first part with which no invoice arrives, and what is wrong, in words; both empty for a good address."""
        if missing := self.missing():
            return missing[0], _missing_in_words(missing)
        wrong = postal_code_problem(self.postal_code, country=self.country)
        return ("postal_code", str(wrong)) if wrong else ("", "")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The template that applies, and where it comes from: own, country, tenant, or none."""

    template: InvoiceTemplate | None
    origin: str


@dataclass(frozen=True, slots=True)
class Paying:
    """Who pays, and the rule that decided: itself, parent, undecided, contract, contract_payer."""

    company_id: int
    rule: str


@dataclass(frozen=True)
class Family:
    """Companies with everything above them; `settings` holds blank ones where nothing was entered yet."""

    tenant: Tenant
    companies: Mapping[int, Company]
    settings: Mapping[int, Any]
    recipients: Mapping[int, list[Contact]] = field(default_factory=dict)
    templates: list[InvoiceTemplate] = field(default_factory=list)
    seller: SellerProfile = field(default_factory=SellerProfile)

    def ancestors(self, company_id: int) -> list[Company]:
        """Everything above, the parent first."""
        found: list[Company] = []
        parent_id = self.companies[company_id].parent_id
        while parent_id in self.companies and len(found) < LONGEST_CHAIN:
            found.append(self.companies[parent_id])
            parent_id = found[-1].parent_id
        return found

    def template(self, company_id: int) -> Resolved:
        """The company's own choice, else its country's, else the tenant's default; switched-off ones never."""
        chosen = self.settings[company_id].template
        if chosen is not None and chosen.is_active:
            return Resolved(chosen, "own")
        return self.usual_template(company_id)

    def usual_template(self, company_id: int) -> Resolved:
        """What applies when the company has chosen none: its country's, else the tenant's default."""
        active = [each for each in self.templates if each.is_active]
        country = str(self.companies[company_id].country)
        of_country = next((each for each in active if each.country and each.country == country), None)
        if of_country is not None:
            return Resolved(of_country, "country")
        default = next((each for each in active if each.is_default), None)
        return Resolved(default, "tenant" if default else "none")

    def address(self, company_id: int) -> Address | None:
        """Where the invoice goes. None when the parent's is to be used and there is no parent."""
        mode = self.settings[company_id].address_mode
        if mode == "own":
            return self._billing_address(company_id)
        if mode == "company":
            return self._company_address(self.companies[company_id])
        above = self.ancestors(company_id)
        if not above:
            return None
        if mode == "parent":
            return self._company_address(above[0])
        return self._address_of_parents(above)

    def payer(self, company_id: int) -> Paying:
        """Who pays what no contract governs: up the family as long as each company decided for its parent."""
        current, rule = company_id, "itself"
        for _step in range(LONGEST_CHAIN):
            company, settings = self.companies[current], self.settings[current]
            if company.parent_id is None or company.parent_id not in self.companies:
                break
            decided = settings.payer_decision if settings.payer_decided_for_id == company.parent_id else ""
            if decided != "parent":
                rule = "undecided" if not decided and current == company_id else rule
                break
            current, rule = company.parent_id, "parent"
        return Paying(current, rule)

    def _address_of_parents(self, above: list[Company]) -> Address | None:
        """The parent's billing address, which may itself be its parent's."""
        for company in above:
            mode = self.settings[company.pk].address_mode
            if mode == "own":
                return self._billing_address(company.pk)
            if mode == "company":
                return self._company_address(company)
            if mode == "parent":
                parents = self.ancestors(company.pk)
                return self._company_address(parents[0]) if parents else None
        return None

    def _billing_address(self, company_id: int) -> Address:
        own, company = self.settings[company_id], self.companies[company_id]
        return Address(
            own.billing_name or company.name, own.billing_street, own.billing_addition, own.billing_postal_code,
            own.billing_city, str(own.billing_country), company, is_own_entry=True,
        )  # fmt: skip

    @staticmethod
    def _company_address(company: Company) -> Address:
        return Address(
            company.name, company.street, company.address_addition, company.postal_code, company.city,
            str(company.country), company,
        )  # fmt: skip


def with_ancestors(company_ids: list[int]) -> QuerySet:
    """The companies and everything above them."""
    upwards = RawSQL(_UPWARDS, [list(company_ids)])  # noqa: S611 (our own text, bound parameters)
    return Company.objects.filter(pk__in=upwards)


def with_reviewed_below(company: Company) -> QuerySet:
    """The company, whatever below it was ever reviewed, and everything above them."""
    reviewed = RawSQL(_REVIEWED_BELOW, [company.pk, company.pk])  # noqa: S611 (our own text, bound parameters)
    return Company.objects.filter(pk__in=reviewed)


def _missing_in_words(missing: list[str]) -> str:
    names = {
        "name": _("company"), "street": _("street"), "postal_code": _("postal code"), "city": _("city"),
        "country": _("country"),
    }  # fmt: skip
    parts = ", ".join(names[part] for part in missing)
    return _("Missing: %(parts)s") % {"parts": parts}
