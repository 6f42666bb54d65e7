"""The rail: what each role finds there, and what it costs."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from companies.models import Company
from config.navigation import RAIL, counts
from tenants.models import Member, RoleScope
from tenants.roles import Role, Scope
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
EVERYBODY = ["My work", "Onboarding", "Customers", "Contacts", "Devices"]


def _rail(browser) -> list[str]:
    page = BeautifulSoup(browser.get("/rheintal/profile/").text, "html.parser")
    return [link.span.get_text() for link in page.select("nav.rail__nav a")]


@pytest.mark.parametrize(
    ("person", "further"),
    [
        ("alice", ["Contracts", "Tickets", "Billing review", "Messages", "Settings"]),
        ("jana", ["Contracts", "Tickets", "Billing review", "Messages"]),
        ("petra", ["Contracts", "Tickets", "Billing review"]),
        ("tom", ["Tickets"]),
    ],
)
def test_each_role_finds_what_it_may_see(request, client_of, person, further):
    assert _rail(client_of(request.getfixturevalue(person))) == EVERYBODY + further


def test_a_contact_finds_no_rail(client_of, miriam):
    assert _rail(client_of(miriam)) == []


@pytest.mark.parametrize(
    ("person", "path", "line"),
    [
        ("alice", "onboarding/company/{company}/", "Customers"),
        ("petra", "billing/{company}/", "Customers"),
        ("alice", "service-levels/customers/{company}/choose/", "Customers"),
        ("tom", "service-levels/", "Customers"),
        ("alice", "service-levels/", "Settings"),
        ("alice", "billing/setup/tax-regions/", "Settings"),
        ("petra", "billing/", "Billing review"),
    ],
)
def test_the_rail_says_where_one_is(request, client_of, weinhold, person, path, line):
    answer = client_of(request.getfixturevalue(person)).get("/rheintal/" + path.format(company=weinhold.pk))

    page = BeautifulSoup(answer.text, "html.parser")
    assert [link.span.get_text() for link in page.select("nav.rail__nav a[aria-current]")] == [line]


@pytest.mark.parametrize("person", ["alice", "jana", "petra", "tom", "sina"])
def test_all_counts_are_one_query(request, person):
    member = Member.objects.get(pk=request.getfixturevalue(person).pk)
    Company.objects.visible_to(member)  # so that it is known already which companies, and how many
    with at_most(1):
        assert set(counts(member, [entry.key for entry in RAIL if entry.counts])) == {
            "my_work", "onboarding", "tickets", "billing", "notifications",
        }  # fmt: skip


def test_what_one_sees_no_longer_is_no_longer_counted(petra, weinhold, obertal):
    def reviews() -> int:
        return counts(Member.objects.get(pk=petra.pk), ["billing"])["billing"]

    assert reviews() == 2
    Company.objects.filter(pk=obertal.pk).update(is_confidential=True)
    assert reviews() == 1
    RoleScope.objects.filter(role=Role.BILLING_ADMIN).update(scope=Scope.MINE)
    assert reviews() == 0
    weinhold.set_team(members=[petra], by=weinhold.manager)
    assert reviews() == 1


def test_without_a_role_nothing_is_counted(petra, weinhold):
    petra.roles = []
    assert not counts(petra, ["billing"])["billing"]


def test_beyond_the_cap_the_rail_says_that_there_are_more(client_of, alice, weinhold, obertal, monkeypatch):
    monkeypatch.setattr("config.navigation.COUNT_CAP", 1)
    page = BeautifulSoup(client_of(alice).get("/rheintal/profile/").text, "html.parser")
    counts_shown = {link.span.get_text(): link.select_one(".rail__count") for link in page.select("nav.rail__nav a")}

    assert counts_shown["Billing review"].get_text() == "1+"
    assert counts_shown["Billing review"]["title"] == "Customers whose invoice settings are not signed"
    assert counts_shown["Onboarding"] is None


def test_an_error_page_asks_nothing_for_its_frame(client_of, alice):
    browser = client_of(alice)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get("/rheintal/nothing/here/").status_code == 404
    assert [query["sql"] for query in captured if "onboarding_step" in query["sql"]] == []


def test_the_settings_lead_to_what_every_floor_lets_one_set_up(client_of, alice):
    page = BeautifulSoup(client_of(alice).get("/rheintal/settings/roles/").text, "html.parser")
    tabs = page.select("nav.tabs a")
    assert [tab.get_text().strip() for tab in tabs] == [
        "People", "Roles", "General", "Own company", "Customers", "Service levels", "Billing", "Services", "Activity",
        "API tokens",
    ]  # fmt: skip
    assert [tab.get_text() for tab in tabs if tab.get("aria-current")] == ["Roles"]
