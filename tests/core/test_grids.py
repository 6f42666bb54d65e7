"""Lists show only what was declared, and are asked only for that."""

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from companies.models import Company, CompanyType
from core.grids import COUNT_CAP, Action, Column, DateFilter, Filter, Grid, SeveralFilter, TextFilter
from core.http import render_grid
from tests.cast import new_company


class Companies(Grid):
    key = "test-companies"
    caption = "Customers"
    columns = [
        Column(key="name", label="Company", sort=("sort_name",)),
        Column(key="city", label="City"),
        Column(key="manager", label="Account manager", value="manager.name"),
        Column(key="number", label="Number", shown=False, sort=("number", "sort_name")),
    ]
    filters = [
        Filter(key="type", label="Type", choices=CompanyType.choices, apply="type"),
        SeveralFilter(key="kind", label="Kind", choices=CompanyType.choices, apply="type"),
        TextFilter(key="city", label="City", apply="sort_city"),
        DateFilter(key="since", label="Since", apply="created_at"),
    ]
    default_sort = "name"
    page_size = 3

    def search(self, rows, text):
        return rows.filter(sort_name__startswith=text.lower())

    def prepare(self, rows):
        return rows.select_related("manager")

    def link(self, row):
        return f"/companies/{row.pk}/"

    def menu(self, row):
        return [Action(label="Edit company", url=f"/companies/{row.pk}/edit/")]


@pytest.fixture
def companies(jana):
    names = ["Arzt", "Ärzte", "Bär", "Zander", "Emil"]
    return [new_company(jana, name) for name in names]


def grid(query: str = "") -> Companies:
    return Companies(RequestFactory().get(f"/customers/?{query}"), Company.objects.all())


def names(asked: Companies) -> list[str]:
    return [row.name for row in asked.objects]


def shown(asked: Companies) -> BeautifulSoup:
    return BeautifulSoup(engines["django"].from_string("{% grid grid %}").render({"grid": asked}), "html.parser")


def test_a_list_stands_in_its_usual_order_and_turns_pages(companies):
    assert names(grid()) == ["Arzt", "Ärzte", "Bär"]

    second = grid(grid().page.next_url.partition("?")[2])

    assert names(second) == ["Emil", "Zander"]
    assert (second.page.first, second.page.last, second.page.total) == (4, 5, "5")
    assert names(grid(second.page.previous_url.partition("?")[2])) == ["Arzt", "Ärzte", "Bär"]
    assert names(grid(grid().page.last_url.partition("?")[2])) == ["Bär", "Emil", "Zander"]


@pytest.mark.parametrize(
    "query",
    [
        "sort=manager__user__password", "sort=-manager__user__password", "sort=city", "sort=--name", "sort=", "sort=pk",
        "manager__user__email=x", "type__in=customer", "columns=manager__user", "after=x", "after=WzAsImEiLDFd%00",
        "before=" + "W" * 5000, "last=x", "n=%00", "id=1", "type=", "view=",
    ],
)  # fmt: skip
def test_what_was_not_declared_is_ignored(companies, query):
    asked = grid(query)
    assert asked.sort == "name"
    assert asked.chosen_keys == ["name", "city", "manager"]
    assert "password" not in str(asked.found.query)
    assert names(asked) == ["Arzt", "Ärzte", "Bär"]


@pytest.mark.parametrize(
    ("query", "chip"),
    [
        ("type=nonsense", "Type: not found"), ("type=customer%00", "Type: not found"), ("view=x", "View: not found"),
        ("kind=nonsense", "Kind: not found"), ("city=...", "City: ...…"), ("since-from=x", "Since: x – …"),
        ("since-to=2026-02-30&since-from=2020-01-01", "Since: 2020-01-01 – 2026-02-30"),
    ],
)  # fmt: skip
def test_what_is_not_offered_finds_nothing_and_can_be_taken_off(companies, query, chip):
    asked = grid(query)

    assert names(asked) == []
    [offered] = shown(asked).select(".chip")
    assert offered.span.text == chip
    assert names(grid(offered["href"].partition("?")[2])) == ["Arzt", "Ärzte", "Bär"]


def test_of_several_choices_those_that_are_offered_count(companies, jana):
    new_company(jana, "Vendor AG", type=CompanyType.VENDOR)
    assert names(grid("kind=nonsense&kind=vendor")) == ["Vendor AG"]


@pytest.mark.parametrize(("query", "found"), [("since-from=0202-01-01", 3), ("since-to=0202-01-01", 0)])
def test_a_day_whose_year_is_still_being_typed_means_what_it_says(companies, query, found):
    assert len(names(grid(query))) == found


def test_sorting_backwards_and_searching(companies):
    assert names(grid("sort=-name")) == ["Zander", "Emil", "Bär"]
    assert names(grid("q=arz")) == ["Arzt", "Ärzte"]


def test_a_filter_narrows_to_one_of_its_choices(companies, jana):
    new_company(jana, "Vendor AG", type=CompanyType.VENDOR)
    assert names(grid("type=vendor")) == ["Vendor AG"]


def test_columns_can_be_chosen_but_the_first_stays(companies):
    assert grid("columns=number").chosen_keys == ["name", "number"]
    assert grid("columns=number&q=a").address == "/customers/?q=a&columns=name&columns=number"


def test_the_address_keeps_only_what_was_asked():
    assert grid("q=&type=&sort=name&after=&x=1").address == "/customers/"
    assert grid("q=a&sort=-name&after=x").address == "/customers/?q=a&sort=-name"


def test_a_list_takes_two_queries_however_many_rows(companies, jana, django_assert_max_num_queries):
    for number in range(20):
        new_company(jana, f"Kunde {number}")
    with django_assert_max_num_queries(2):
        shown(grid())


def test_a_count_stops_at_its_cap(companies, monkeypatch):
    monkeypatch.setattr("core.grids.grid.COUNT_CAP", 4)
    assert COUNT_CAP == 1000
    assert grid().page.total == "4+"


def test_the_table_says_how_it_is_sorted_and_names_its_menus(companies):
    page = shown(grid("sort=-name"))
    assert page.select_one("th[aria-sort]")["aria-sort"] == "descending"
    assert page.select_one("th[aria-sort] a")["href"] == "/customers/"
    button = page.select_one("tbody button")
    assert "Zander" in button["aria-label"]
    assert page.find(id=button["popovertarget"]).a["href"].endswith("/edit/")
    assert page.caption.text == "Customers"


def test_an_empty_list_offers_the_next_step_and_a_narrowed_one_the_way_back(rheintal):
    empty = Companies(RequestFactory().get("/customers/"), Company.objects.none(), empty_url="/new/", empty_label="New")
    assert shown(empty).find("a", href="/new/")
    narrowed = Companies(RequestFactory().get("/customers/?q=x"), Company.objects.none())
    assert shown(narrowed).select_one(".empty-state a")["href"] == "/customers/"


def test_names_from_people_are_text_in_every_part_of_the_table(jana):
    new_company(jana, "<script>alert(1)</script>{{ x }}")
    page = shown(grid())
    assert not page.find("script")
    assert page.select_one("tbody th").text == "<script>alert(1)</script>{{ x }}"


def test_htmx_gets_the_rows_and_a_clean_address(companies):
    asked = grid("q=&sort=-name")
    asked.request.META["HTTP_HX_REQUEST"] = "true"
    asked.request.htmx = HtmxDetails(asked.request)
    response = render_grid(asked.request, "no/such/page.html", {"grid": asked})
    assert response["HX-Push-Url"] == "/customers/?sort=-name"
    assert "HX-Request" in response["Vary"]
    assert "<html" not in response.content.decode()
