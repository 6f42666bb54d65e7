"""Lists to work with: search, filter, sort on an allow-list, choose columns, turn pages, export.

How one is declared: `docs/howto/build-a-page.md`.
"""

from core.grids.declaration import Action, Arranged, Bulk, Column, View, once_for_row
from core.grids.filters import DateFilter, Filter, PersonFilter, SeveralFilter, TextFilter, YesNoFilter
from core.grids.grid import ANY_ID, COUNT_CAP, GRIDS, PAGE_SIZE, Grid

__all__ = [
    "ANY_ID", "COUNT_CAP", "GRIDS", "PAGE_SIZE", "Action", "Arranged", "Bulk", "Column", "DateFilter", "Filter", "Grid",
    "PersonFilter", "SeveralFilter", "TextFilter", "View", "YesNoFilter", "once_for_row",
]  # fmt: skip
