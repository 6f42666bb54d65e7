"""Every list can be sorted at any size: an index stands behind each column, and no key means two things."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

from core.grids import GRIDS, Grid

get_resolver().url_patterns  # noqa: B018 - the lists are known once their pages are
MODELS = {
    "billing": "companies.Company", "companies": "companies.Company", "contacts": "contacts.Contact",
    "contracts": "contracts.Contract", "devices": "devices.Device", "notifications": "notifications.Message",
    "onboarding": "onboarding.Onboarding", "tenants": "tenants.Member", "tickets": "tickets.Ticket",
}  # fmt: skip
LISTS = [each for each in GRIDS.values() if each.__module__.split(".")[0] in MODELS]
FEW = {"people", "tokens"}
"""Lists that stay short in every tenant."""
RESERVED = {"q", "sort", "columns", "view", "after", "before", "last", "n", "export", "panel", "next"}


def model_of(grid: type[Grid]) -> type[models.Model]:
    return apps.get_model(MODELS[grid.__module__.split(".")[0]])


def indexed(model: type[models.Model], names: tuple[str, ...]) -> bool:
    """Whether an index of the model's table begins with the tenant and these columns."""
    known = [tuple(each.fields) for each in model._meta.indexes]
    known += [tuple(each.fields) for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    return any(each[: len(names) + 1] == ("tenant", *names) for each in known)


def sorts():
    for grid in LISTS:
        if grid.key not in FEW:
            yield from ((grid, column.sort) for column in grid.columns if column.sort)


@pytest.mark.parametrize(("grid", "sort"), list(sorts()))
def test_an_index_stands_behind_each_column_that_one_can_sort_by(grid, sort):
    model, *names = model_of(grid), *sort
    if "__" in names[0]:
        link, _line, name = names[0].partition("__")
        assert len(names) == 1
        model, names = model._meta.get_field(link).related_model, [name]

    assert indexed(model, tuple(names))


@pytest.mark.parametrize("grid", LISTS)
def test_no_key_of_a_list_means_two_things(grid):
    keys = [key for each in grid.filters for key in each.keys]

    assert len(keys) == len(set(keys))
    assert not set(keys) & RESERVED
    assert len({column.key for column in grid.columns}) == len(grid.columns)


@pytest.mark.parametrize("grid", LISTS)
def test_a_list_is_sorted_by_one_of_its_columns(grid):
    assert grid.default_sort.removeprefix("-") in {column.key for column in grid.columns if column.sort}
