"""Reports over a family: own numbers, sub-totals for every branch, and never more than one may see."""

import csv
import io
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from companies.branches import arrange
from companies.figures import largest, lines_of
from companies.models import Company, ParentLink
from contracts.models import ContractType, Service
from contracts.operations import create_contract
from devices.models import DeviceKind
from devices.operations import add_device
from tests.cast import new_company, new_contact
from tests.support.queries import at_most

REPORT = "/rheintal/customers/{pk}/subsidiaries/report/"
CSV = "/rheintal/customers/{pk}/subsidiaries/report.csv"


@pytest.fixture
def family(seeded, jana, petra, weinhold, obertal, geheim, carl):
    """Weinhold (1 contact) above the confidential Geheim (2 contacts, a contract) above Obertal (1 device)."""
    geheim.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    obertal.place_under(parent=geheim, link=ParentLink.FRANCHISE, by=jana)
    for number in range(2):
        new_contact(geheim, "Gerd", f"Geheim{number}")
    add_device(company=obertal, by=jana, name="SRV-01", kind=DeviceKind.SERVER)
    contract = create_contract(
        company=geheim, type=ContractType.RECURRING, name="Betreuung", starts_on=timezone.localdate(), by=petra
    )
    services = {"monthly": 1200, "quarterly": 3000}
    for service, (period, cents) in zip(Service.objects.order_by("pk"), services.items(), strict=False):
        Service.objects.filter(pk=service.pk).update(period=period)
        contract.add_service(
            service=service, units=2, effective_on=timezone.localdate(), by=petra, unit_price_cents=cents
        )
    return weinhold


def rows_of(response) -> list[list[str]]:
    page = BeautifulSoup(response.content, "html.parser")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select(".table--family tr")]


def test_the_table_has_a_sub_total_for_every_branch_and_revenue_by_the_month(client_of, jana, family, obertal):
    rows = rows_of(client_of(jana).get(REPORT.format(pk=obertal.pk)))

    assert rows == [
        ["Company", "Contacts", "Devices", "Open tickets", "Open onboardings", "Monthly recurring revenue"],
        ["Weinhold Steuerberatung GmbH", "1", "0", "0", "0", "€0.00"],
        ["Geheim Holding AG", "2", "0", "0", "0", "€44.00"],
        ["Gemeinde Obertal", "0", "1", "0", "0", "€0.00"],
        ["Geheim Holding AG with everything below", "2", "1", "0", "0", "€44.00"],
        ["Weinhold Steuerberatung GmbH with everything below", "3", "1", "0", "0", "€44.00"],
    ]


def test_numbers_and_totals_hold_only_what_one_may_see_and_say_always_that_they_are_limited(
    client_of, jana, petra, family
):
    limited, whole = (client_of(each).get(REPORT.format(pk=family.pk)) for each in (petra, jana))

    assert "Geheim" not in limited.content.decode()
    assert rows_of(limited)[-1] == ["Weinhold Steuerberatung GmbH with everything below", "1", "1", "0", "0", "€0.00"]
    for page in (limited, whole):
        assert "Limited to what you may see." in page.content.decode()


def test_who_may_see_no_prices_sees_no_revenue_on_the_page_and_in_the_file(client_of, tom, family):
    client = client_of(tom)

    assert rows_of(client.get(REPORT.format(pk=family.pk)))[0][-1] == "Open onboardings"
    assert "recurring revenue" not in client.get(REPORT.format(pk=family.pk), {"figure": "revenue"}).content.decode()
    assert "recurring revenue" not in b"".join(client.get(CSV.format(pk=family.pk))).decode()


def test_the_chart_compares_the_branches_in_the_figure_that_was_asked_for(client_of, jana, family):
    page = BeautifulSoup(
        client_of(jana).get(REPORT.format(pk=family.pk), {"figure": "contacts"}).content, "html.parser"
    )

    assert [row.get_text(" ", strip=True) for row in page.select(".bar-chart__row")] == [
        "Weinhold Steuerberatung GmbH 1", "Geheim Holding AG 2",
    ]  # fmt: skip
    assert [each["width"] for each in page.select(".bar-chart rect")] == ["500", "1000"]
    assert not page.select("[style]")


def test_the_file_has_every_line_amounts_in_units_and_no_formula(client_of, jana, family, obertal):
    Company.objects.filter(pk=obertal.pk).update(name="=cmd|'/c calc'!A1")

    answer = client_of(jana).get(CSV.format(pk=family.pk))

    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert rows[0][-1] == "Monthly recurring revenue (EUR)"
    assert rows[2] == ["Geheim Holding AG", "2", "the company itself", "2", "0", "0", "0", "44.00"]
    assert rows[3][0] == "'=cmd|'/c calc'!A1"
    assert rows[-1][2:] == ["with everything below", "3", "1", "0", "0", "44.00"]


def test_a_larger_family_needs_no_more_queries(client_of, jana, family):
    for number in range(6):
        new_company(jana, f"Filiale {number}").place_under(parent=family, link=ParentLink.BRANCH, by=jana)
    client = client_of(jana)

    with at_most(20):
        client.get(REPORT.format(pk=family.pk))


@given(data=st.data())
def test_every_total_is_what_stands_in_its_branch(data):
    parents = {0: None, **{number: data.draw(st.integers(0, number - 1)) for number in range(1, 12)}}
    numbers = {number: data.draw(st.integers(0, 50)) for number in parents}
    tree = arrange(parents, {number: SimpleNamespace(pk=number) for number in parents}, at=0)

    lines = list(lines_of(tree, [numbers]))

    assert {line.company.pk: line.numbers[0] for line in lines if not line.is_total} == numbers
    for branch in tree.walk():
        totals = [line.numbers[0] for line in lines if line.is_total and line.company.pk == branch.company.pk]
        expected = sum(numbers[each.company.pk] for each in branch.walk())
        assert totals == ([expected] if branch.children else [])


def test_a_chart_shows_the_largest_and_the_rest_together():
    shown, rest = largest([("top", 1), ("a", 5), ("b", 9), ("c", 2), ("d", 3)], most=3)

    assert (shown, rest) == ([("top", 1), ("b", 9), ("a", 5)], 5)
