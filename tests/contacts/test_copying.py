"""*Copy and deactivate*: a contact never moves to another company."""

import pytest
from bs4 import BeautifulSoup

from contacts.models import Contact, PortalAccess
from contacts.operations import copy_and_deactivate
from contacts.portal_places import places_of
from core.errors import DomainError, NotAllowed
from tests.cast import new_company, new_contact
from tests.companies.test_pages import fields_of
from tests.support.events import keys_of


def test_the_person_goes_on_at_the_other_company_and_the_place_stays(jana, weinhold, obertal, miriam):
    miriam.update_details(
        values={"mobile": "+49 170 1234567", "phone": "+49 621 1", "room": "2", "opted_out_of_bulk_mail": True},
        seen=1, by=jana,
    )  # fmt: skip

    copy = copy_and_deactivate(contact=miriam, company=obertal, by=jana)

    assert (copy.company, copy.full_name, copy.email) == (obertal, "Miriam Weinhold", "miriam@weinhold.example")
    assert (copy.mobile, copy.phone, copy.room) == ("+49 170 1234567", "", "")
    assert copy.opted_out_of_bulk_mail and copy.is_active and not copy.is_primary and copy.access is None
    miriam.refresh_from_db()
    assert miriam.company == weinhold and not miriam.is_active and not miriam.is_primary
    assert not PortalAccess.objects.filter(contact=miriam, is_enabled=True).exists()
    assert keys_of(obertal) == ["contacts.contact_created"]
    assert keys_of(weinhold)[-1] == "contacts.contact_copied"


def test_what_is_the_persons_own_goes_along(jana, obertal, miriam):
    own = {
        "suffix": "MBA", "email_2": "miriam@privat.example", "street": "Am Rain 3", "postal_code": "79540",
        "city": "Lörrach", "country": "DE", "linkedin_url": "www.linkedin.com/in/miriam", "opted_out_of_calls": True,
        "opted_out_of_surveys": True,
    }  # fmt: skip
    miriam.update_details(values=own, seen=1, by=jana)

    copy = copy_and_deactivate(contact=miriam, company=obertal, by=jana)

    assert {name: getattr(copy, name) for name in own} == own
    assert copy.calls_opted_out_at is not None


def test_an_address_that_came_back_still_does(jana, obertal, miriam):
    Contact.objects.filter(pk=miriam.pk).update(bounced_at=miriam.created_at)

    assert copy_and_deactivate(contact=miriam, company=obertal, by=jana).has_bounced


def test_the_same_sign_in_opens_the_portal_at_the_new_company(rheintal, jana, obertal, miriam):
    user = PortalAccess.objects.get(contact=miriam).user

    copy = copy_and_deactivate(contact=miriam, company=obertal, by=jana)
    assert not places_of(user, rheintal).exists()
    copy.enable_portal(right="basic", by=jana)

    assert [place.contact for place in places_of(user, rheintal)] == [copy]


@pytest.mark.parametrize("why", ["same_company", "company_inactive", "already_there", "inactive"])
def test_what_cannot_be_is_refused_and_nothing_changes(jana, weinhold, obertal, miriam, why):
    company = weinhold if why == "same_company" else obertal
    if why == "company_inactive":
        obertal.deactivate(by=jana)
    elif why == "already_there":
        new_contact(obertal, "Miriam", "Anders", email=miriam.email)
    elif why == "inactive":
        miriam.deactivate(by=jana)
    before = Contact.objects.count()

    with pytest.raises(DomainError) as refusal:
        copy_and_deactivate(contact=miriam, company=company, by=jana)

    assert refusal.value.code == why
    assert Contact.objects.count() == before


def test_a_billing_admin_may_not(petra, obertal, miriam):
    with pytest.raises(NotAllowed):
        copy_and_deactivate(contact=miriam, company=obertal, by=petra)


