"""The pages of contacts."""

import pytest
from bs4 import BeautifulSoup

from companies.operations import add_location
from contacts.models import Contact, PortalAccess
from tenants.models import User
from tests.cast import new_contact
from tests.companies.test_list_page import names_on
from tests.companies.test_pages import fields_of
from tests.support.queries import at_most

CONTACT = "/rheintal/contacts/{pk}/"
PAGES = ["", "edit/", "portal/"]
VERBS = ["primary/", "deactivate/", "activate/", "portal/invite-again/"]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_who_may_and_is_not_there_for_others(client_of, jana, sina, mallory, miriam, path):
    url = CONTACT.format(pk=miriam.pk) + path

    assert client_of(jana).get(url).status_code == 200
    assert client_of(mallory).get(url).status_code == 404
    assert client_of(sina).get(url).status_code in (403, 404)


def test_a_technician_outside_finds_no_contact_to_edit(client_of, sina, miriam):
    assert client_of(sina).get(CONTACT.format(pk=miriam.pk) + "edit/").status_code == 404
    assert client_of(sina).post(CONTACT.format(pk=miriam.pk) + "deactivate/").status_code == 404


def test_who_sees_but_may_not_is_told_so(client_of, petra, tom, miriam, weinhold):
    assert client_of(petra).get(CONTACT.format(pk=miriam.pk) + "edit/").status_code == 403
    assert client_of(petra).get(f"/rheintal/contacts/of/{weinhold.pk}/new/").status_code == 403
    assert client_of(tom).get(CONTACT.format(pk=miriam.pk) + "portal/").status_code == 403


@pytest.mark.parametrize("path", VERBS)
def test_a_verb_is_a_post_of_who_may(client_of, jana, petra, mallory, miriam, path):
    url = CONTACT.format(pk=miriam.pk) + path

    assert client_of(jana).get(url).status_code == 405
    assert client_of(petra).post(url).status_code == 403
    assert client_of(mallory).post(url).status_code == 404
    assert client_of(jana).post(url).status_code == 303


def test_the_list_shows_who_is_primary_and_only_what_one_sees(client_of, tom, sina, miriam, carl, geheim):
    new_contact(geheim, "Geheime", "Person")

    page = client_of(tom).get("/rheintal/contacts/").content.decode()

    assert "Weinhold, Miriam" in page and "Primary contact" in page and "Sommer, Carl" in page
    assert "Geheime" not in page
    assert "Miriam" not in client_of(sina).get("/rheintal/contacts/?q=miriam").content.decode().replace("q=miriam", "")


def test_the_list_is_narrowed_by_the_beginning_of_the_job_title(client_of, jana, weinhold):
    new_contact(weinhold, "Eva", "Eins", title="Geschäftsführerin")
    new_contact(weinhold, "Otto", "Zwei", title="Leitung Geschäftsstelle")

    page = client_of(jana).get("/rheintal/contacts/?title=GESCHÄFTS").content.decode()

    assert "Eins, Eva" in page and "Zwei, Otto" not in page


@pytest.mark.parametrize("asked", ["+49 7621", "0049 7621/12", "49 (0)7621 12-3", "497621"])
def test_a_number_is_found_by_its_beginning_however_it_is_written(client_of, jana, weinhold, asked):
    new_contact(weinhold, "Eva", "Eins", phone="+49 (0)7621 123-45")
    new_contact(weinhold, "Otto", "Zwei", mobile="0049 7621 12399")
    new_contact(weinhold, "Uwe", "Drei", alternate_phone="+49/7621/123")
    new_contact(weinhold, "Ina", "Vier", phone="07621 12345", fax="+49 7621 12345")

    page = client_of(jana).get("/rheintal/contacts/", {"phone": asked})

    assert names_on(page) == ["Drei, Uwe", "Eins, Eva", "Zwei, Otto"]


@pytest.mark.parametrize("asked", ["+", "by phone", "00", "\x00", "٣"])
def test_what_has_no_digits_is_nobody_s_number(client_of, jana, miriam, asked):
    assert names_on(client_of(jana).get("/rheintal/contacts/", {"phone": asked})) == []


def test_a_company_that_one_does_not_see_has_no_contacts(client_of, petra, miriam, geheim):
    assert names_on(client_of(petra).get(f"/rheintal/contacts/?company={geheim.pk}")) == []


