"""The issue types of a ticket in Chromium: sub-issue types are those of the chosen issue type."""

import pytest
from playwright.sync_api import expect

from core.rowsecurity import acting_for
from sla.models import IssueType
from tickets.models import Source
from tickets.operations import open_ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRINTING = ["none", "Printing › Printer", "Printing › Scanner"]
TELEPHONY = ["none", "Telephony › Phone", "Telephony › Line"]


def open_new_ticket(open_page, company, member):
    page = open_page(user=member.user)
    page.goto(f"/rheintal/tickets/customers/{company.pk}/new/")
    return page.locator("[name=issue]"), page.locator("[name=sub_issue]")


def test_only_what_belongs_to_the_chosen_issue_type_is_offered(msp, weinhold, tom, open_page):
    issue, sub_issue = open_new_ticket(open_page, weinhold, tom)
    offered = sub_issue.locator("option")

    issue.select_option(label="Printing")
    expect(offered).to_have_text(PRINTING)
    issue.select_option(label="Telephony")
    expect(offered).to_have_text(TELEPHONY)
    issue.select_option(label="none")

    expect(offered.filter(has_text="Printing › Printer")).to_have_count(1)
    expect(offered.filter(has_text="Telephony › Phone")).to_have_count(1)


def test_a_sub_issue_type_brings_its_issue_type_and_goes_when_that_changes(msp, weinhold, tom, open_page):
    issue, sub_issue = open_new_ticket(open_page, weinhold, tom)

    sub_issue.select_option(label="Printing › Scanner")
    expect(issue.locator("option:checked")).to_have_text("Printing")
    expect(sub_issue.locator("option:checked")).to_have_text("Printing › Scanner")
    expect(sub_issue.locator("option")).to_have_text(PRINTING)
    issue.select_option(label="Telephony")
    expect(sub_issue.locator("option:checked")).to_have_text("none")

    sub_issue.select_option(label="Telephony › Line")
    issue.select_option(label="none")

    expect(sub_issue.locator("option:checked")).to_have_text("none")


def test_a_classified_ticket_is_offered_what_belongs_to_its_issue_type(msp, weinhold, tom, open_page):
    with acting_for(msp.pk):
        scanner = IssueType.objects.get(name="Scanner")
        ticket = open_ticket(
            company=weinhold, contact=None, title="It hums", sub_issue=scanner, by=tom, source=Source.PHONE
        )
    page = open_page(user=tom.user)

    page.goto(f"/rheintal/tickets/{ticket.pk}/")

    expect(page.locator("[name=sub_issue] option")).to_have_text(PRINTING)
    expect(page.locator("[name=sub_issue] option:checked")).to_have_text("Printing › Scanner")


def test_without_a_script_everything_is_offered_and_the_issue_type_follows(msp, weinhold, tom, open_page):
    page = open_page(user=tom.user, javascript=False)
    page.goto(f"/rheintal/tickets/customers/{weinhold.pk}/new/")

    page.locator("[name=title]").fill("It hums")
    page.locator("[name=issue]").select_option(label="Printing")
    expect(page.locator("[name=sub_issue] option", has_text="Telephony › Phone")).to_have_count(1)
    page.locator("[name=sub_issue]").select_option(label="Printing › Scanner")
    page.get_by_role("button", name="Open ticket").click()

    expect(page.locator("dd", has_text="Printing › Scanner")).to_be_visible()
