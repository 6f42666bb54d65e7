"""The list of customers in Chromium: by keyboard, several at once, columns in a dialog, cards at 360 px."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.cast import new_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/rheintal/customers/"


@pytest.fixture
def customers(msp, jana):
    return [new_company(jana, name) for name in ("Berg AG", "Meer AG", "Tal AG")]


def faults(page) -> list:
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in Axe().run(page).response["violations"]]


def test_by_keyboard_one_walks_chooses_opens_menus_and_changes_several(customers, jana, open_page):
    page = open_page(user=jana.user, width=1280, policy=False)
    page.goto(LIST)

    page.get_by_role("link", name="Berg AG").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_role("link", name="Meer AG")).to_be_focused()
    expect(page.locator("[data-ui-chosen]")).to_have_text("2")
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("link", name="Edit company").locator("visible=true")).to_be_visible()
    page.keyboard.press("Escape")
    assert faults(page) == []
    page.get_by_role("button", name="Deactivate", exact=True).press("Enter")
    expect(page.get_by_text("2 customers are chosen")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Deactivate", exact=True).press("Enter")

    expect(page.get_by_text("2 customers changed.")).to_be_visible()


def test_columns_are_arranged_in_a_dialog_and_the_list_shows_them_so(customers, jana, open_page):
    page = open_page(user=jana.user, width=1280, policy=False)
    page.goto(LIST)

    page.get_by_role("button", name="Columns").click()
    expect(page.locator("dialog[open] h2")).to_have_text("Columns")
    expect(page).to_have_title(re.compile("Customers"))
    page.get_by_role("checkbox", name="City").check()
    while page.locator("[data-ui-arrange-row] [name=column]").first.get_attribute("value") != "city":
        page.get_by_role("button", name="Move City up").press("Enter")
    assert faults(page) == []
    page.get_by_role("button", name="Show these columns").click()

    expect(page.locator("thead th[data-ui-column]").nth(1)).to_contain_text("City")


def test_further_filters_come_when_the_panel_opens_and_stand_as_chips(customers, jana, open_page):
    page = open_page(user=jana.user, width=360, policy=False)
    page.goto(LIST)

    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("checkbox", name="Vendor").check()
    expect(page.get_by_text("No matches")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Type: Vendor").click()

    expect(page.get_by_role("link", name="Berg AG")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
