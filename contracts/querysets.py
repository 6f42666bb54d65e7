"""The vocabulary of sets of contracts and of the services on them."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from companies.access import of_companies_seen
from contracts.catalogue import PREPAID, Period
from core.querying import is_there
from tenants.models import Member


def is_open_on(day: date, path: str = "") -> Q:
    """Of contracts that are active and not expired by the day; `path` leads to them from what is asked."""
    not_expired = Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": day})
    return not_expired & Q(**{f"{path}is_active": True})


class ContractQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Contracts of the companies this member may see."""
        return of_companies_seen(self, member)

    def open_on(self, day: date):
        """Active and not expired by the day; those that start later too."""
        return self.filter(is_open_on(day))

    def active_on(self, day: date):
        """Active and within their dates."""
        return self.open_on(day).filter(starts_on__lte=day)

    def with_usability(self, day: date):
        """Each with `is_usable`: active on the day and, where prepaid, with a purchase that is valid then."""
        within = is_open_on(day) & Q(starts_on__lte=day)
        return self.annotate(
            is_usable=models.ExpressionWrapper(within & _is_paid_for(day), output_field=models.BooleanField()),
            has_purchase=is_there(apps.get_model("contracts", "Purchase").objects.filter(contract=OuterRef("pk"))),
        )

    def in_order(self):
        return self.order_by("-is_default", "-starts_on", "-pk")


MONTHS = {Period.MONTHLY: 1, Period.QUARTERLY: 3, Period.HALF_YEARLY: 6, Period.YEARLY: 12}


class ContractServiceQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Services on contracts of the companies this member may see."""
        return of_companies_seen(self, member, "contract__company")

    def monthly_cents_by_company(self, companies: list[int], day: date) -> dict[int, int]:
        """What the services on contracts that run on the day bring each of the companies' MSP a month, in cents.

        A price for a quarter counts a third. It is counted at the contract's company, whoever pays.
        """
        open_ones = self.filter(is_open_on(day, "contract__"), contract__company__in=companies)
        running = open_ones.filter(contract__starts_on__lte=day)
        times = Case(*(When(service__period=period, then=Value(12 // months)) for period, months in MONTHS.items()))
        yearly = running.with_units_on(day).order_by().values_list("contract__company")
        return {pk: round(cents / 12) for pk, cents in yearly.annotate(cents=Sum(F("price_cents") * times))}

    def with_units_on(self, day: date):
        """Each with `units` on the day; a contract that starts later counts from its start."""
        counted = (
            apps.get_model("contracts", "UnitAdjustment")
            .objects.filter(
                contract_service=OuterRef("pk"),
                effective_on__lte=Greatest(models.Value(day), OuterRef("contract__starts_on")),
            )
            .order_by()
            .values("contract_service")
            .annotate(total=Sum("units"))
            .values("total")
        )
        with_units = self.annotate(units=Coalesce(Subquery(counted), 0))
        return with_units.annotate(price_cents=F("units") * F("unit_price_cents"))

    def in_order(self):
        return self.order_by("service__position", "pk")

    def by_contract(self):
        """The oldest contract first."""
        return self.order_by("contract__starts_on", "contract_id", "service__position", "pk")


def _is_paid_for(day: date) -> Q:
    valid = apps.get_model("contracts", "Purchase").objects.filter(
        contract=OuterRef("pk"), valid_from__lte=day, valid_until__gte=day
    )
    return ~Q(type__in=sorted(PREPAID)) | Q(is_there(valid))
