"""The tab *Access*: who sees the company, by which rule, and why somebody does not."""

from bs4 import BeautifulSoup

from tests.cast import new_member
from tests.support.queries import at_most

PAGE = "/rheintal/customers/{pk}/access/"


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_everybody_who_sees_it_stands_there_with_the_rule(client_of, alice, jana, petra, tom, sina, weinhold):
    page = page_of(client_of(jana).get(PAGE.format(pk=weinhold.pk)))

    rows = {row.select_one(".rows__main").get_text(strip=True): row.get_text(" ") for row in page.select(".rows li")}
    assert set(rows) == {"Alice Albrecht", "Jana Roth", "Petra Kern", "Tom Bauer"}
    assert "On the account team." in rows["Tom Bauer"]
    assert [option.get_text() for option in page.select("select option")] == ["Sina Vogt"]


def test_for_a_chosen_member_it_says_why_not_and_what_would_help(client_of, jana, sina, weinhold):
    page = page_of(client_of(jana).get(PAGE.format(pk=weinhold.pk), {"member": sina.pk}))

    told = page.select_one("[role=status]")
    assert "Sina Vogt does not see this customer" in told.get_text()
    assert "Technician: sees own customers only." in told.get_text()
    assert told.select_one("a")["href"].endswith("/team/")


def test_a_member_that_is_none_is_no_answer_and_no_error(client_of, jana, mallory, weinhold):
    for asked in (mallory.pk, "x", "9" * 40, "\x00", "-1", "²"):
        response = client_of(jana).get(PAGE.format(pk=weinhold.pk), {"member": asked})
        assert response.status_code == 200
        assert "Mallory" not in response.text


def test_it_is_for_those_who_choose_account_teams(client_of, tom, sina, weinhold):
    assert client_of(tom).get(PAGE.format(pk=weinhold.pk)).status_code == 403
    assert client_of(sina).get(PAGE.format(pk=weinhold.pk)).status_code in (403, 404)


def test_the_number_of_queries_does_not_grow_with_the_members(client_of, jana, rheintal, weinhold):
    for number in range(12):
        new_member(rheintal, f"m{number} Person", "billing_admin")
    client = client_of(jana)

    with at_most(20):
        client.get(PAGE.format(pk=weinhold.pk))
