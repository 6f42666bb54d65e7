"""What must hold of a managed customer's devices before go-live."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from core.findings import Finding
from devices.coverage import Units
from devices.gaps import Gaps, Lack
from tenants.roles import Role


def device_findings(company: Company, gaps: Gaps) -> list[Finding]:
    """Imported, reviewed, covered, and with a service level.

    From `gaps_of` of a day: contracts that have not ended by then count, those that start later too.
    """
    return [
        _imported(company, gaps.devices),
        _finding(company, "reviewed", _("Every device is reviewed"), gaps.devices, gaps.unreviewed),
        _finding(company, "covered", _("Every supported device is covered by a service"), gaps.devices, gaps.uncovered),
        _finding(
            company, "service_level", _("Every supported device has a service level"), gaps.devices, gaps.without_level
        ),
    ]


def _imported(company: Company, devices: int) -> Finding:
    detail = ngettext("%(count)d device", "%(count)d devices", devices) % {"count": devices}
    return Finding(
        "imported", devices > 0, _("Devices are imported"), detail, Role.TECHNICIAN, _link("devices:import", company)
    )


def unit_findings(company: Company, units: list[Units]) -> list[Finding]:
    """Enough units for the devices that a service covers, from `units_of`.

    A gap is the billing admin's: it names the service with both numbers.
    """
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


def _finding(company: Company, key: str, text: str, devices: int, lack: Lack) -> Finding:
    holds = devices > 0 and not lack.count
    return Finding(key, holds, text, _names(lack), Role.TECHNICIAN, _link("devices:coverage", company))


def _names(lack: Lack) -> str:
    names = ", ".join(lack.names)
    rest = lack.count - len(lack.names)
    if rest <= 0:
        return names
    words = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest)
    return words % {"names": names, "count": rest}


def _link(name: str, company: Company) -> str:
    return reverse(name, args=[company.tenant.slug, company.pk])
