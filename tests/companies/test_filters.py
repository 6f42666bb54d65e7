"""A parent with everything below it in the list of customers."""

import pytest
from bs4 import BeautifulSoup

from companies.models import ParentLink
from tests.cast import new_company
from tests.companies.test_list_page import URL, names_on
from tests.support.queries import at_most


@pytest.fixture
def family(jana, weinhold, obertal, geheim):
    """Weinhold above Geheim (confidential) above Obertal; a customer beside them."""
    geheim.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    obertal.place_under(parent=geheim, link=ParentLink.FRANCHISE, by=jana)
    new_company(jana, "Anders GmbH")
    return weinhold


def test_a_parent_comes_with_everything_below_it_on_every_level(client_of, jana, family, geheim):
    browser = client_of(jana)

    assert names_on(browser.get(f"{URL}?family={family.pk}")) == [
        "Geheim Holding AGConfidential", "Gemeinde Obertal", "Weinhold Steuerberatung GmbH",
    ]  # fmt: skip
    assert names_on(browser.get(f"{URL}?family={geheim.pk}")) == ["Geheim Holding AGConfidential", "Gemeinde Obertal"]


def test_of_a_family_one_sees_what_one_sees_also_below_what_one_does_not(client_of, petra, tom, family):
    assert names_on(client_of(petra).get(f"{URL}?family={family.pk}")) == [
        "Gemeinde Obertal", "Weinhold Steuerberatung GmbH",
    ]  # fmt: skip
    assert names_on(client_of(tom).get(f"{URL}?family={family.pk}")) == ["Weinhold Steuerberatung GmbH"]


def test_a_parent_that_one_does_not_see_finds_nothing(client_of, petra, family, geheim):
    unseen = client_of(petra).get(f"{URL}?family={geheim.pk}")

    assert names_on(unseen) == []
    assert "Geheim" not in unseen.content.decode()


@pytest.mark.parametrize("asked", ["x", "-1", "0", "9" * 30, "%00", "٣"])
def test_what_is_no_company_finds_nothing_and_can_be_taken_off(client_of, jana, family, asked):
    answer = client_of(jana).get(f"{URL}?family={asked}")

    assert answer.status_code == 200
    assert names_on(answer) == []
    [chip] = BeautifulSoup(answer.content, "html.parser").select(".chip")
    assert chip.span.get_text() == "With subsidiaries: not found"
    assert "Anders GmbH" in names_on(client_of(jana).get(chip["href"]))


def test_the_filter_is_said_in_words_and_can_be_taken_off(client_of, jana, family):
    page = BeautifulSoup(client_of(jana).get(f"{URL}?family={family.pk}").content, "html.parser")

    [chip] = [each for each in page.select(".chip") if "Weinhold" in each.get_text()]
    assert "With subsidiaries" in chip.get_text()
    assert "family" not in chip["href"]


@pytest.mark.parametrize("number", [2, 20])
def test_a_family_of_any_size_asks_two_queries_more(client_of, jana, family, number):
    for each in range(number):
        new_company(jana, f"Tochter {each}").place_under(parent=family, link=ParentLink.BRANCH, by=jana)
    client = client_of(jana)

    with at_most(12):
        client.get(f"{URL}?family={family.pk}")


def test_tab_and_report_of_a_parent_lead_to_the_list_and_those_of_a_child_do_not(client_of, jana, family, obertal):
    browser = client_of(jana)

    for path in ("subsidiaries/", "subsidiaries/report/"):
        assert f"{URL}?family={family.pk}" in browser.get(f"{URL}{family.pk}/{path}").content.decode()
        assert "?family=" not in browser.get(f"{URL}{obertal.pk}/{path}").content.decode()
