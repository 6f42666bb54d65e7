"""What lists of things that belong to companies are filtered by."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.grids import Filter
from core.ids import is_id


@dataclass(frozen=True, kw_only=True)
class CompanyFilter(Filter):
    """One company, by its id: a tab of its page leads here when it has more to show than a page of its own holds.

    It offers the one that is asked for, if the member sees it, and finds nothing otherwise; nobody picks among all
    companies here, a search finds them.
    """

    label: Any = _("Company")
    quick: bool = False
    apply: Any = "company"

    def offered(self, grid):
        asked = [*grid.asked.getlist(self.key), *grid.base.getlist(self.key)]
        ids = {int(value) for value in asked if is_id(value)}
        seen = Company.objects.visible_to(grid.member).filter(pk__in=ids)
        return [(str(pk), name) for pk, name in seen.values_list("pk", "name")]


@dataclass(frozen=True, kw_only=True)
class FamilyFilter(CompanyFilter):
    """A company and everything below it, on every level (the trade: a search by parent includes parent and children).

    Of these the list shows what the member sees, whether or not he sees what stands in between.
    """

    label: Any = _("With subsidiaries")

    def narrow(self, rows, values, grid):
        return rows.branch_of(int(values[self.key][0]))
