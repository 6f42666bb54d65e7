"""The vocabulary of sets of devices."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from companies.models import Company
from tenants.models import Member


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Devices of the companies this member may see."""
        return self.filter(company__in=Company.objects.visible_to(member))

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

    def with_coverage(self):
        """Fetch what covers each device and where its service level comes from, in two queries."""
        coverages = self.model.coverages.rel.related_model.objects.select_related(
            "contract_service__service__service_level", "contract_service__contract__service_level"
        ).order_by("contract_service__service__position", "contract_service_id")
        return self.select_related("service_level").prefetch_related(Prefetch("coverages", queryset=coverages))

    def in_name_order(self):
        return self.order_by("sort_name", "id")

    def _coverage_on(self, day):
        contract = "contract_service__contract__"
        return self.model.coverages.rel.related_model.objects.filter(
            Q(**{f"{contract}ends_on__isnull": True}) | Q(**{f"{contract}ends_on__gte": day}),
            device=OuterRef("pk"),
            contract_service__service__counts="device",
            **{f"{contract}is_active": True},
        )
