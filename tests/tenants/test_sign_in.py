"""Who gets in, and where one lands."""

import pytest

from tenants.models import Entrance, Member, Tenant, User
from tenants.roles import Role
from tests.cast import new_company, new_contact, new_member, new_portal_access

pytestmark = pytest.mark.django_db


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in_and_back(client, rheintal):
    response = client.get("/rheintal/settings/people/?role=admin")
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/rheintal/settings/people/%3Frole%3Dadmin"


def test_whoever_sent_a_form_signed_out_comes_back_to_the_page_of_the_form_and_is_told(client, rheintal):
    page = "http://testserver/rheintal/tickets/3/?tab=notes"
    response = client.post("/rheintal/tickets/3/answer/", {"body": "Done."}, headers={"Referer": page})

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/rheintal/tickets/3/%3Ftab%3Dnotes")
    assert "What you sent last was not saved." in client.get(response.url).text


@pytest.mark.parametrize("origin", ["https://evil.example/rheintal/tickets/3/", "javascript:alert(1)", ""])
def test_a_form_from_elsewhere_leads_back_to_the_beginning(client, rheintal, origin):
    response = client.post("/rheintal/tickets/3/answer/", {"body": "Done."}, headers={"Referer": origin})

    assert response.url == "/accounts/login/?next=/"


