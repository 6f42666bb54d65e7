"""What the pages about a customer's devices show; the wizard's pages use the same bodies."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from devices.coverage import CoverageState, Units, company_service_level, offered_services, states_of, units_of
from devices.forms import CoverChosenForm
from devices.models import Review
from devices.readiness import in_numbers


@dataclass(frozen=True, slots=True)
class Group:
    """Devices of one kind that lack something, or that lack nothing. `usual`: what covers most others of the kind."""

    label: Any
    states: list[CoverageState]
    is_gap: bool = False
    is_open: bool = True
    usual: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The kind with its number of devices."""
        return f"{self.label} · {len(self.states)}"


def coverage_page(company: Company, *, form: CoverChosenForm | None = None, next_url: str = "") -> dict[str, Any]:
    """What `coverage_body` makes of the company as it is today."""
    day = timezone.localdate()
    states = states_of(company, day, company_service_level(company.pk))
    units = units_of(company, offered_services(company, day).with_units_on(day))
    return coverage_body(company, states, units, form=form, next_url=next_url)


def coverage_body(
    company: Company,
    states: list[CoverageState],
    units: list[Units],
    *,
    form: CoverChosenForm | None = None,
    next_url: str = "",
) -> dict[str, Any]:
    """The context of `devices/_coverage_form.html`. `next_url`: where to go after it, this page by default."""
    return {
        "company": company,
        "cover_form": form or CoverChosenForm(company=company),
        "groups": _groups(states),
        "device_count": len(states),
        "unreviewed_count": sum(each.device.review == Review.UNREVIEWED for each in states),
        "units": [(each, in_numbers(each)) for each in units],
        "cover_url": reverse("devices:coverage", args=[company.tenant.slug, company.pk]),
        "import_url": reverse("devices:import", args=[company.tenant.slug, company.pk]),
        "next_url": next_url,
    }


def _groups(states: list[CoverageState]) -> list[Group]:
    """Gaps first, then by kind: what lacks the same mostly needs the same. While there are gaps the rest is folded."""
    has_gaps = any(not each.is_complete for each in states)
    usual = _usual_services(states)
    found = []
    for (is_complete, kind), of_kind in groupby(states, key=lambda each: (each.is_complete, each.device.kind)):
        together = list(of_kind)
        label = together[0].device.get_kind_display()
        of_others = () if is_complete else usual.get(kind, ())
        found.append(Group(label, together, is_gap=not is_complete, is_open=not has_gaps, usual=of_others))
    return found


def _usual_services(states: list[CoverageState]) -> dict[str, tuple[str, ...]]:
    """By kind: the services that cover most of its devices of this customer that are covered."""
    found: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for each in states:
        if each.services:
            found[each.device.kind][tuple(each.services)] += 1
    return {kind: sets.most_common(1)[0][0] for kind, sets in found.items()}
