"""By keyboard alone: starting an onboarding, a step of the wizard, the menu of a row, the search."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from companies.models import CompanyType
from core.rowsecurity import acting_for
from onboarding.models import Onboarding
from tests.cast import new_company
from tests.journeys.browsing import states_of
from tests.journeys.test_two_people import onboarding_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAR = 120
"""More presses of Tab than any page has places."""


@pytest.fixture
def lotz(msp, jana):
    return new_company(jana, "Bäckerei Lotz", type=CompanyType.PROSPECT)


def test_an_onboarding_is_started_and_a_step_is_done_without_a_mouse(msp, lotz, jana, open_page):
    page = open_page(user=jana.user)
    page.goto("/rheintal/onboarding/start/")
    tab_to(page, f"[name=company][value='{lotz.pk}']")
    page.keyboard.press("Space")
    tab_to(page, "[name=service_model]")
    page.keyboard.press("Space")
    tab_to(page, "[name=go_live_on]")
    page.keyboard.type(f"0505{timezone.localdate().year + 1}")
    tab_to(page, "form.start .button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/onboarding/start/plan/")
    tab_to(page, "button[name=do][value=start]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/onboarding/\d+/"))
    with acting_for(msp.pk):
        started = Onboarding.objects.get(company=lotz)
    assert started.go_live_on.isoformat() == f"{timezone.localdate().year + 1}-05-05"

    path = f"/rheintal/onboarding/{started.pk}/"
    page.goto(f"{path}account_team/")
    tab_to(page, "[name=manager_alone]")
    page.keyboard.press("Space")
    tab_to(page, "form#form-main .submit-bar .button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "account_team" not in url)
    assert states_of(msp, path)["account_team"] == "done"


def test_a_dialog_opens_with_its_first_field_in_focus(lotz, jana, open_page):
    page = open_page(user=jana.user)
    page.goto(f"/rheintal/onboarding/{onboarding_of(lotz, jana).pk}/account_team/")

    page.get_by_role("link", name="Waiting on…").click()

    expect(page.locator("dialog[open] [name=whom]").first).to_be_focused()


def test_a_row_has_its_menu_and_the_page_its_search_without_a_mouse(msp, lotz, weinhold, jana, open_page):
    page = open_page(user=jana.user)
    page.goto("/rheintal/customers/")
    tab_to(page, f"tbody a[href$='/customers/{lotz.pk}/']")
    page.keyboard.press("Shift+F10")
    menu = page.locator(":popover-open")
    expect(menu).to_be_visible()
    expect(menu.locator(":focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(page.locator("tr:has(:focus)")).to_contain_text("Lotz")

    page.keyboard.press("Control+k")
    page.keyboard.type("Lotz")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Lotz*")
    expect(page.locator("main")).to_contain_text("Bäckerei Lotz")
    expect(page.locator("main")).not_to_contain_text("Weinhold")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; it must be visible there."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("document.activeElement.matches(':focus-visible')"), selector
            return
    pytest.fail(f"Tab does not lead to {selector}")