def test_an_address_that_only_takes_a_form_says_so(client_of, alice):
    response = client_of(alice).get("/rheintal/settings/people/7/deactivate/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "This is not a page to open" in response.text


def test_signing_in_does_not_tell_which_tenants_there_are(client, rheintal):
    assert client.get("/rheintal/").status_code == client.get("/nowhere/").status_code == 302


def test_another_tenant_is_not_there(client_of, rheintal, mallory):
    assert client_of(mallory).get("/rheintal/").status_code == 404


def test_a_tenant_that_does_not_exist_is_not_there(client_of, alice):
    assert client_of(alice).get("/nowhere/").status_code == 404


def test_a_tenant_that_was_closed_is_not_there(client_of, alice, rheintal):
    Tenant.objects.filter(pk=rheintal.pk).update(is_active=False)
    assert client_of(alice).get("/rheintal/").status_code == 404


def test_signing_in_with_the_password_leads_to_where_one_belongs(client, alice):
    alice.user.set_password("correct horse battery")
    alice.user.save()
    response = client.post("/accounts/login/", {"login": "ALICE@rheintal.example", "password": "correct horse battery"})
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/").url == "/rheintal/"


@pytest.mark.parametrize(
    ("roles", "place"),
    [
        ([Role.ADMIN], "/rheintal/onboarding/my-work/"),
        ([Role.ACCOUNT_MANAGER], "/rheintal/onboarding/my-work/"),
        ([Role.BILLING_ADMIN], "/rheintal/billing/"),
        ([Role.TECHNICIAN], "/rheintal/customers/?view=my"),
        ([Role.TECHNICIAN, Role.BILLING_ADMIN], "/rheintal/onboarding/my-work/"),
    ],
)
def test_each_role_lands_where_its_work_is(client_of, rheintal, roles, place):
    member = new_member(rheintal, "Somebody", *roles)
    assert client_of(member).get("/rheintal/").url == place


def test_a_contact_lands_in_the_portal_of_the_company(client_of, miriam, weinhold):
    browser = client_of(miriam)
    assert browser.get("/").url == "/rheintal/"
    assert browser.get("/rheintal/").url == f"/rheintal/portal/{weinhold.pk}/"


def test_a_contact_of_two_companies_chooses(client_of, miriam, obertal):
    new_portal_access(new_contact(obertal, "Miriam", "Weinhold", email=miriam.email))
    page = client_of(miriam).get("/rheintal/")
    assert page.status_code == 200
    assert "Gemeinde Obertal" in page.text


def test_a_contact_without_a_member_finds_no_page_of_the_staff(client_of, miriam):
    assert client_of(miriam).get("/rheintal/settings/people/").status_code == 404


def test_a_contact_whose_portal_was_switched_off_has_no_place(client_of, miriam, weinhold):
    browser = client_of(miriam)
    type(weinhold).objects.filter(pk=weinhold.pk).update(portal_enabled=False)
    assert browser.get("/rheintal/").status_code == 404
    assert "There is nothing here for you" in browser.get("/").text


def test_somebody_without_any_place_is_told_so(client_of, db):
    user = User.objects.identify("lost@example.org", language="en")
    page = client_of(user).get("/")
    assert page.status_code == 200
    assert "There is nothing here for you" in page.text


def test_somebody_in_two_tenants_chooses(client_of, alice, nordlicht):
    new_member(nordlicht, "Alice Albrecht", Role.TECHNICIAN, email=alice.user.email)
    page = client_of(alice).get("/")
    assert "Rheintal IT" in page.text
    assert "Nordlicht Systems" in page.text


def test_whoever_was_deactivated_is_cut_off_with_the_next_request(client_of, alice, tom):
    browser = client_of(tom)
    assert browser.get("/rheintal/").status_code == 302
    tom.deactivate(by=alice)
    assert browser.get("/rheintal/").status_code in (302, 404)
    assert "/rheintal/customers/" not in browser.get("/rheintal/").headers.get("Location", "")


def test_deactivation_ends_every_session_when_no_place_is_left(client_class, alice, tom):
    first, second = client_class(), client_class()
    tom.user.set_password("correct horse battery")
    tom.user.save()
    for browser in (first, second):
        browser.post("/accounts/login/", {"login": tom.user.email, "password": "correct horse battery"})
    tom.deactivate(by=alice)
    for browser in (first, second):
        assert browser.get("/").url.startswith("/accounts/login/")
    tom.activate(by=alice)
    assert first.get("/").url.startswith("/accounts/login/")


def test_deactivation_leaves_the_place_in_the_other_tenant(client_of, alice, tom, nordlicht):
    new_member(nordlicht, "Tom Bauer", Role.ADMIN, email=tom.user.email)
    browser = client_of(tom)
    tom.deactivate(by=alice)
    assert browser.get("/rheintal/").status_code == 404
    assert browser.get("/nordlicht/").status_code == 302


def test_deactivation_of_a_member_keeps_the_way_to_the_own_portal(client_of, alice, tom, obertal):
    new_portal_access(new_contact(obertal, "Tom", "Bauer", email=tom.user.email))
    tom.deactivate(by=alice)
    assert Entrance.objects.filter(user=tom.user).exists()
    assert client_of(tom).get("/rheintal/").url == f"/rheintal/portal/{obertal.pk}/"


def test_an_account_that_is_switched_off_is_out_at_once(client_of, alice):
    browser = client_of(alice)
    User.objects.filter(pk=alice.user_id).update(is_active=False)
    assert browser.get("/rheintal/").url.startswith("/accounts/login/")


def test_a_member_who_has_not_accepted_yet_is_not_in(client_of, rheintal, alice):
    Member.objects.filter(pk=alice.pk).update(joined_at=None)
    assert client_of(alice).get("/rheintal/").status_code == 404


def test_on_its_own_host_name_only_that_tenant_is_served(client_of, settings, alice, mallory, rheintal, nordlicht):
    settings.ALLOWED_HOSTS = ["testserver", "service.nordlicht.example"]
    Tenant.objects.filter(pk=nordlicht.pk).update(host="service.nordlicht.example")
    own = {"SERVER_NAME": "service.nordlicht.example"}
    assert client_of(mallory).get("/nordlicht/", **own).status_code == 302
    assert client_of(alice).get("/rheintal/", **own).status_code == 404
    assert client_of(alice).get("/rheintal/").status_code == 302


def test_no_header_and_no_field_chooses_the_tenant(client_of, alice, mallory, kuestenhof):
    browser = client_of(alice)
    for header in ({"HTTP_X_TENANT": "nordlicht"}, {"HTTP_X_FORWARDED_HOST": "nordlicht"}):
        assert "Mallory" not in browser.get("/rheintal/settings/people/?tenant=nordlicht", **header).text


def test_the_own_company_stays_out_of_reach_of_other_tenants_by_id(client_of, mallory, jana):
    company = new_company(jana, "Secret Customer")
    page = client_of(mallory).get(f"/nordlicht/customers/{company.pk}/")
    assert page.status_code == 404
    assert "Secret Customer" not in page.text
