"""Figures over a family: each company's own, with a sub-total for every branch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from companies.branches import Branch
from companies.extensions import FamilyFigure, shown
from companies.models import Company
from tenants.models import Member

LARGEST = 12
"""Bars of a chart; what is smaller is one bar together."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a company's own numbers, or the total of it with everything below."""

    company: Any
    level: int
    is_total: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    """The figures that a member may see, over the family as he sees it."""

    family: Branch
    figures: list[FamilyFigure]
    lines: list[Line]

    def of_branches(self, number: int) -> list[tuple[Company, int]]:
        """For a chart of one figure: the topmost company's own number, then the total of each branch below it."""
        own = {line.company.pk: line.numbers[number] for line in self.lines if not line.is_total}
        totals = {line.company.pk: line.numbers[number] for line in self.lines if line.is_total}
        below = [(child.company, totals.get(child.company.pk, own[child.company.pk])) for child in self.family.children]
        return [(self.family.company, own[self.family.company.pk]), *below]


def report_of(family: Branch, member: Member) -> Report:
    """One query for each figure, however large the family is."""
    figures = [each for each in shown.family_figures if each.needs is None or member.may(each.needs)]
    companies = [branch.company.pk for branch in family.walk()]
    counted = [figure.count(companies, member) for figure in figures]
    return Report(family, figures, list(lines_of(family, counted)))


def lines_of(branch: Branch, counted: Sequence[Mapping[int, int]]) -> Iterator[Line]:
    """The company, each branch below it, and their total where something stands below."""
    own = tuple(numbers.get(branch.company.pk, 0) for numbers in counted)
    yield Line(branch.company, branch.level, False, own)
    total = own
    for child in branch.children:
        below = list(lines_of(child, counted))
        total = _sum(total, below[-1].numbers)
        yield from below
    if branch.children:
        yield Line(branch.company, branch.level, True, total)


def largest(numbers: Iterable[tuple[Any, int]], *, most: int = LARGEST) -> tuple[list[tuple[Any, int]], int]:
    """The first as it is, then the largest of the others; and what the rest of them is together."""
    first, *others = numbers
    ordered = sorted(others, key=lambda each: -each[1])
    rest = ordered[most - 1 :] if len(ordered) > most else []
    return [first, *ordered[: len(ordered) - len(rest)]], sum(number for _company, number in rest)


def _sum(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))
