"""From the signed deal to the first ticket, for a managed-services customer, by everybody who has a part in it."""

import re

import pytest
from playwright.sync_api import expect

from companies.models import Company
from config.demo.exports import export, machines
from contacts.models import Contact
from core.rowsecurity import acting_for
from notifications.delivery import deliver_due
from notifications.models import Message
from sla.models import ServiceLevel
from tests.journeys.browsing import Wizard, link_in, mail_to, start_onboarding, states_of
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-quiet-harbour-7"
CONTACT = "nora.lind@lindhof.example"


def test_a_managed_services_customer_from_signed_deal_to_first_ticket(msp, jana, petra, tom, open_page):
    manager = open_page(user=jana.user, locale="en-GB")
    onboarding = start_onboarding(
        manager,
        model="managed",
        new={"name": "Lindhof Technik GmbH", "street": "Am Lindhof 4", "postal_code": "79539", "city": "Lörrach"},
    )
    wizard = Wizard(manager, onboarding)
    assert states_of(msp, onboarding)["sales_handover"] == "open"

    hand_over(wizard)
    complete_profile(wizard)
    choose_team(wizard, tom)
    assert deliver_due(tenant_id=msp.pk) == 0, "nobody can be written to yet: the welcome is held"
    name_primary_contact(wizard)
    assert deliver_due(tenant_id=msp.pk) == 1
    stand_alone(wizard)
    open_portal(wizard)
    choose_service_level(wizard, msp)
    done = states_of(msp, onboarding)
    for kind in ("sales_handover", "company_profile", "account_team", "primary_contact", "hierarchy",
                 "customer_portal", "service_level"):  # fmt: skip
        assert done[kind] == "done", (kind, done)

    review_and_sign(open_page(user=petra.user), onboarding)
    set_up_contract(open_page(user=petra.user), onboarding)
    assert states_of(msp, onboarding)["invoice_settings"] == "done"
    assert states_of(msp, onboarding)["service_contract"] == "done"

    bring_devices(open_page(user=tom.user), onboarding)
    assert states_of(msp, onboarding)["devices"] == "done"

    wizard.step("go_live").locator("form#form-main .button--primary").click()
    expect(manager.locator("body")).not_to_contain_text("Not everything is in place yet")
    expect(manager.locator(".notice", has_text="Live.")).to_contain_text("Jana Roth")
    assert states_of(msp, onboarding)["go_live"] == "done"

    deliver_due(tenant_id=msp.pk)
    the_contact_was_told_exactly(msp)
    number = the_contact_submits_a_ticket(open_page)
    the_technician_answers(open_page(user=tom.user), msp, number)
    the_contact_reads_the_answer(open_page, number)


def hand_over(wizard):
    page = wizard.step("sales_handover")
    page.locator("[name=agreement]").set_input_files(
        {"name": "Agreement.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 signed"}
    )
    page.locator("[name=scope]").fill("Workstations, server, network; help desk on working days.")
    page.locator("[name=exclusions]").fill("Telephony.")
    page.locator("[name=promises]").fill("First response within an hour.")
    wizard.save()
    wizard.press("sales_handover", "sign")


def complete_profile(wizard):
    page = wizard.step("company_profile")
    page.locator("[name=phone]").fill("+49 30 23125 000")
    wizard.save()


def choose_team(wizard, tom):
    page = wizard.step("account_team")
    page.locator(".picker__all summary").click()
    page.locator(f"[name=team][value='{tom.pk}']").check()
    expect(page.locator(".picker__chosen li:visible")).to_contain_text("Tom Bauer")
    wizard.save()


def name_primary_contact(wizard):
    page = wizard.step("primary_contact")
    page.locator("[name=first_name]").fill("Nora")
    page.locator("[name=last_name]").fill("Lind")
    page.locator("[name=email]").fill(CONTACT)
    page.locator("form#form-main [name=language]").select_option("en")
    wizard.save()


def stand_alone(wizard):
    page = wizard.step("hierarchy")
    page.locator("[name=decision][value=independent]").check()
    wizard.save()


def open_portal(wizard):
    page = wizard.step("customer_portal")
    page.locator("[name=contact]").first.check()
    page.locator("[name=right][value=manager]").check()
    page.locator("form:has([name=right]) button.button--primary, form:has([name=right]) button").first.click()
    page.wait_for_load_state()


