"""The components in Chromium: nothing for axe to find, no sideways scrolling, all by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

GALLERY = "/demo/components/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "query"), [(360, "?form=conflict"), (1280, "?form=errors"), (2560, "")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, theme, width, query):
    page = open_page(theme=theme, width=width, policy=False)
    page.goto(GALLERY + query)
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_accent_can_be_read(open_page, theme):
    page = open_page(theme=theme, policy=False)
    page.goto(GALLERY)
    for accent in ("indigo", "teal", "plum", "rust"):
        page.evaluate("accent => document.documentElement.dataset.accent = accent", accent)
        violations = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
        assert [node["target"] for each in violations for node in each["nodes"]] == [], accent


def test_a_search_replaces_the_rows_and_keeps_the_focus(page):
    page.goto(GALLERY)
    page.locator(".grid__search").press_sequentially("lotz")
    page.wait_for_url("**/?q=lotz")
    expect(page.locator(".grid__table tbody tr")).to_have_count(3)
    expect(page.locator(".grid__search")).to_be_focused()


def test_without_a_script_the_list_is_asked_by_its_button(open_page):
    page = open_page(javascript=False)
    page.goto(GALLERY)
    page.locator(".grid__search").fill("lotz")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**q=lotz*")
    expect(page.locator(".grid__table tbody tr")).to_have_count(3)
    page.locator("tbody .row-menu").first.click()
    expect(page.get_by_role("link", name="Edit company").first).to_be_visible()


def test_a_row_opens_its_menu_by_key_and_by_right_click(page):
    page.goto(GALLERY)
    row = page.locator(".grid__table tbody tr").nth(1)
    row.locator("th a").focus()
    page.keyboard.press("Shift+F10")
    expect(page.locator(":focus")).to_have_text("Open")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("Edit company")
    page.keyboard.press("Escape")
    expect(page.locator(":popover-open")).to_have_count(0)
    row.locator("td").first.click(button="right")
    expect(row.locator(":popover-open")).to_be_visible()


def test_ctrl_k_leads_to_the_search_and_errors_take_the_focus(page):
    page.goto(GALLERY + "?form=errors")
    expect(page.locator(".form-errors")).to_be_focused()
    page.locator(".form-errors a[href='#id_channel']").click()
    expect(page.locator("[name=channel]:focus")).to_have_count(1)
    page.keyboard.press("Control+k")
    expect(page.locator("[data-ui-search]")).to_be_focused()
