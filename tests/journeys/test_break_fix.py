"""The break/fix journey, in German and on a telephone: no devices, no contract of services, but hours bought ahead."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from companies.models import Company, CompanyType
from contracts.models import BillingDecision, Contract
from core.rowsecurity import acting_for
from onboarding.models import Onboarding
from sla.models import Assignment, ServiceLevel
from tenants.models import User
from tests.cast import new_company, new_contact
from tests.journeys.browsing import Wizard, start_onboarding, states_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"locale": "de-DE", "width": 360, "height": 740}
PRICE = "1.800,00"
HERE = "/rheintal/customers/"


@pytest.fixture
def lotz(msp, jana) -> Company:
    """A prospect that sales has entered already, with the man whom we talk to."""
    User.objects.update(language="de")
    company = new_company(jana, "Bäckerei Lotz", type=CompanyType.PROSPECT, phone="+49 30 23125 101")
    new_contact(company, "Dieter", "Lotz", email="dieter@lotz.example")
    return company


@pytest.fixture
def onboarding(lotz, jana, open_page) -> str:
    """The wizard of its break/fix onboarding, begun by Jana without a portal."""
    return start_onboarding(open_page(user=jana.user, **PHONE), model="break_fix", company="Lotz", portal=False)


def test_a_break_fix_customer_from_prospect_to_go_live(msp, lotz, onboarding, jana, petra, tom, open_page):
    states = states_of(msp, onboarding)
    assert {kind for kind, state in states.items() if state == "not_applicable"} == {"customer_portal", "taskfire"}
    assert not {"service_contract", "service_level", "devices"} & states.keys(), "those are of managed customers"
    manager = open_page(user=jana.user, **PHONE)
    wizard = Wizard(manager, onboarding)
    the_manager_does_his_steps(wizard, tom)
    the_billing_admin_signs(Wizard(open_page(user=petra.user, **PHONE), onboarding), msp, lotz)
    hours_are_bought(Wizard(open_page(user=petra.user, **PHONE), onboarding), msp, lotz)
    goals_by_issue_type(wizard, msp, lotz)
    the_technician_sees_no_prices(open_page(user=tom.user, **PHONE), onboarding, lotz)

    page = wizard.step("go_live")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    with page.expect_navigation():
        page.locator("form#form-main .button--primary").click()
    done = states_of(msp, onboarding)
    assert {state for state in done.values()} == {"done", "not_applicable"}, done
    with acting_for(msp.pk):
        assert Onboarding.objects.get(company=lotz).state == "completed"


def test_standard_rates_alone_are_a_decision_too(msp, lotz, onboarding, jana, petra, open_page):
    with acting_for(msp.pk):
        lotz.become_customer(by=jana)
    wizard = Wizard(open_page(user=petra.user, **PHONE), onboarding)
    page = wizard.step("billing_contract")
    expect(page.locator(".wizard__holds .finding a")).to_be_visible()
    page.locator("[name=standard_rates_only]").check()
    wizard.save()
    expect(wizard.step("billing_contract").locator(".wizard__holds .finding a")).to_have_count(0)
    with acting_for(msp.pk):
        assert BillingDecision.objects.get(company=lotz).standard_rates_only
        assert not Contract.objects.filter(company=lotz).exists()


def the_manager_does_his_steps(wizard: Wizard, tom) -> None:
    page = wizard.step("sales_handover")
    page.locator("[name=agreement]").set_input_files(
        {"name": "Auftrag.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 signed"}
    )
    for name, text in {
        "scope": "Hilfe auf Zuruf.",
        "exclusions": "Kassen.",
        "promises": "Rückruf am selben Tag.",
    }.items():
        page.locator(f"[name={name}]").fill(text)
    wizard.save()
    wizard.press("sales_handover", "sign")
    wizard.step("company_profile")
    wizard.save()
    wizard.press("company_profile", "customer")
    page = wizard.step("account_team")
    page.locator(".picker__all summary").click()
    page.locator(f"[name=team][value='{tom.pk}']").check()
    wizard.save()
    wizard.step("primary_contact").get_by_role("radio", name="Lotz").check()
    wizard.save()
    wizard.step("hierarchy").locator("[name=decision][value=independent]").check()
    wizard.save()


def the_billing_admin_signs(wizard: Wizard, msp, lotz) -> None:
    page = wizard.page
    page.goto("/rheintal/billing/")
    expect(page.get_by_role("link", name="Bäckerei Lotz").first).to_be_visible()
    page = wizard.step("invoice_settings")
    page.locator("[name=tax_region]").select_option(index=1)
    page.locator("[name=attention]").fill("Buchhaltung")
    page.locator("[name=recipients]").first.check()
    wizard.save()
    wizard.press("invoice_settings", "sign")
    assert states_of(msp, wizard.onboarding)["invoice_settings"] == "done"


def hours_are_bought(wizard: Wizard, msp, lotz) -> None:
    """On the wizard's own step: the contract, and in the same form its first purchase."""
    today = timezone.localdate()
    page = wizard.step("billing_contract")
    contract = page.locator("form:has(input[name=part][value=contract])")
    page.locator("details:has(a[href*='type=block_hours']) > summary").click()
    page.locator("a[href*='type=block_hours']").click()
    contract.locator("[name=name]").fill("Stundenkontingent 20 h")
    days = {"starts_on": today, "bought_on": today, "valid_from": today, "valid_until": today + timedelta(days=364)}
    for name, day in days.items():
        contract.locator(f"[name={name}]").fill(day.isoformat())
    contract.locator("[name=hours]").fill("20")
    contract.locator("[name=price_cents]").fill(PRICE)
    contract.locator("[name=is_paid]").check()
    with page.expect_navigation():
        contract.locator("button").last.click()
    assert states_of(msp, wizard.onboarding)["billing_contract"] == "done"
    with acting_for(msp.pk):
        found = Contract.objects.get(company=lotz)
        assert found.type == "block_hours"
        assert [(each.minutes, each.price_cents) for each in found.purchases.all()] == [(1200, 180000)]
    page.goto(f"/rheintal/contracts/{found.pk}/")
    expect(page.locator("main")).to_contain_text(PRICE)


def goals_by_issue_type(wizard: Wizard, msp, lotz) -> None:
    with acting_for(msp.pk):
        internal = ServiceLevel.objects.filter(commitment="internal", company=None).first()
    page = wizard.step("ticket_service_level")
    for choice in page.locator("select[name^=issue_]").all()[:2]:
        choice.select_option(str(internal.pk))
    wizard.save()
    assert states_of(msp, wizard.onboarding)["ticket_service_level"] == "done"
    with acting_for(msp.pk):
        assigned = Assignment.objects.filter(company=lotz).values_list("service_level", flat=True)
        assert list(assigned) == [internal.pk, internal.pk]


def the_technician_sees_no_prices(page: Page, onboarding: str, lotz) -> None:
    page.goto("/")
    page.get_by_role("link", name="Bäckerei Lotz").first.click()
    expect(page.locator("h1")).to_contain_text("Bäckerei Lotz")
    paths = [f"{onboarding}{key}/" for key in ("invoice_settings", "billing_contract", "sales_handover", "go_live")]
    for path in (f"{HERE}{lotz.pk}/", f"{HERE}{lotz.pk}/activity/", *paths):
        page.goto(path)
        seen = page.locator("body").inner_text()
        assert "Bäckerei Lotz" in seen
        assert "€" not in seen and "1.800" not in seen, path
    assert page.goto(f"/rheintal/contracts/company/{lotz.pk}/").status == 403