def choose_service_level(wizard, msp):
    page = wizard.step("service_level")
    with acting_for(msp.pk):
        silver = ServiceLevel.objects.get(name="Silber", company=None)
    choice = page.locator("[name=service_level]")
    if choice.first.evaluate("node => node.tagName") == "SELECT":
        choice.select_option(str(silver.pk))
    else:
        page.locator(f"[name=service_level][value='{silver.pk}']").check()
    wizard.save()


def review_and_sign(page, onboarding):
    page.goto("/rheintal/billing/")
    expect(page.locator("main")).to_contain_text("Lindhof Technik GmbH")
    wizard = Wizard(page, onboarding)
    wizard.step("invoice_settings")
    expect(page.locator("form:has(input[name=part][value=sign])")).to_have_count(0)
    page.locator("[name=tax_region]").select_option(index=1)
    page.locator("[name=attention]").fill("Nora Lind, Accounts")
    page.locator("[name=recipients]").first.check()
    wizard.save()
    wizard.press("invoice_settings", "sign")


def set_up_contract(page, onboarding):
    wizard = Wizard(page, onboarding)
    wizard.step("service_contract")
    row = page.locator("tr", has_text=re.compile("Managed workstation"))
    row.locator("input[name*=units_]").fill("3")
    if not page.locator("[name=is_default]").is_checked():
        page.locator("[name=is_default]").check()
    wizard.save()


def bring_devices(page, onboarding):
    found = machines("lindhof", 3, "Lindhof")
    Wizard(page, onboarding).step("devices")
    page.get_by_role("link", name="Import devices").first.click()
    page.locator("input[type=file]").set_input_files(
        {
            "name": "ninja.csv",
            "mimeType": "text/csv",
            "buffer": export("ninjaone", "Lindhof Technik GmbH", "Lörrach", found),
        }
    )
    page.locator("form .button--primary").first.click()
    expect(page.locator("main")).to_contain_text("NinjaOne")
    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.locator("main")).to_contain_text("imported")
    Wizard(page, onboarding).step("devices")
    for box in page.locator("input[name=devices]").all():
        box.check()
    page.locator("input[name=services]").first.check()
    page.locator("button[name=decision][value=cover]").click()
    page.wait_for_load_state()


def the_contact_was_told_exactly(msp):
    with acting_for(msp.pk):
        company = Company.objects.get(name="Lindhof Technik GmbH")
        told = Message.objects.filter(company=company, kind="workflow").order_by("id")
        assert [(message.rule.key, message.recipient) for message in told] == [
            ("onboarding_started", CONTACT),
            ("portal_ready", CONTACT),
            ("go_live", CONTACT),
        ]
        assert Contact.objects.filter(company=company).count() == 1
    assert len(mail_to(CONTACT)) == 4, "three notifications and the invitation"


def the_contact_submits_a_ticket(open_page) -> str:
    invitation = next(mail for mail in mail_to(CONTACT) if "/invitation/" in mail.as_string())
    page = open_page(locale="en-GB", width=360)
    page.goto(link_in(invitation, "/invitation/"))
    page.locator("input[type=password]").first.fill(PASSWORD)
    for other in page.locator("input[type=password]").all()[1:]:
        other.fill(PASSWORD)
    page.locator("form .button--primary").click()
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("Lind")
    page.get_by_role("link", name="New ticket").first.click()
    page.locator("[name=request_type]").first.check()
    page.locator("[name=title]").fill("The printer in the hall is on strike")
    page.locator("form .button--primary").click()
    expect(page.locator("main")).to_contain_text("The printer in the hall is on strike")
    return re.search(r"T\d{8}\.\d{4}", page.locator("main").inner_text()).group()


def the_technician_answers(page, msp, number):
    with acting_for(msp.pk):
        ticket = Ticket.objects.select_related("service_level").get(number=number)
        assert ticket.service_level.name == "Silber"
        assert ticket.response_due_at < ticket.resolution_due_at
    page.goto(f"/rheintal/tickets/{ticket.pk}/")
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main")).to_contain_text("Silber")
    page.locator("[name=body]").fill("I am on my way.")
    page.locator("form:has([name=body]) .button--primary").first.click()
    expect(page.locator("main")).to_contain_text("I am on my way.")


def the_contact_reads_the_answer(open_page, number):
    page = open_page(locale="en-GB")
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(CONTACT)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    page.goto("/")
    page.get_by_role("link", name="The printer in the hall is on strike").first.click()
    expect(page.locator("main")).to_contain_text("I am on my way.")
    expect(page.locator("main")).to_contain_text("Tom")
