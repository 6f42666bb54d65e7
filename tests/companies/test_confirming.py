"""In the browser: what takes something away asks first."""

import pytest

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
    questions = []

    def answer(dialog, *, agreed):
        questions.append(dialog.message)
        dialog.accept() if agreed else dialog.dismiss()

    page.once("dialog", lambda dialog: answer(dialog, agreed=False))
    page.get_by_role("button", name="Switch off").click()
    with acting(tenant):
        assert Company.objects.get(pk=company.pk).portal_enabled

    page.once("dialog", lambda dialog: answer(dialog, agreed=True))
    page.get_by_role("button", name="Switch off").click()
    page.get_by_text("Off", exact=True).first.wait_for()
    with acting(tenant):
        assert not Company.objects.get(pk=company.pk).portal_enabled
    assert len(questions) == 2
    assert "Weinhold GmbH" in questions[0]
