"""Tax ids of companies, which billing keeps: they belong to the invoice settings, and a billing admin reviews those.

Files about companies bring them along all the same. Who keeps them is named once, by `config/` (`keep_tax_ids_with`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company
from companies.names import tax_key
from companies.reading_lines import CompanyReading
from imports.adapters import Plan
from tenants.models import Member
from tenants.roles import Capability

FIELDS = {"vat_id": gettext_lazy("VAT id"), "tax_number": gettext_lazy("tax number")}


@dataclass(frozen=True, slots=True)
class TaxIds:
    """The tax ids of a company. `is_signed`: they were reviewed, and with others they have to be again."""

    vat_id: str = ""
    tax_number: str = ""
    is_signed: bool = False


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """`read` gives what companies have, by their ids; `write` enters fields of many, as `by` may who has `needs`."""

    needs: Capability
    read: Callable[[Collection[int]], Mapping[int, TaxIds]]
    write: Callable[..., None]


_keepers: list[Keeper] = []


def keep_tax_ids_with(keeper: Keeper) -> None:
    _keepers[:] = [keeper]


def tax_ids_of(company_ids: Collection[int]) -> Mapping[int, TaxIds]:
    """What these companies have, in a fixed number of queries."""
    return _keepers[0].read(company_ids)


def enter_tax_ids(*, values: Mapping[Company, Mapping[str, str]], by: Member) -> None:
    """Write them, by field; whoever signed them before has to look again."""
    if values:
        _keepers[0].write(values=values, by=by)


def plan_tax_id(plan: Plan, reading: CompanyReading, known: TaxIds, by: Member) -> None:
    """What a line does with its tax id: enter it, change it field by field, or leave it alone and say why."""
    if not reading.tax_id:
        return
    if not by.may(_keepers[0].needs):
        reading.note("tax_id", _("Left out: it belongs to the invoice settings, which you may not edit."))
        return
    name = "vat_id" if reading.tax_id[:2].isalpha() else "tax_number"
    before = getattr(known, name)
    if tax_key(before) == tax_key(reading.tax_id):
        return
    plan.values["tax_ids"] = {name: reading.tax_id}
    plan.verdict.changes[name] = [before if plan.record else None, reading.tax_id]
    if known.is_signed:
        words = _("The invoice settings are signed. With another tax id a billing admin has to review them again.")
        reading.note("tax_id", words)


def with_tax_ids(companies: Collection[Company]) -> None:
    """Lay their tax ids beside the other fields, so that undoing compares them too."""
    known: Mapping[int, Any] = tax_ids_of([company.pk for company in companies])
    for company in companies:
        for name in FIELDS:
            setattr(company, name, getattr(known.get(company.pk, TaxIds()), name))
