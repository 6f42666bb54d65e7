"""What covers a device, what it still lacks, and which service level follows. No writing here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from contracts.models import ContractService, ContractType, Counts
from contracts.querysets import is_open_on
from core.querying import first_of
from devices.models import Coverage, Device, Review
from sla.models import Assignment, ServiceLevel


@dataclass(frozen=True, slots=True)
class CoverageState:
    """A device with the services that cover it, the service level that follows, and what is missing."""

    device: Device
    services: list[str]
    service_level: ServiceLevel | None
    needs_review: bool
    needs_service: bool
    needs_service_level: bool

    @property
    def is_complete(self) -> bool:
        return not (self.needs_review or self.needs_service or self.needs_service_level)

    @property
    def gaps(self) -> list:
        """What is missing, in words. A device that nobody looked at lacks the rest as a matter of course."""
        if self.needs_review:
            return [_("not reviewed")]
        words = [
            (self.needs_service, _("no service covers it")),
            (self.needs_service_level, _("no service level")),
        ]
        return [word for is_missing, word in words if is_missing]


@dataclass(frozen=True, slots=True)
class Units:
    """How many units of a service a contract carries, and how many devices use it."""

    contract_service: ContractService
    units: int
    devices: int

    @property
    def is_short(self) -> bool:
        return self.devices > self.units


def offered_services(company: Company, day: date) -> QuerySet[ContractService]:
    """The services that may cover a device of this company: on its own recurring contracts that have not ended."""
    return (
        ContractService.objects.filter(
            is_open_on(day, "contract__"), contract__company=company, contract__type=ContractType.RECURRING
        )
        .select_related("contract", "service")
        .by_contract()
    )  # fmt: skip


def company_service_level(company_id: int) -> ServiceLevel | None:
    """The service level of the customer as a whole."""
    general = Assignment.objects.for_everything().filter(company_id=company_id).select_related("service_level")
    found = general.first()
    return found.service_level if found and found.service_level.is_active else None


def service_level_of(device: Device, day: date, of_company: ServiceLevel | None) -> ServiceLevel | None:
    """The service level of a device: its own, else its service's, its contract's, its customer's.

    The most specific wins (the trade's order). Expects a device from `with_coverage()`.
    """
    lines = _lines(device, day)
    candidates = [
        device.service_level,
        *(line.service.service_level for line in lines),
        *(line.contract.service_level for line in lines),
        of_company,
    ]
    return next((level for level in candidates if level is not None and level.is_active), None)


def state_of(device: Device, day: date, of_company: ServiceLevel | None) -> CoverageState:
    """What covers the device and what it lacks; a contract that ended before the day covers nothing.

    Expects a device from `with_coverage()`.
    """
    lines = _lines(device, day)
    level = service_level_of(device, day, of_company)
    needs_cover = device.is_supported and device.review != Review.NO_CONTRACT
    return CoverageState(
        device,
        [str(line.service) for line in lines],
        level,
        needs_review=device.review == Review.UNREVIEWED,
        needs_service=needs_cover and all(line.service.counts != Counts.DEVICE for line in lines),
        needs_service_level=needs_cover and level is None,
    )


def _lines(device: Device, day: date) -> list[ContractService]:
    found = [each.contract_service for each in device.coverages.all()]
    return [line for line in found if not line.contract.has_ended_by(day)]


def states_of(company: Company, day: date, of_company: ServiceLevel | None) -> list[CoverageState]:
    """Every device of the company that is in use, gaps first, then by kind and name. Two queries.

    `of_company`: the service level of the customer as a whole.
    """
    devices = Device.objects.filter(company=company).active().with_coverage()
    found = [state_of(device, day, of_company) for device in devices]
    return sorted(found, key=lambda each: (each.is_complete, each.device.kind, each.device.sort_name, each.device.pk))


def first_states_of(
    company: Company, day: date, of_company: ServiceLevel | None, *, most: int
) -> tuple[list[CoverageState], bool]:
    """The first so many of `states_of`, and whether there are more. Two queries, and no more read than is shown."""
    devices = Device.objects.filter(company=company).active().with_coverage()
    found, is_cut = first_of(devices.gaps_first_on(day, needs_level=of_company is None), most)
    return [state_of(device, day, of_company) for device in found], is_cut


def units_of(company: Company, lines: Iterable[ContractService]) -> list[Units]:
    """For each service that counts devices: its units and how many devices in use it covers. One query.

    From the services of the company's recurring contracts, each `with_units_on` a day. A contract that starts later
    counts with the units it starts with: devices are covered before go-live.
    """
    counted = [line for line in lines if line.service.counts == Counts.DEVICE]
    covering = Coverage.objects.filter(contract_service__in=counted, device__company=company, device__is_active=True)
    covered = dict(covering.order_by().values_list("contract_service").annotate(number=Count("pk")))
    return [Units(line, line.units, covered.get(line.pk, 0)) for line in counted]
