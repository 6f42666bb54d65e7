"""A family as a member may see it: one tree, in which what may not be seen leaves no hole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from companies.hierarchy import parents_in_family
from companies.models import Company
from tenants.models import Member


@dataclass
class Branch:
    """A company with what stands below it. `level` counts from 1; `further` companies are there and not shown."""

    company: Any
    level: int = 1
    children: list["Branch"] = field(default_factory=list)
    further: int = 0

    def walk(self) -> Iterator["Branch"]:
        """This one and everything below, each company before those below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def within(self, most: int, *, at: int) -> Self:
        """At most so many companies: those on the way to the company `at`, then level by level from the top."""
        way = {each.company.pk for each in self.way_to(at)}
        levels: list[Branch] = [self]
        for branch in levels:
            levels.extend(branch.children)
        wanted = sorted(levels, key=lambda branch: branch.company.pk not in way)
        return self._only({branch.company.pk for branch in wanted[:most]})

    def way_to(self, pk: int) -> list["Branch"]:
        """From here down to the company, both included; empty when it does not stand here."""
        if self.company.pk == pk:
            return [self]
        below = next((way for child in self.children if (way := child.way_to(pk))), [])
        return [self, *below] if below else []

    def has_below(self, pk: int) -> bool:
        """Whether something stands below the company, shown or not."""
        here = self.way_to(pk)[-1]
        return bool(here.children or here.further)

    def _only(self, kept: set[int]) -> Self:
        children = [child._only(kept) for child in self.children if child.company.pk in kept]
        left_out = [child for child in self.children if child.company.pk not in kept]
        further = sum(1 for child in left_out for _each in child.walk())
        return type(self)(self.company, self.level, children, further)


def family_seen_by(member: Member, company: Company) -> Branch:
    """The family of the company, as far as the member sees it from there. Two queries, however large it is.

    It begins with the topmost company above that he may see. A company that he may not see is not there; what stands
    below it stands below the next one that he sees, so that no hole tells of it.
    """
    parents = parents_in_family(company.pk)
    seen = Company.objects.visible_to(member).filter(pk__in=parents).select_related("manager").in_name_order()
    return arrange(parents, {each.pk: each for each in seen}, at=company.pk)


def arrange(parents: Mapping[int, int | None], seen: Mapping[int, Any], *, at: int) -> Branch:
    """The tree of the companies that are `seen`, in their order. `parents`: who stands below whom in truth."""
    branches = {pk: Branch(company) for pk, company in seen.items()}
    above = {pk: _next_seen(parents, seen, pk) for pk in seen}
    for pk, parent in above.items():
        if parent is not None:
            branches[parent].children.append(branches[pk])
    top = at
    while (parent := above[top]) is not None:
        top = parent
    _count_levels(branches[top])
    return branches[top]


def _next_seen(parents: Mapping[int, int | None], seen: Mapping[int, Any], pk: int) -> int | None:
    parent = parents.get(pk)
    while parent is not None and parent not in seen:
        parent = parents.get(parent)
    return parent


def _count_levels(top: Branch) -> None:
    for branch in top.walk():
        for child in branch.children:
            child.level = branch.level + 1
