import pytest

from companies.models import ParentLink
from contacts.models import PortalAccess, PortalRight
from core.rowsecurity import acting_for
from tests.cast import new_company, new_contact, new_portal_access
from tests.devices.conftest import new_device
from tests.portal.conftest import ticket_of
from tickets.models import Note, Ticket


def home(company) -> str:
    return f"/rheintal/portal/{company.pk}/"


def page_of(ticket, company=None) -> str:
    return f"{home(company or ticket.company)}tickets/{ticket.number}/"


def pages(company) -> list[str]:
    return [home(company), f"{home(company)}tickets/", f"{home(company)}tickets/new/"]


def test_a_contact_reaches_the_own_portal(client_of, miriam, weinhold):
    for url in pages(weinhold):
        assert client_of(miriam).get(url).status_code == 200


def test_anonymous_people_are_asked_to_sign_in(client, weinhold):
    for url in pages(weinhold):
        response = client.get(url)
        assert response.status_code == 302
        assert "/login/" in response["Location"]


@pytest.mark.parametrize("name", ["alice", "jana", "petra", "tom", "sina"])
def test_staff_without_a_place_as_contact_find_nothing(request, client_of, weinhold, name):
    for url in pages(weinhold):
        assert client_of(request.getfixturevalue(name)).get(url).status_code == 404


def test_other_companies_and_other_tenants_are_not_there(client_of, miriam, obertal, kuestenhof):
    browser = client_of(miriam)
    for url in (*pages(obertal), *pages(kuestenhof), f"/nordlicht/portal/{kuestenhof.pk}/", "/nordlicht/"):
        assert browser.get(url).status_code == 404, url


def test_the_staff_s_pages_are_not_there_for_contacts(client_of, miriam, weinhold):
    for url in ("customers/", "devices/", "tickets/", "onboarding/", f"devices/customers/{weinhold.pk}/coverage/"):
        assert client_of(miriam).get(f"/rheintal/{url}").status_code == 404, url


@pytest.mark.parametrize(
    "ends",
    [
        lambda contact: PortalAccess.objects.filter(contact=contact).update(is_enabled=False),
        lambda contact: type(contact).objects.filter(pk=contact.pk).update(is_active=False, is_primary=False),
        lambda contact: type(contact.company).objects.filter(pk=contact.company_id).update(is_active=False),
        lambda contact: type(contact.company).objects.filter(pk=contact.company_id).update(portal_enabled=False),
        lambda contact: PortalAccess.objects.filter(contact=contact).delete(),
        lambda contact: PortalAccess.objects.filter(contact=contact).update(right=PortalRight.TASKFIRE_ADMIN),
    ],
    ids=["access off", "former contact", "company inactive", "portal off", "no access", "taskfire off"],
)
def test_what_ends_the_access_ends_it_with_the_next_request(client_of, miriam, weinhold, ends):
    browser, ticket = client_of(miriam), ticket_of(miriam)
    assert browser.get(home(weinhold)).status_code == 200
    ends(miriam)
    for url in (*pages(weinhold), page_of(ticket)):
        assert browser.get(url).status_code == 404, url
    assert browser.post(page_of(ticket), {"body": "still here"}).status_code == 404
    assert not Note.objects.exists()


def test_basic_sees_the_own_tickets_only(client_of, miriam, bruno):
    theirs, own = ticket_of(miriam, "Salaries"), ticket_of(bruno, "My mouse")
    browser = client_of(bruno)
    assert browser.get(page_of(own)).status_code == 200
    assert browser.get(page_of(theirs)).status_code == 404
    assert browser.post(page_of(theirs), {"body": "let me see"}).status_code == 404
    for url in pages(bruno.company)[:2]:
        page = browser.get(url).content.decode()
        assert "My mouse" in page
        assert "Salaries" not in page


def test_advanced_sees_the_company_and_what_is_below_it_but_not_above_or_beside(client_of, jana, miriam, bruno):
    weinhold = miriam.company
    below = new_company(jana, "Weinhold Basel", parent=weinhold, parent_link=ParentLink.SUBSIDIARY)
    above = new_company(jana, "Weinhold Holding")
    beside = new_company(jana, "Weinhold Zürich", parent=above, parent_link=ParentLink.SUBSIDIARY)
    weinhold.parent, weinhold.parent_link = above, ParentLink.SUBSIDIARY
    weinhold.save()
    browser = client_of(miriam)
    for company, status in ((below, 200), (above, 404), (beside, 404)):
        ticket = ticket_of(new_contact(company, "Kim", company.name))
        assert browser.get(page_of(ticket, weinhold)).status_code == status, company
        assert browser.get(home(company)).status_code == 404
    assert browser.get(page_of(ticket_of(bruno))).status_code == 200


