"""In the browser: what is under way is not sent again, and *Back* brings the form as it was."""

import pytest
from playwright.sync_api import expect

from devices.models import Device

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REMEMBER = """
    new MutationObserver(() => sessionStorage.setItem("rested", "yes"))
        .observe(document.querySelector(".submit-bar .button--primary"), { attributeFilter: ["disabled"] })
"""


def test_a_button_rests_while_its_form_is_under_way_and_is_there_again_after_back(
    msp, weinhold, jana, open_page, acting
):
    page = open_page(user=jana.user)
    page.goto(f"/rheintal/devices/customers/{weinhold.pk}/new/")
    page.locator("[name=name]").fill("PC-1")
    page.locator("[name=kind]").select_option("workstation")
    button = page.locator(".submit-bar .button--primary")
    page.evaluate(REMEMBER)

    button.dblclick(no_wait_after=True)
    expect(page.locator("h1")).to_contain_text("PC-1")
    assert page.evaluate("sessionStorage.rested") == "yes"
    page.go_back()

    expect(button).to_be_enabled()
    with acting(msp):
        assert Device.objects.count() == 1