@pytest.mark.parametrize(("asked", "found"), [("LÖRR", ["Eins, Eva"]), ("haupt", ["Zwei, Otto"]), ("rrach", [])])
def test_people_are_found_by_the_name_of_their_location_or_its_address(client_of, jana, weinhold, asked, found):
    branch = add_location(company=weinhold, name="Lörrach", by=jana)
    nameless = weinhold.locations.get(is_primary=True)
    nameless.street = "Hauptstr. 1"
    nameless.save()
    new_contact(weinhold, "Eva", "Eins", location=branch)
    new_contact(weinhold, "Otto", "Zwei", location=nameless)
    new_contact(weinhold, "Uwe", "Drei")

    assert names_on(client_of(jana).get("/rheintal/contacts/", {"location": asked})) == found


def test_the_filters_for_phone_and_location_are_offered_in_german(client_of, jana, miriam):
    User.objects.filter(pk=jana.user_id).update(language="de")

    page = BeautifulSoup(client_of(jana).get("/rheintal/contacts/?panel=1").content, "html.parser")

    assert page.select_one("label:has([name=phone])").get_text(strip=True) == "Telefon"
    assert page.select_one("label:has([name=location])").get_text(strip=True) == "Standort"


def test_the_list_shows_and_exports_what_few_look_at_once_it_is_chosen(client_of, jana, weinhold):
    new_contact(weinhold, "Eva", "Eins", email_2="eva@privat.example", country="AT", opted_out_of_calls=True)
    client = client_of(jana)
    url = "/rheintal/contacts/?columns=name&columns=email_2&columns=country&columns=no_calls&columns=no_surveys"

    assert "eva@privat.example" not in client.get("/rheintal/contacts/").content.decode()
    assert "eva@privat.example" in client.get(url).content.decode()
    exported = b"".join(client.get(f"{url}&export=csv").streaming_content).decode("utf-8-sig")
    assert exported.splitlines()[1] == '"Eins, Eva",eva@privat.example,Austria,Yes,No'


def test_the_list_marks_the_numbers_that_nobody_calls_to_sell_something(client_of, jana, weinhold):
    new_contact(weinhold, "Eva", "Eins", phone="07621 1")
    new_contact(weinhold, "Otto", "Zwei", phone="07621 2", opted_out_of_calls=True)

    page = client_of(jana).get("/rheintal/contacts/").content.decode()

    assert page.count('title="No sales calls"') == 1
    assert '<span class="person nowrap">07621 2<span class="caution" title="No sales calls">' in page


def test_the_page_shows_what_is_filled_and_whom_not_to_call(client_of, jana, weinhold, miriam):
    url = CONTACT.format(pk=miriam.pk)
    client = client_of(jana)
    assert "No sales calls" not in client.get(url).content.decode()
    miriam.update_details(
        values={
            "email_2": "miriam@privat.example", "street": "Am Rain 3", "x_url": "x.com/miriam",
            "opted_out_of_calls": True,
        },
        seen=1, by=jana,
    )  # fmt: skip

    page = client.get(url).content.decode()

    assert all(words in page for words in ("No sales calls", "miriam@privat.example", "Am Rain 3"))
    assert 'href="https://x.com/miriam"' in page


def test_what_few_contacts_have_is_folded_away_until_it_is_filled_or_wrong(client_of, jana, miriam):
    client, url = client_of(jana), CONTACT.format(pk=miriam.pk) + "edit/"
    opened = client.get(url)
    assert "<details open" not in opened.content.decode()

    refused = client.post(url, {**fields_of(opened), "x_url": "keine Seite", "postal_code": "7"})

    assert refused.status_code == 422
    assert "keine Seite" in refused.content.decode() and "<details" in refused.content.decode()
    assert "https://www.example.com/name" in refused.content.decode()
    assert client.post(url, {**fields_of(opened), "x_url": "x.com/m", "city": "Lörrach"}).status_code == 303
    assert Contact.objects.get(pk=miriam.pk).city == "Lörrach"


@pytest.mark.parametrize("number", [2, 20])
def test_the_queries_of_the_list_do_not_depend_on_the_rows(client_of, jana, weinhold, number):
    for each in range(number):
        new_contact(weinhold, "Eva", f"Beispiel {each}")
    client = client_of(jana)

    with at_most(12):
        client.get("/rheintal/contacts/?columns=name&columns=company&columns=portal&columns=primary")


def test_the_companys_tab_shows_its_contacts_and_offers_a_new_one(client_of, jana, sina, weinhold, miriam):
    url = f"/rheintal/contacts/of/{weinhold.pk}/"

    assert "Miriam Weinhold" in client_of(jana).get(url).content.decode()
    assert client_of(sina).get(url).status_code == 404