def test_tickets_of_other_customers_and_tenants_are_not_there(client_of, miriam, obertal, kuestenhof):
    for company in (obertal, kuestenhof):
        ticket = ticket_of(new_contact(company, "Otto", "Other"))
        assert client_of(miriam).get(page_of(ticket, miriam.company)).status_code == 404


def test_internal_notes_reach_the_customer_nowhere(client_of, miriam, tom):
    ticket = ticket_of(miriam)
    ticket.answer(body="SECRET the customer is difficult", by=tom, is_public=False)
    ticket.answer(body="We are on it.", by=tom, is_public=True)
    browser = client_of(miriam)
    for url in (*pages(miriam.company), page_of(ticket), f"{home(miriam.company)}tickets/?show=solved"):
        assert "SECRET" not in browser.get(url).content.decode()
    assert "We are on it." in browser.get(page_of(ticket)).content.decode()


def test_no_mail_address_of_staff_is_shown_but_that_of_the_provider(client_of, miriam, tom, jana, rheintal):
    ticket = ticket_of(miriam)
    ticket.answer(body="We are on it.", by=tom)
    ticket.assign(member=tom, by=jana)
    for url in (*pages(miriam.company), page_of(ticket)):
        page = client_of(miriam).get(url).content.decode()
        assert "@rheintal.example" not in page.replace(rheintal.support_email, "")
    assert rheintal.support_email in client_of(miriam).get(home(miriam.company)).content.decode()


def test_a_colleague_s_device_list_of_another_customer_cannot_be_reached(client_of, miriam, obertal, disturbance):
    other, own = new_device(obertal, "OBT-1"), new_device(miriam.company, "WST-1")
    browser, url = client_of(miriam), pages(miriam.company)[2]
    data = {"request_type": disturbance.pk, "title": "Help"}
    assert browser.post(url, {**data, "device": other.pk}).status_code == 422
    assert browser.post(url, {**data, "request_type": 999999}).status_code == 422
    assert not Ticket.objects.exists()
    page = browser.get(url).content.decode()
    assert "OBT-1" not in page
    assert "WST-1" in page
    assert browser.post(url, {**data, "device": own.pk}).status_code == 303


def test_nothing_that_staff_decides_can_be_smuggled_into_a_ticket(client_of, miriam, obertal, tom, disturbance):
    data = {
        "request_type": disturbance.pk, "title": "Help", "priority": "critical", "assignee": tom.pk, "source": "staff",
        "company": obertal.pk, "contact": "1", "status": "complete", "service_level": "1",
    }  # fmt: skip
    assert client_of(miriam).post(pages(miriam.company)[2], data).status_code == 303
    ticket = Ticket.objects.get()
    assert (ticket.company, ticket.contact, ticket.assignee, ticket.source) == (miriam.company, miriam, None, "portal")
    assert (ticket.priority, ticket.status) == ("high", "new")


def test_an_answer_is_public_and_changes_no_status_of_its_own(client_of, miriam):
    ticket = ticket_of(miriam)
    data = {"body": "It still smokes.", "is_public": "", "status": "complete"}
    assert client_of(miriam).post(page_of(ticket), data).status_code == 303
    note = Note.objects.get()
    assert (note.is_public, note.contact, note.member) == (True, miriam, None)
    ticket.refresh_from_db()
    assert ticket.status == "new"


def test_one_person_at_two_companies_has_both_and_no_third(client_of, miriam, obertal, geheim):
    twin = new_contact(obertal, "Miriam", "Weinhold", email=miriam.email)
    new_portal_access(twin, PortalRight.BASIC)
    browser = client_of(miriam)
    page = browser.get(home(miriam.company)).content.decode()
    assert home(obertal) in page
    assert browser.get(home(obertal)).status_code == 200
    assert browser.get(home(geheim)).status_code == 404
    ticket = ticket_of(miriam)
    assert browser.get(page_of(ticket, obertal)).status_code == 404


def test_the_same_address_at_another_msp_opens_nothing_here(client_of, kuestenhof, weinhold, mallory):
    contact = new_contact(kuestenhof, "Miriam", "Weinhold", email="miriam@weinhold.example")
    new_portal_access(contact, PortalRight.MANAGER)
    with acting_for(kuestenhof.tenant_id):
        browser = client_of(contact)
    assert browser.get(f"/nordlicht/portal/{kuestenhof.pk}/").status_code == 200
    assert browser.get(home(weinhold)).status_code == 404
