"""The data stops holding: the step is open again, with the reason and the name of whoever did it."""

import pytest
from playwright.sync_api import Page, expect

from config.demo.customers import Stage
from core.rowsecurity import acting_for
from onboarding.models import Onboarding, Step
from tests.journeys.browsing import Wizard, save, states_of
from tests.journeys.stage import travelled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORK = "/rheintal/onboarding/my-work/"


@pytest.fixture
def journey_to(msp, jana, petra, tom, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return lambda stage: travelled(msp, stage=stage, jana=jana, petra=petra, tom=tom, alice=alice)


def test_each_step_opens_again_as_soon_as_its_data_stops_holding(msp, journey_to, jana, petra, tom, open_page):
    journey = journey_to(Stage.READY)
    onboarding = f"/rheintal/onboarding/{journey.onboarding.pk}/"
    assert [kind for kind, state in states_of(msp, onboarding).items() if state == "open"] == ["go_live"]

    manager = open_page(user=jana.user)
    take_the_primary_contact_away(manager, journey.contacts[0])
    assert states_of(msp, onboarding)["primary_contact"] == "open"
    is_open_again(Wizard(manager, onboarding), "primary_contact", "Jana Roth", "Primary contact named")

    biller = open_page(user=petra.user)
    biller.goto(f"/rheintal/billing/{journey.company.pk}/")
    biller.locator("[name=tax_region]").select_option("")
    save(biller, "[name=tax_region]")
    assert states_of(msp, onboarding)["invoice_settings"] == "open"
    is_open_again(Wizard(biller, onboarding), "invoice_settings", "Petra Kern", "tax region")

    technician = open_page(user=tom.user)
    technician.goto(f"/rheintal/devices/customers/{journey.company.pk}/new/")
    technician.locator("[name=name]").fill("NEW-PC-99")
    technician.locator("[name=kind]").select_option("workstation")
    save(technician, "[name=name]")
    assert states_of(msp, onboarding)["devices"] == "open"
    is_open_again(Wizard(technician, onboarding), "devices", "Tom Bauer", "NEW-PC-99")

    assert states_of(msp, onboarding)["go_live"] == "not_yet"
    page = Wizard(manager, onboarding).step("go_live")
    expect(page.locator("form#form-main .button--primary")).to_be_disabled()


def test_a_completed_onboarding_stays_completed_and_says_what_no_longer_holds(msp, journey_to, jana, open_page):
    journey = journey_to(Stage.LIVE)
    onboarding = f"/rheintal/onboarding/{journey.onboarding.pk}/"
    page = open_page(user=jana.user)
    take_the_primary_contact_away(page, journey.contacts[0])
    with acting_for(msp.pk):
        assert Onboarding.objects.get(pk=journey.onboarding.pk).state == "completed"
        step = Step.objects.get(onboarding=journey.onboarding, kind="primary_contact")
        assert (step.state, bool(step.open_findings)) == ("done", True)
    page.goto(f"/rheintal/onboarding/company/{journey.company.pk}/")
    expect(page.locator(".notice", has_text="No longer met")).to_contain_text("Primary contact")
    page.goto(WORK)
    ended = page.locator("section", has=page.get_by_role("heading", name="Live, but requirements no longer met"))
    expect(ended).to_contain_text("Lindhof Technik GmbH")
    page.goto(f"{onboarding}primary_contact/")
    expect(page.locator(".wizard__holds")).to_contain_text("not met")


def take_the_primary_contact_away(page: Page, contact) -> None:
    page.goto(f"/rheintal/contacts/{contact.pk}/edit/")
    page.locator("[name=is_primary]").uncheck()
    save(page, "[name=is_primary]")


def is_open_again(wizard: Wizard, key: str, who: str, reason: str) -> None:
    """In the wizard with reason and name, and in *My work*."""
    notice = wizard.step(key).locator(".notice", has_text="Opened again.")
    expect(notice).to_contain_text(who)
    expect(notice.locator("li").first).to_contain_text(reason, ignore_case=True)
    wizard.page.goto(f"{WORK}?show=mine")
    line = wizard.page.locator(".work li", has=wizard.page.locator(f"a[href$='/{key}/']"))
    expect(line).to_contain_text("opened again")
