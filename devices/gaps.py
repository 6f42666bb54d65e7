"""What the devices of a customer lack, counted by the database: how many, and the first by name.

Findings are worded from here after each batch of an import, so nothing may cost more with more devices than to count
them. `states_of` says the same for each single device.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet, Value

from companies.models import Company
from devices.models import Device
from sla.models import ServiceLevel

NAMED = 3
"""So many names are told; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Devices that lack the same thing: how many they are, and the names of the first, by kind and name."""

    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many devices of a customer are in use, and those of them that lack something."""

    devices: int
    unreviewed: Lack
    uncovered: Lack
    without_level: Lack


def gaps_of(company: Company, day: date, of_company: ServiceLevel | None) -> Gaps:
    """What the devices in use lack on a day. One query.

    `of_company`: the service level of the customer as a whole, if it is in use; with it no device is without one.
    """
    devices = Device.objects.filter(company=company).active()
    sets = {
        "devices": devices,
        "unreviewed": devices.unreviewed(),
        "uncovered": devices.need_cover().uncovered_on(day),
    }
    if of_company is None:
        sets["without_level"] = devices.need_cover().without_service_level_on(day)
    first, *others = (_counted(rows, key) for key, rows in sets.items())
    found = {key: Lack(count, tuple(names)) for key, count, names in first.union(*others, all=True)}
    none = Lack(0, ())
    return Gaps(
        found.get("devices", none).count,
        unreviewed=found.get("unreviewed", none),
        uncovered=found.get("uncovered", none),
        without_level=found.get("without_level", none),
    )


def _counted(rows: QuerySet, key: str) -> QuerySet:
    """One row with how many they are and the names of the first, or none where there are none."""
    first = rows.order_by("kind", "sort_name", "pk").values("name")[:NAMED]
    return rows.order_by().values_list(Value(key)).annotate(number=Count("pk"), names=ArraySubquery(first))
