"""Two browsers on one record: the second save is refused in words, nothing typed is lost, and it may insist."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from billing.models import InvoiceSettings
from companies.models import Company
from contacts.models import Contact
from core.rowsecurity import acting_for
from onboarding.operations import start_onboarding
from tests.cast import new_contact
from tests.journeys.browsing import axe_finds, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_second_save_of_a_company_is_refused_and_shows_both(msp, weinhold, jana, alice, open_page):
    path = f"/rheintal/customers/{weinhold.pk}/edit/"
    first, second = open_page(user=jana.user), open_page(user=alice.user, policy=False)
    first.goto(path)
    second.goto(path)
    first.locator("[name=city]").fill("Lörrach")
    save(first, "[name=city]")
    expect(first.locator("h1")).to_contain_text("Weinhold")

    second.locator("[name=city]").fill("Basel")
    second.locator("[name=phone]").fill("+49 30 23125 777")
    save(second, "[name=city]")
    both_are_shown(second, "Lörrach", "Basel")
    assert axe_finds(second, "light", 1280) == []
    expect(second.locator("[name=city]")).to_have_value("Basel")
    expect(second.locator("[name=phone]")).to_have_value("+49 30 23125 777")
    assert of(msp, Company, pk=weinhold.pk).city == "Lörrach"

    second.locator("[name=name]").fill("")
    save(second, "[name=city]")
    expect(second.locator("[name=name]")).to_have_attribute("aria-invalid", "true")
    assert axe_finds(second, "dark", 360) == []
    second.locator("[name=name]").fill(weinhold.name)
    save(second, "[name=city]")
    now = of(msp, Company, pk=weinhold.pk)
    assert (now.city, now.phone) == ("Basel", "+49 30 23125 777")


def test_the_second_save_of_invoice_settings_in_the_wizard_is_refused_and_shows_both(
    msp, weinhold, jana, petra, alice, open_page
):
    path = f"/rheintal/onboarding/{onboarding_of(weinhold, jana).pk}/invoice_settings/"
    first, second = open_page(user=petra.user), open_page(user=alice.user, policy=False)
    first.goto(path)
    second.goto(path)
    first.locator("[name=attention]").fill("Accounts payable")
    save(first, "[name=attention]")
    second.locator("[name=attention]").fill("Head office")
    save(second, "[name=attention]")
    both_are_shown(second, "Accounts payable", "Head office")
    assert axe_finds(second, "dark", 360) == []
    expect(second.locator(".conflict h2")).to_contain_text("Petra Kern")
    expect(second.locator("[name=attention]")).to_have_value("Head office")
    assert of(msp, InvoiceSettings, company=weinhold).attention == "Accounts payable"

    second.locator("[name=vat_id]").fill("DE1")
    save(second, "[name=attention]")
    expect(second.locator("[name=vat_id]")).to_have_attribute("aria-invalid", "true")
    assert axe_finds(second, "light", 1280) == []
    second.locator("[name=vat_id]").fill("")
    save(second, "[name=attention]")
    assert of(msp, InvoiceSettings, company=weinhold).attention == "Head office"


def test_two_people_name_a_primary_contact_at_the_same_moment(msp, weinhold, jana, alice, open_page):
    carl, miriam = new_contact(weinhold, "Carl", "Sommer"), new_contact(weinhold, "Miriam", "Haas")
    path = f"/rheintal/onboarding/{onboarding_of(weinhold, jana).pk}/primary_contact/"
    pages = [open_page(user=jana.user), open_page(user=alice.user)]
    for page, contact in zip(pages, (carl, miriam), strict=True):
        page.goto(path)
        page.locator(f"[name=contact][value='{contact.pk}']").check()
    for page in pages:
        page.evaluate("setTimeout(() => document.querySelector('form#form-main').requestSubmit())")
    for page in pages:
        page.wait_for_function("document.querySelector('.form-errors') || !location.pathname.endsWith('contact/')")
    [told] = [page for page in pages if page.url.endswith("/primary_contact/")]
    expect(told.locator("form#form-main")).to_contain_text("has become the primary contact")
    told.evaluate("setTimeout(() => document.querySelector('form#form-main').requestSubmit())")
    told.wait_for_url(lambda url: not url.endswith("/primary_contact/"))
    with acting_for(msp.pk):
        primary = Contact.objects.get(company=weinhold, is_primary=True)
    for page in pages:
        page.goto(path)
        expect(page.locator(f"[name=contact][value='{primary.pk}']")).to_be_checked()
        expect(page.locator(".page-head__facts")).to_contain_text(primary.full_name)


def onboarding_of(company, manager):
    with acting_for(company.tenant_id):
        return start_onboarding(company=company, service_model="managed", go_live_on=date(2030, 1, 31), by=manager)


def both_are_shown(page: Page, theirs: str, yours: str) -> None:
    row = page.locator(".conflict tbody tr", has_text=theirs)
    expect(row.locator("td")).to_have_text([theirs, yours])


def of(tenant, model, **which):
    """The record as it stands in the database."""
    with acting_for(tenant.pk):
        return model.objects.get(**which)
