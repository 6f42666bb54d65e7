"""What the steps of one customer are verified against: each thing is read once, when the first step asks for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property

from billing.family import FAMILY, Family
from billing.models import InvoiceSettings
from companies.models import Company
from companies.sight import Sight
from contacts.models import PortalAccess
from contracts.models import BillingDecision, Contract, ContractService
from contracts.readiness import lines_on, open_contracts, payers_among, standard_rates_decision
from devices.coverage import CoverageState, Units, states_of, units_of
from devices.gaps import Gaps, gaps_of
from sla.models import Assignment, ServiceLevel
from tickets.service_levels import Case


class Shared:
    """What a change at a relative may touch, read at once for all customers that are verified because of it.

    So a large family costs no more than a small one. Everything else of a customer is read for that one alone.
    """

    def __init__(self, companies: Collection[Company]) -> None:
        self.companies = companies
        self.today = timezone.localdate()

    @cached_property
    def contracts(self) -> Mapping[int, list[Contract]]:
        """Of each company: those that have not ended."""
        found: dict[int, list[Contract]] = defaultdict(list)
        for contract in open_contracts(self.companies, self.today):
            found[contract.company_id].append(contract)
        return found

    @cached_property
    def family(self) -> Family:
        """The companies, whoever pays for them, and everything above, with what decides about their invoices."""
        payers = payers_among([each for some in self.contracts.values() for each in some])
        return InvoiceSettings.objects.family_of([*self.companies, *payers])

    @cached_property
    def children(self) -> Mapping[int, int]:
        """How many companies stand directly below each that has any."""
        below = Company.objects.filter(parent__in=self.companies).order_by().values_list("parent")
        return dict(below.annotate(number=Count("pk")))


class Evidence:
    """The data behind a customer's steps, as they are now.

    Whatever says findings reads from here, so that several steps, and the same step in another language, ask the
    database no more. `known`: what earlier reactions to the same occurrence have looked up. `shared`: what is read
    together with other customers. `sight`: which other companies may be named; none, where the words are stored.
    """

    def __init__(
        self, company: Company, known: Mapping[str, Any] | None = None, shared: Shared | None = None, *,
        sight: Sight | None = None,
    ) -> None:  # fmt: skip
        self.company = company
        self.sight = sight or Sight.of_stored_words(company.pk)
        self.known = known or {}
        self.shared = shared or Shared([company])
        self.today = self.shared.today

    @property
    def contracts(self) -> list[Contract]:
        """Those that have not ended."""
        return self.shared.contracts.get(self.company.pk, [])

    @property
    def children(self) -> int:
        """How many companies stand directly below."""
        return self.shared.children.get(self.company.pk, 0)

    @cached_property
    def lines(self) -> list[ContractService]:
        """The services on recurring contracts, each with its units."""
        return lines_on(self.contracts, self.today)

    @cached_property
    def standard_rates(self) -> BillingDecision | None:
        """The decision to have no contract."""
        return standard_rates_decision(self.company)

    @cached_property
    def payers(self) -> list[Company]:
        """Whom contracts name as payer."""
        return payers_among(self.contracts)

    @cached_property
    def family(self) -> Family:
        """The company, its payers, and everything above them, with what decides about their invoices."""
        known = self.known.get(FAMILY)
        if known is not None and known.companies.keys() >= {self.company.pk, *(each.pk for each in self.payers)}:
            return known
        return self.shared.family

    @cached_property
    def assignments(self) -> list[Assignment]:
        """The customer's service levels, as a whole and by issue type."""
        return list(Assignment.objects.for_company(self.company))

    @cached_property
    def ticket(self) -> Case:
        """A ticket of the customer about nothing in particular: what decides its service level."""
        usable = (each for each in self.contracts if each.is_default and each.starts_on <= self.today)
        return Case(self.company, contract=next(usable, None), assignments=self.assignments)

    @cached_property
    def service_level(self) -> ServiceLevel | None:
        """The service level of the customer as a whole, if it is in use."""
        levels = (each.service_level for each in self.assignments if not each.issue_id)
        return next((each for each in levels if each.is_active), None)

    @cached_property
    def devices(self) -> list[CoverageState]:
        """Every device in use, with what covers it and what it lacks. A page may list them; findings do not."""
        return states_of(self.company, self.today, self.service_level)

    @cached_property
    def device_gaps(self) -> Gaps:
        """How many devices in use lack what, and the first of them by name."""
        return gaps_of(self.company, self.today, self.service_level)

    @cached_property
    def units(self) -> list[Units]:
        """The services that count devices, with their units and how many devices they cover."""
        return units_of(self.company, self.lines)

    @cached_property
    def portal_places(self) -> list[PortalAccess]:
        """The contacts that may use the portal, in the order of their names."""
        places = PortalAccess.objects.filter(contact__company=self.company, contact__is_active=True, is_enabled=True)
        return list(places.select_related("contact").order_by("contact__sort_name"))
