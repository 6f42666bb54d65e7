"""The vocabulary of sets of devices."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When

from companies.access import of_companies_seen
from contracts.querysets import is_open_on
from imports.headers import plain
from tenants.models import Member


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Devices of the companies this member may see."""
        return of_companies_seen(self, member)

    def meant_by(self, company_id: int, source: str, lines: Iterable[dict[str, str]]):
        """Devices of the company that lines of an export may mean: by the source's id, serial number, MAC or name."""
        said = list(lines)

        def each(name: str) -> set[str]:
            return {line[name] for line in said if line.get(name)}

        serials, names = ({plain(text) for text in each(name)} for name in ("serial_number", "name"))
        return self.filter(company_id=company_id).filter(
            Q(source=source, external_id__in=each("external_id")) | Q(serial_key__in=serials)
            | Q(mac_address__in=each("mac_address")) | Q(name_key__in=names)
        )  # fmt: skip

    def active(self):
        return self.filter(is_active=True)

    def unreviewed(self):
        """Devices nobody has looked at yet."""
        return self.filter(review="unreviewed")

    def covered_on(self, day):
        """Devices with a service that counts devices, on a contract that has not ended by the day."""
        return self.filter(Exists(self._coverage_on(day)))

    def uncovered_on(self, day):
        return self.exclude(Exists(self._coverage_on(day)))

    def need_cover(self):
        """Supported devices in use, but for those that were reviewed as without a contract."""
        return self.active().filter(is_supported=True).exclude(review="no_contract")

    def without_service_level_on(self, day):
        """Devices with no service level in use: neither their own nor one of what covers them by the day."""
        return self.exclude(service_level__is_active=True).exclude(Exists(self._level_on(day)))

    def gaps_first_on(self, day, *, needs_level: bool):
        """Devices that lack something first, then by kind and name.

        `needs_level`: whether one without a service level lacks it, as none of the customer as a whole applies.
        """
        needs = Q(is_supported=True) & ~Q(review="no_contract")
        lacks = Q(review="unreviewed") | needs & ~Q(Exists(self._coverage_on(day)))
        if needs_level:
            has_own = Q(service_level__is_active=True)
            lacks |= needs & ~has_own & ~Q(Exists(self._level_on(day)))
        is_complete = Case(When(lacks, then=Value(False)), default=Value(True))
        return self.order_by(is_complete, "kind", "sort_name", "pk")

    def coverage_counts(self, day) -> tuple[int, int, int]:
        """In one query: the active devices, those of them that need cover, and those of these that are covered."""
        needs = Q(is_supported=True) & ~Q(review="no_contract")
        covered = needs & Q(Exists(self._coverage_on(day)))
        counted = self.active().aggregate(
            number=Count("pk"), supported=Count("pk", filter=needs), covered=Count("pk", filter=covered)
        )
        return counted["number"], counted["supported"], counted["covered"]

    def with_coverage(self):
        """Fetch what covers each device and where its service level comes from, in two queries."""
        coverages = self.model.coverages.rel.related_model.objects.select_related(
            "contract_service__service__service_level", "contract_service__contract__service_level"
        ).order_by("contract_service__service__position", "contract_service_id")
        return self.select_related("service_level").prefetch_related(Prefetch("coverages", queryset=coverages))

    def in_name_order(self):
        return self.order_by("sort_name", "id")

    def _coverage_on(self, day):
        return self._lines_on(day).filter(contract_service__service__counts="device")

    def _level_on(self, day):
        """Whatever covers the device with a service level in use, its own or its contract's."""
        return self._lines_on(day).filter(
            Q(contract_service__service__service_level__is_active=True)
            | Q(contract_service__contract__service_level__is_active=True)
        )

    def _lines_on(self, day):
        """Whatever covers the device, on contracts that have not ended by the day."""
        coverages = self.model.coverages.rel.related_model.objects.filter(device=OuterRef("pk"))
        return coverages.filter(is_open_on(day, "contract_service__contract__"))
