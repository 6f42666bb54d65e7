"""What must hold of a managed customer's devices before go-live."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from core.findings import Finding
from devices.coverage import CoverageState, Units
from tenants.roles import Role

NAMED = 3
"""So many names are written out; the rest is a number."""


def device_findings(company: Company, states: list[CoverageState], units: list[Units]) -> list[Finding]:
    """Imported, reviewed, covered, with a service level, and enough units for what is covered.

    From `states_of` and `units_of` of a day: contracts that have not ended by then count, those that start later too.
    A gap in units is the billing admin's: it names the service with both numbers.
    """
    return [
        _imported(company, states),
        _reviewed(company, states),
        _covered(company, states),
        _service_levels(company, states),
        *_units(company, units),
    ]


def _imported(company: Company, states: list[CoverageState]) -> Finding:
    detail = ngettext("%(count)d device", "%(count)d devices", len(states)) % {"count": len(states)}
    return Finding(
        "imported", bool(states), _("Devices are imported"), detail, Role.TECHNICIAN, _link("devices:import", company)
    )


def _reviewed(company: Company, states: list[CoverageState]) -> Finding:
    open_ones = [each for each in states if each.needs_review]
    return _finding(company, "reviewed", _("Every device is reviewed"), states, open_ones)


def _covered(company: Company, states: list[CoverageState]) -> Finding:
    open_ones = [each for each in states if each.needs_service]
    return _finding(company, "covered", _("Every supported device is covered by a service"), states, open_ones)


def _service_levels(company: Company, states: list[CoverageState]) -> Finding:
    open_ones = [each for each in states if each.needs_service_level]
    return _finding(company, "service_level", _("Every supported device has a service level"), states, open_ones)


def _units(company: Company, units: list[Units]) -> list[Finding]:
    short = [each for each in units if each.is_short]
    if not short:
        return [Finding("units", True, _("The contract carries enough units"), "", Role.BILLING_ADMIN)]
    return [
        Finding(
            f"units_{each.contract_service.pk}",
            False,
            _("The contract carries enough units"),
            in_numbers(each),
            Role.BILLING_ADMIN,
            reverse("contracts:detail", args=[company.tenant.slug, each.contract_service.contract_id]),
        )
        for each in short
    ]


def in_numbers(units: Units) -> str:
    """A service with its units and the devices it covers: "Managed workstation: 18 units, 20 devices"."""
    words = {
        "service": units.contract_service.service,
        "units": ngettext("%(count)d unit", "%(count)d units", units.units) % {"count": units.units},
        "devices": ngettext("%(count)d device", "%(count)d devices", units.devices) % {"count": units.devices},
    }
    return _("%(service)s: %(units)s, %(devices)s") % words


def _finding(company: Company, key: str, text: str, states: list[CoverageState], open_ones: list) -> Finding:
    holds = bool(states) and not open_ones
    return Finding(key, holds, text, _names(open_ones), Role.TECHNICIAN, _link("devices:coverage", company))


def _names(states: list[CoverageState]) -> str:
    names = ", ".join(each.device.name for each in states[:NAMED])
    rest = len(states) - NAMED
    if rest <= 0:
        return names
    words = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest)
    return words % {"names": names, "count": rest}


def _link(name: str, company: Company) -> str:
    return reverse(name, args=[company.tenant.slug, company.pk])
