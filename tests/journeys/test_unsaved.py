"""What was typed and not saved is not lost by a click elsewhere."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_browser_asks_before_unsaved_input_is_left_and_not_after_cancel(msp, weinhold, jana, open_page):
    page = open_page(user=jana.user)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    path = f"/rheintal/customers/{weinhold.pk}/edit/"
    page.goto(path)
    page.locator("[name=phone]").click()
    page.keyboard.type("+49 30 23125 777")

    with page.expect_event("dialog"):
        page.locator(".rail__link").first.click()

    assert asked == ["beforeunload"]
    expect(page.locator("[name=phone]")).to_have_value("+49 30 23125 777")
    page.locator(".submit-bar > a").click()
    expect(page.locator("h1")).to_contain_text("Weinhold")
    assert asked == ["beforeunload"]


def test_a_tab_of_the_page_asks_too(msp, weinhold, petra, open_page):
    page = open_page(user=petra.user)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"/rheintal/billing/{weinhold.pk}/")
    page.locator("[name=attention]").click()
    page.keyboard.type("Head office")

    with page.expect_event("dialog"):
        page.get_by_role("link", name="Contracts").last.click()

    expect(page.locator("[name=attention]")).to_have_value("Head office")
    assert asked == ["beforeunload"]
