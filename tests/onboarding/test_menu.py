"""What the menu of a customer offers: to start an onboarding, or to open the one that goes on."""

import pytest
from bs4 import BeautifulSoup

from onboarding.operations import start_onboarding
from onboarding.starting import save_draft
from tenants.models import User
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE
from tests.support.queries import at_most

LIST = "/rheintal/customers/"


@pytest.fixture(params=["row", "page"])
def menu_of(request, client_of):
    """`menu_of(company, member)`: words → address, in the menu of its row and in that of its page."""

    def read(company, member) -> dict[str, str]:
        address = {"row": f"{LIST}?name={company.name}", "page": f"{LIST}{company.pk}/"}[request.param]
        menu = BeautifulSoup(client_of(member).get(address).content, "html.parser").select("main a.menu__item")
        return {each.get_text(strip=True): each["href"] for each in menu}

    return read


def test_without_an_onboarding_one_is_started(menu_of, playbooks, obertal, jana):
    menu = menu_of(obertal, jana)

    assert menu["Start onboarding"] == f"/rheintal/onboarding/start/?company={obertal.pk}"
    assert "Open onboarding" not in menu


def test_the_one_that_goes_on_is_opened(menu_of, running, prospect, jana):
    menu = menu_of(prospect, jana)

    assert menu["Open onboarding"] == f"/rheintal/onboarding/{running.pk}/"
    assert "Start onboarding" not in menu


def test_one_on_hold_and_a_draft_are_opened_too(menu_of, running, prospect, obertal, jana):
    running.hold(reason="Their move", by=jana)
    draft = save_draft(company=obertal, service_model="managed", go_live_on=GO_LIVE, by=jana)

    assert menu_of(prospect, jana)["Open onboarding"] == f"/rheintal/onboarding/{running.pk}/"
    assert menu_of(obertal, jana)["Open onboarding"] == f"/rheintal/onboarding/{draft.pk}/"


def test_after_a_cancelled_one_the_next_is_started(menu_of, running, prospect, jana):
    running.cancel(reason="Changed their mind", by=jana)

    menu = menu_of(prospect, jana)

    assert "Start onboarding" in menu
    assert "Open onboarding" not in menu


def test_an_inactive_customer_is_not_started(menu_of, playbooks, obertal, jana):
    obertal.deactivate(by=jana)

    menu = menu_of(obertal, jana)

    assert "Start onboarding" not in menu
    assert "New contact" in menu


def test_a_technician_opens_it_and_starts_none(menu_of, playbooks, weinhold, jana, tom):
    assert "Start onboarding" not in menu_of(weinhold, tom)

    begun = start_onboarding(company=weinhold, service_model="managed", go_live_on=GO_LIVE, by=jana)

    assert menu_of(weinhold, tom)["Open onboarding"] == f"/rheintal/onboarding/{begun.pk}/"


def test_it_is_offered_in_german(menu_of, running, prospect, jana):
    User.objects.filter(pk=jana.user_id).update(language="de")

    assert "Onboarding öffnen" in menu_of(prospect, jana)


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_asks_for_none_of_them_by_itself(client_of, playbooks, jana, number):
    for each in range(number):
        company = new_company(jana, f"Firma {each:02}")
        start_onboarding(company=company, service_model="managed", go_live_on=GO_LIVE, by=jana)
    client = client_of(jana)

    with at_most(12):
        page = client.get(LIST)

    assert page.content.count(b"Open onboarding") == number
