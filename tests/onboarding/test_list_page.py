"""The list of onboardings: it begins with what is open, and what is asked stays asked."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from onboarding.models import Onboarding
from onboarding.operations import start_onboarding
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE
from tests.support.queries import at_most


@pytest.fixture
def completed(both) -> Onboarding:
    both.cancel(reason="Bought by another one.", by=both.started_by)
    return both


def listed(client, query: str = "") -> BeautifulSoup:
    response = client.get(f"{reverse('onboarding:list', args=['rheintal'])}?{query}")
    return BeautifulSoup(response.content, "html.parser")


def test_the_list_begins_with_what_is_open_and_every_state_stays_asked(completed, client_of, jana):
    client = client_of(jana)
    assert "Weinhold" not in listed(client).select_one("main").text

    everything = listed(client, "state=")
    again = everything.select_one("th a[href*='sort=']")["href"].partition("?")[2]

    assert "Weinhold" in everything.select_one("main tbody").text
    assert "Weinhold" in listed(client, again).select_one("main tbody").text


@pytest.mark.parametrize("state", ["", "cancelled"])
def test_a_saved_view_shows_the_states_that_it_was_saved_with(completed, client_of, jana, state):
    client, address = client_of(jana), reverse("onboarding:list", args=["rheintal"])
    new = reverse("tenants:list_view_new", args=["rheintal", "onboardings"])

    saved = client.post(new, {"name": "Over", "state": f"state={state}", "next": address})

    assert "Weinhold" in listed(client, saved.url.partition("?")[2]).select_one("main tbody").text


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_asks_a_bounded_number_of_questions(seeded, client_of, jana, number):
    for count in range(number):
        company = new_company(jana, f"Firma {count}")
        start_onboarding(company=company, service_model="managed", go_live_on=GO_LIVE, by=jana)
    client = client_of(jana)

    with at_most(12):
        assert client.get(reverse("onboarding:list", args=["rheintal"])).status_code == 200
    with at_most(12):
        assert client.get(reverse("onboarding:my_work", args=["rheintal"])).status_code == 200
