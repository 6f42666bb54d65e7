"""Lists to work with: search, filter, sort on an allow-list, choose columns, turn pages.

How one is declared: `docs/howto/build-a-page.md`.
"""

from core.grids.declaration import Action, Column, Filter
from core.grids.grid import ANY_ID, COUNT_CAP, PAGE_SIZE, Grid

__all__ = ["ANY_ID", "COUNT_CAP", "PAGE_SIZE", "Action", "Column", "Filter", "Grid"]