def test_the_page_says_what_stays_behind_and_does_it(client_of, jana, obertal, miriam):
    browser, url = client_of(jana), f"/rheintal/contacts/{miriam.pk}/copy/"
    page = browser.get(url).content.decode()

    assert "has none afterwards" in page and "it ends at once" in page
    response = browser.post(url, {"company": obertal.pk}, follow=True)
    assert "is a contact of Gemeinde Obertal now" in response.content.decode()
    assert Contact.objects.for_company(obertal).get().last_name == "Weinhold"


def test_a_company_that_one_does_not_see_is_neither_offered_nor_taken(client_of, tom, obertal, miriam):
    browser, url = client_of(tom), f"/rheintal/contacts/{miriam.pk}/copy/"

    assert "Obertal" not in browser.get(f"{url}?find=ober").content.decode().replace('value="ober"', "")
    assert browser.post(url, {"company": obertal.pk}).status_code == 422
    assert browser.post(url, {"company": "9" * 30}).status_code == 422
    assert browser.post(url, {}).status_code == 422


def test_two_who_set_a_primary_contact_at_once_are_told_whom_they_replace(client_of, jana, weinhold, miriam, carl):
    otto = new_contact(weinhold, "Otto", "Zweit")
    browser, url = client_of(jana), f"/rheintal/contacts/{otto.pk}/edit/"
    opened = {**fields_of(browser.get(url)), "is_primary": "on"}
    carl.designate_primary(by=jana)

    told = browser.post(url, opened)
    assert told.status_code == 422
    assert "Carl Sommer has become the primary contact" in told.content.decode()
    assert "Replaces Carl Sommer" in told.content.decode()
    assert Contact.objects.primary_of(weinhold) == carl
    assert browser.post(url, {**fields_of(told), "is_primary": "on"}).status_code == 303
    assert Contact.objects.primary_of(weinhold) == otto


def test_the_page_of_a_contact_asks_whom_it_replaces(client_of, jana, weinhold, miriam, carl):
    browser, url = client_of(jana), f"/rheintal/contacts/{carl.pk}/"
    page = browser.get(url).content.decode()
    assert "Replace Miriam Weinhold as the primary contact?" in page
    miriam.withdraw_primary(by=jana)

    told = browser.post(f"{url}primary/", {"instead_of": miriam.pk}, follow=True)

    assert "no primary contact any more" in told.content.decode()
    assert Contact.objects.primary_of(weinhold) is None


def test_the_list_says_whom_a_contact_would_replace(client_of, jana, weinhold, miriam, carl):
    browser = client_of(jana)
    page = BeautifulSoup(browser.get("/rheintal/contacts/").content, "html.parser")
    [entry] = page.select("form[action*='/primary/']")
    assert entry.get_text(strip=True) == "Make primary contact in place of Miriam Weinhold"
    miriam.withdraw_primary(by=jana)

    told = browser.post(entry["action"], follow=True)
    assert "no primary contact any more" in told.content.decode()
    assert Contact.objects.primary_of(weinhold) is None
    page = BeautifulSoup(browser.get("/rheintal/contacts/").content, "html.parser")
    entries = {each.get_text(strip=True): each["action"] for each in page.select("form[action*='/primary/']")}
    assert set(entries) == {"Make primary contact"}
    browser.post(f"/rheintal/contacts/{carl.pk}/primary/?instead_of=")
    assert Contact.objects.primary_of(weinhold) == carl


def test_a_new_contact_that_is_likely_there_is_shown_first(client_of, jana, weinhold, miriam, carl):
    other = new_company(jana, "Andere GmbH")
    browser, url = client_of(jana), f"/rheintal/contacts/of/{other.pk}/new/"
    sent = {**fields_of(browser.get(url)), "last_name": "Sommer", "email": carl.email}

    asked = browser.post(url, sent)
    assert asked.status_code == 422
    assert f"/rheintal/contacts/{carl.pk}/" in asked.content.decode()
    assert browser.post(url, {**sent, "is_another": "on"}).status_code == 303
    assert Contact.objects.filter(email=carl.email).count() == 2
