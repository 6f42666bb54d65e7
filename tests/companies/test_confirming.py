"""In the browser: what takes something away asks first."""

import pytest
from playwright.sync_api import expect

from companies.models import Company
from tenants.roles import Role
from tests.cast import new_company, new_member, new_tenant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_switching_off_the_portal_asks_first(open_page, acting):
    tenant = new_tenant("Rheintal IT", "rheintal")
    manager = new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)
    company = new_company(manager, "Weinhold GmbH", type="customer")
    with acting(tenant):
        company.enable_portal(by=manager)
    page = open_page(user=manager.user)
    page.goto(f"/rheintal/customers/{company.pk}/")
    question, switch_off = page.get_by_role("alertdialog"), page.get_by_role("button", name="Switch off")

    switch_off.click()
    expect(question).to_contain_text("Switch off the portal of Weinhold GmbH?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(switch_off).to_be_focused()
    with acting(tenant):
        assert Company.objects.get(pk=company.pk).portal_enabled

    switch_off.click()
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    switch_off.click()
    question.get_by_role("button", name="Switch off").click()
    page.get_by_text("Off", exact=True).first.wait_for()
    with acting(tenant):
        assert not Company.objects.get(pk=company.pk).portal_enabled


def test_a_question_asked_from_a_menu_gives_the_menu_back(open_page, acting):
    tenant = new_tenant("Rheintal IT", "rheintal")
    manager = new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)
    company = new_company(manager, "Weinhold GmbH", type="customer")
    page = open_page(user=manager.user)
    page.goto(f"/rheintal/customers/{company.pk}/")
    menu = page.get_by_role("main").get_by_role("button", name="More")

    menu.click()
    page.get_by_role("button", name="Deactivate").click()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    with acting(tenant):
        assert Company.objects.get(pk=company.pk).is_active

    menu.click()
    page.get_by_role("button", name="Deactivate").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Inactive").first).to_be_visible()
    with acting(tenant):
        assert not Company.objects.get(pk=company.pk).is_active