def test_a_new_contact_becomes_the_primary_contact_at_once(client_of, jana, weinhold, miriam):
    client, url = client_of(jana), f"/rheintal/contacts/of/{weinhold.pk}/new/"
    page = client.get(url)
    assert "Replaces Miriam Weinhold" in page.content.decode()

    sent = {**fields_of(page), "last_name": "Haas", "email": "haas@weinhold.example", "is_primary": "on"}
    assert client.post(url, sent).status_code == 303

    assert Contact.objects.primary_of(weinhold).last_name == "Haas"


def test_a_new_contact_begins_with_language_and_phone_of_the_company(client_of, jana, weinhold):
    values = {"language": "en", "phone": "+49 7621 100"}
    weinhold.update_details(values=values, seen=weinhold.version, by=jana)

    begun = fields_of(client_of(jana).get(f"/rheintal/contacts/of/{weinhold.pk}/new/"))

    assert (begun["language"], begun["phone"], begun["city"]) == (["en"], ["+49 7621 100"], [""])


def test_invalid_input_keeps_what_was_typed(client_of, jana, weinhold):
    client, url = client_of(jana), f"/rheintal/contacts/of/{weinhold.pk}/new/"

    response = client.post(url, {"first_name": "Zoë", "last_name": "", "email": "keine Adresse", "is_primary": "on"})

    assert response.status_code == 422
    assert "Zoë" in response.content.decode() and "keine Adresse" in response.content.decode()
    assert not Contact.objects.for_company(weinhold).exists()


def test_the_primary_contact_needs_an_address_by_form(client_of, jana, weinhold):
    client, url = client_of(jana), f"/rheintal/contacts/of/{weinhold.pk}/new/"

    response = client.post(url, {"last_name": "Haas", "language": "de", "is_primary": "on"})

    assert response.status_code == 422
    assert not Contact.objects.for_company(weinhold).exists()


def test_edit_contact_hands_the_primary_contact_over(client_of, jana, weinhold, miriam, carl):
    client, url = client_of(jana), CONTACT.format(pk=carl.pk) + "edit/"

    assert client.post(url, {**fields_of(client.get(url)), "is_primary": "on"}).status_code == 303

    assert Contact.objects.primary_of(weinhold) == carl


def test_of_two_tabs_the_second_is_refused_and_keeps_what_was_typed(client_of, alice, jana, miriam):
    first, second, url = client_of(alice), client_of(jana), CONTACT.format(pk=miriam.pk) + "edit/"
    hers, mine = fields_of(first.get(url)), fields_of(second.get(url))
    first.post(url, {**hers, "title": "Inhaberin"})

    refused = second.post(url, {**mine, "title": "Leitung", "phone": "0761 555"})

    assert refused.status_code == 409
    assert all(words in refused.content.decode() for words in ("Inhaberin", "Leitung", "0761 555"))
    assert Contact.objects.get(pk=miriam.pk).title == "Inhaberin"


def test_the_portal_tab_enables_changes_and_ends(client_of, jana, carl):
    client, url = client_of(jana), CONTACT.format(pk=carl.pk) + "portal/"

    assert client.post(url, {"is_enabled": "on", "right": "basic"}).status_code == 303
    assert "Invitation sent" in client.get(url).content.decode()
    assert client.post(url, {"is_enabled": "on", "right": "manager"}).status_code == 303
    assert PortalAccess.objects.get(contact=carl).right == "manager"
    assert client.post(url, {"right": "manager"}).status_code == 303
    assert not PortalAccess.objects.get(contact=carl).is_enabled


def test_taskfire_rights_are_offered_only_where_taskfire_is_on(client_of, jana, weinhold, carl):
    client, url = client_of(jana), CONTACT.format(pk=carl.pk) + "portal/"

    assert "Taskfire administrator" not in client.get(url).content.decode()
    assert client.post(url, {"is_enabled": "on", "right": "taskfire_admin"}).status_code == 422

    weinhold.enable_taskfire(confirmations=(True, True), by=jana)
    assert client.post(url, {"is_enabled": "on", "right": "taskfire_admin"}).status_code == 303


def test_a_contact_of_another_tenant_is_not_there(client_of, jana, kuestenhof):
    stranger = new_contact(kuestenhof, "Nora", "Nord")

    for path in PAGES:
        assert client_of(jana).get(CONTACT.format(pk=stranger.pk) + path).status_code == 404
    assert client_of(jana).get(f"/rheintal/contacts/of/{kuestenhof.pk}/new/").status_code == 404
