"""Pages by key: together they are the sorted list, forwards and backwards, whatever stands in it."""

import base64
import json
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.models import Company
from contracts.models import Contract, ContractType
from core.grids import Column, Grid
from tests.cast import new_company

DAY = date(2026, 1, 1)


class Contracts(Grid):
    key = "test-contracts"
    caption = "Contracts"
    columns = [
        Column(key="name", label="Name", sort=("name",)),
        Column(key="ends", label="Ends", sort=("ends_on",)),
        Column(key="company", label="Company", sort=("company__sort_name",)),
    ]
    default_sort = "name"
    page_size = 3

    def prepare(self, rows):
        return rows.select_related("company")


def page(query: str) -> Contracts:
    return Contracts(RequestFactory().get("/contracts/"), Contract.objects.all(), asked=QueryDict(query))


def walk(query: str, turn: str) -> list[list[int]]:
    """The ids of every page from this one on, following the links."""
    pages = []
    while query is not None:
        here = page(query)
        pages.append([row.pk for row in here.objects])
        url = getattr(here.page, turn)
        query = url.partition("?")[2] if url else None
    return pages


def key_of(sort: str):
    """The order as Python has it: without a day last, whichever way."""
    sign = -1 if sort.startswith("-") else 1
    name = sort.removeprefix("-")

    def key(row: Contract):
        if name == "ends":
            return (row.ends_on is None, sign * (row.ends_on - DAY).days if row.ends_on else 0, sign * row.pk)
        text = row.name if name == "name" else row.company.sort_name
        return (False, [sign * ord(char) for char in text] + [sign * -1], sign * row.pk)

    return key


@pytest.fixture
def two(jana) -> list[Company]:
    return [new_company(jana, "Berg AG"), new_company(jana, "Tal AG")]


ROWS = st.lists(
    st.tuples(st.sampled_from("aab"), st.sampled_from([None, None, 0, 1, 2]), st.booleans()), min_size=0, max_size=14
)


@pytest.mark.parametrize("sort", ["name", "-name", "ends", "-ends", "company", "-company"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS)
def test_pages_by_key_are_the_sorted_list_forwards_and_backwards(two, sort, rows):
    Contract.objects.all().delete()
    Contract.objects.bulk_create(
        Contract(
            tenant_id=two[0].tenant_id, company=two[at_second], name=name, type=ContractType.BLOCK_HOURS, starts_on=DAY,
            ends_on=None if days is None else DAY + timedelta(days=days),
        )
        for name, days, at_second in rows
    )  # fmt: skip
    expected = [row.pk for row in sorted(Contract.objects.select_related("company"), key=key_of(sort))]

    forwards = walk(f"sort={sort}", "next_url")
    backwards = walk(f"sort={sort}&last=1", "previous_url")

    assert [pk for each in forwards for pk in each] == expected
    assert [pk for each in reversed(backwards) for pk in each] == expected
    assert [len(each) for each in forwards[:-1]] == [3] * (len(forwards) - 1)


def test_a_page_whose_rows_have_gone_shows_the_beginning(two, jana):
    for name in "abcd":
        new_contract(two[0], name)
    behind = page("").page.next_url.partition("?")[2]
    Contract.objects.filter(name="d").delete()

    assert [row.name for row in page(behind).objects] == ["a", "b", "c"]


def test_a_page_does_not_shift_when_a_row_comes_in_before(two):
    for name in "bcde":
        new_contract(two[0], name)
    behind = page("").page.next_url.partition("?")[2]

    new_contract(two[0], "a")

    assert [row.name for row in page(behind).objects] == ["e"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(token=st.one_of(st.text(max_size=80), st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))))
def test_a_made_up_token_leads_to_the_beginning(rheintal, token):
    asked = QueryDict(mutable=True)
    asked["after"] = token

    grid = Contracts(RequestFactory().get("/contracts/"), Contract.objects.all(), asked=asked)

    assert grid.objects == []


@pytest.mark.parametrize(
    "values",
    [
        [0, "a", 2**70], [0, "a", "1"], [0, 1, 1], [0, None, 1], [0, "a", True], [9, "a", 1], [-1, "a", 1],
        ["0", "a", 1],
        [0, "a\x00", 1], [0, "a" * 900, 1], [0, {"a": 1}, 1], [0, "a"], [0], {}, 1, None, [True, "a", 1], [0, "a", 1.5],
    ],
)  # fmt: skip
def test_a_forged_token_is_ignored(two, values):
    new_contract(two[0], "a")
    forged = token_of(values)

    assert [row.name for row in page(f"after={forged}").objects] == ["a"]
    assert [row.name for row in page(f"sort=ends&before={forged}").objects] == ["a"]


def new_contract(company: Company, name: str) -> Contract:
    return Contract.objects.create(
        tenant_id=company.tenant_id, company=company, name=name, type=ContractType.BLOCK_HOURS, starts_on=DAY
    )


def token_of(values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
