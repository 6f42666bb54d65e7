"""What is written down about a contact: numbers, the location of the own company, consent."""

import pytest
from django.db import IntegrityError, transaction

from companies.models import Company
from companies.operations import add_location
from contacts.models import Contact
from contacts.operations import create_contact
from core.errors import DomainError
from events.models import Event


def test_the_location_is_one_of_the_own_company_and_used(jana, weinhold, obertal, carl):
    lager = add_location(company=weinhold, by=jana, name="Lager")
    carl.update_details(values={"location": lager, "room": "2.14"}, seen=1, by=jana)

    with pytest.raises(DomainError) as refusal:
        carl.update_details(values={"location": obertal.locations.get()}, seen=2, by=jana)
    assert (refusal.value.code, refusal.value.field) == ("location_of_other_company", "location")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=carl.pk).update(location=obertal.locations.get())
    assert Contact.objects.get(pk=carl.pk).location == lager


def test_a_contact_keeps_a_location_that_is_no_longer_used_but_gets_none(jana, weinhold, carl):
    lager = add_location(company=weinhold, by=jana, name="Lager")
    carl.update_details(values={"location": lager}, seen=1, by=jana)
    lager.deactivate(by=jana)

    carl.update_details(values={"location": lager, "room": "3"}, seen=2, by=jana)
    with pytest.raises(DomainError) as refusal:
        create_contact(company=weinhold, by=jana, last_name="Neu", location=lager)
    assert refusal.value.code == "location_inactive"


def test_a_number_that_nobody_can_dial_is_refused_at_its_field(jana, carl):
    with pytest.raises(DomainError) as refusal:
        carl.update_details(values={"mobile": "privat"}, seen=1, by=jana)
    assert refusal.value.field == "mobile"


def test_the_title_stands_before_the_name_and_sorts_nothing(jana, weinhold):
    contact = create_contact(company=weinhold, by=jana, prefix="Dr.", first_name="Eva", last_name="Änger")

    assert contact.full_name == "Dr. Eva Änger"
    assert contact.name_in_order == "Änger, Eva"
    assert contact.sort_name == "anger eva"


def test_a_contact_is_found_by_its_number_in_another_system(jana, weinhold, carl):
    carl.update_details(values={"external_id": "AT-29683"}, seen=1, by=jana)

    assert list(Contact.objects.search("29683")) == [carl]


def test_opting_out_of_bulk_mail_is_remembered_with_its_moment_until_it_ends(jana, carl):
    carl.update_details(values={"opted_out_of_bulk_mail": True}, seen=1, by=jana)
    since = Contact.objects.get(pk=carl.pk).bulk_mail_opted_out_at
    carl.update_details(values={"title": "Leitung"}, seen=2, by=jana)

    assert since is not None and Contact.objects.get(pk=carl.pk).bulk_mail_opted_out_at == since
    carl.update_details(values={"opted_out_of_bulk_mail": False}, seen=3, by=jana)
    assert Contact.objects.get(pk=carl.pk).bulk_mail_opted_out_at is None


def test_opting_out_of_sales_calls_is_remembered_with_its_moment_until_it_ends(jana, carl):
    carl.update_details(values={"opted_out_of_calls": True, "opted_out_of_surveys": True}, seen=1, by=jana)
    since = Contact.objects.get(pk=carl.pk).calls_opted_out_at
    carl.update_details(values={"title": "Leitung"}, seen=2, by=jana)

    assert since is not None and Contact.objects.get(pk=carl.pk).calls_opted_out_at == since
    carl.update_details(values={"opted_out_of_calls": False}, seen=3, by=jana)
    assert Contact.objects.get(pk=carl.pk).calls_opted_out_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=carl.pk).update(opted_out_of_calls=True)


def test_initial_and_suffix_belong_to_the_full_name_and_sort_nothing(jana, weinhold):
    contact = create_contact(
        company=weinhold, by=jana, first_name="Eva", middle_initial="M.", last_name="Änger", suffix="LL.M."
    )

    assert contact.full_name == "Eva M. Änger LL.M."
    assert (contact.name_in_order, contact.sort_name) == ("Änger, Eva", "anger eva")


def test_an_address_of_ones_own_is_optional_and_without_a_country_one_of_the_companys(jana, weinhold, carl):
    assert not carl.has_own_address
    carl.update_details(values={"street": "Am Rain 3", "postal_code": "79540", "city": "Lörrach"}, seen=1, by=jana)
    assert carl.address_lines == ["Am Rain 3", "79540 Lörrach"]

    with pytest.raises(DomainError) as refusal:
        carl.update_details(values={"postal_code": "1010"}, seen=2, by=jana)
    assert (refusal.value.code, refusal.value.field) == ("postal_code_invalid", "postal_code")
    carl.update_details(values={"postal_code": "1010", "city": "Wien", "country": "AT"}, seen=2, by=jana)
    assert carl.address_lines == ["Am Rain 3", "1010 Wien", "Austria"]
    with pytest.raises(DomainError):
        carl.update_details(values={"country": ""}, seen=3, by=jana)


MARKET_SQUARE = {"street": "Marktplatz 3", "postal_code": "79539", "city": "Lörrach", "country": "DE"}
RIVERSIDE = {"street": "Am Rhein 2", "postal_code": "79576", "city": "Weil am Rhein", "country": "DE"}


@pytest.fixture
def at_the_market(jana, weinhold):
    weinhold.update_details(values={**MARKET_SQUARE, "state": "Baden-Württemberg"}, seen=weinhold.version, by=jana)
    return weinhold


@pytest.mark.parametrize(
    "address",
    [
        MARKET_SQUARE,
        {**MARKET_SQUARE, "country": ""},
        {**MARKET_SQUARE, "street": " MARKTPLATZ  3 ", "city": "Lorrach", "state": "Baden-Württemberg"},
    ],
)
def test_the_address_of_the_company_is_not_kept_as_the_contacts_own(jana, at_the_market, carl, address):
    new = create_contact(company=at_the_market, by=jana, last_name="Ott", title="Einkauf", **address)
    carl.update_details(values={"title": "Einkauf", **address}, seen=1, by=jana)

    for contact in (Contact.objects.get(pk=new.pk), Contact.objects.get(pk=carl.pk)):
        assert (contact.title, contact.has_own_address) == ("Einkauf", False)


@pytest.mark.parametrize(
    "other",
    [
        {"street": "Marktplatz 5"}, {"street": ""}, {"city": "Steinen"}, {"address_addition": "Hinterhaus"},
        {"state": "Hessen"}, {"postal_code": "4051", "country": "CH"},
    ],
)  # fmt: skip
def test_an_address_that_differs_in_anything_is_the_contacts_own(jana, at_the_market, carl, other):
    address = {**MARKET_SQUARE, **other}
    carl.update_details(values=address, seen=1, by=jana)

    stored = Contact.objects.get(pk=carl.pk)
    assert {name: str(getattr(stored, name)) for name in address} == address


def test_the_address_of_the_location_is_not_kept_either_whichever_comes_last(jana, at_the_market, carl, miriam):
    depot = add_location(company=at_the_market, by=jana, name="Depot", **RIVERSIDE)

    carl.update_details(values=RIVERSIDE, seen=1, by=jana)
    assert Contact.objects.get(pk=carl.pk).street == "Am Rhein 2"
    carl.update_details(values={"location": depot}, seen=2, by=jana)
    miriam.update_details(values={"location": depot}, seen=miriam.version, by=jana)
    miriam.update_details(values=RIVERSIDE, seen=miriam.version, by=jana)

    for contact in (Contact.objects.get(pk=carl.pk), Contact.objects.get(pk=miriam.pk)):
        assert (contact.location, contact.has_own_address) == (depot, False)
    changes = Event.objects.filter(key="contacts.contact_changed", subject_id=carl.pk).latest("id").changes
    assert (changes["location"], changes["street"]) == ([None, "Depot"], ["Am Rhein 2", ""])


def test_who_moves_back_to_the_company_follows_it_from_then_on(jana, at_the_market, carl):
    carl.update_details(values=RIVERSIDE, seen=1, by=jana)
    carl.update_details(values=MARKET_SQUARE, seen=2, by=jana)
    at_the_market.update_details(values=RIVERSIDE, seen=at_the_market.version, by=jana)

    assert not Contact.objects.get(pk=carl.pk).has_own_address


def test_what_is_no_address_is_changed_without_a_look_at_the_address(jana, at_the_market, carl):
    Contact.objects.filter(pk=carl.pk).update(**MARKET_SQUARE)
    carl.refresh_from_db()
    carl.update_details(values={"title": "Einkauf"}, seen=1, by=jana)

    assert Contact.objects.get(pk=carl.pk).street == "Marktplatz 3"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("www.linkedin.com/in/carl", "https://www.linkedin.com/in/carl"),
        ("http://linkedin.com/in/carl", "http://linkedin.com/in/carl"),
    ],
)
def test_a_link_is_a_page_of_the_web(jana, carl, text, url):
    carl.update_details(values={"linkedin_url": text}, seen=1, by=jana)

    assert carl.pages == [("LinkedIn", url)]


@pytest.mark.parametrize("text", ["carl", "javascript://x.com/%0aalert(1)", "ftp://x.com/carl", "carl@x.com"])
def test_what_is_no_page_of_the_web_is_refused_at_its_field(jana, carl, text):
    with pytest.raises(DomainError) as refusal:
        carl.update_details(values={"x_url": text, "facebook_url": text}, seen=1, by=jana)

    assert [each.field for each in refusal.value.each] == ["facebook_url", "x_url"]


def test_each_address_finds_the_person_and_the_company_and_mail_goes_to_the_first(jana, weinhold, carl):
    carl.update_details(values={"email_2": "Privat@Sommer.example", "email_3": "alt@frueher.example"}, seen=1, by=jana)

    assert (carl.email, carl.email_2) == ("carl@weinhold.example", "privat@sommer.example")
    for text in ("privat@sommer.example", "frueher"):
        assert list(Contact.objects.search(text)) == [carl]
        assert list(Company.objects.search(text)) == [weinhold]
    carl.update_details(values={"email_2": ""}, seen=2, by=jana)
    assert not Contact.objects.search("privat@sommer.example").exists()
    assert not Company.objects.search("privat@sommer.example").exists()


def test_whoever_has_only_a_second_address_is_not_reached(jana, weinhold):
    contact = create_contact(company=weinhold, by=jana, last_name="Neu", email_2="neu@weinhold.example")

    assert not Contact.objects.reachable().filter(pk=contact.pk).exists()
    with pytest.raises(DomainError, match="e-mail address"):
        contact.designate_primary(by=jana)


def test_the_same_person_is_likely_there_by_address_anywhere_and_by_name_at_the_company(weinhold, obertal, carl):
    def alike(company, **asked):
        return list(Contact.objects.similar_to(company=company, **asked))

    assert alike(weinhold, first_name="CARL", last_name="sommer") == [carl]
    assert alike(obertal, first_name="Carl", last_name="Sommer") == []
    assert alike(obertal, last_name="Anders", email="Carl@Weinhold.example") == [carl]
    assert alike(weinhold) == []


def test_the_same_person_is_likely_there_by_any_of_the_addresses(jana, obertal, carl):
    carl.update_details(values={"email_3": "carl@sommer.example"}, seen=1, by=jana)

    def alike(**asked):
        return list(Contact.objects.similar_to(company=obertal, **asked))

    assert alike(email=" Carl@Sommer.example") == [carl]
    assert alike(email="neu@sommer.example", email_2="carl@weinhold.example") == [carl]
    assert alike(email="neu@sommer.example", email_3="anders@sommer.example") == []


def test_a_hidden_contact_makes_no_difference(tom, geheim, weinhold):
    Contact.objects.create(tenant_id=geheim.tenant_id, company=geheim, last_name="Geheim", email="wer@geheim.example")

    seen = Contact.objects.visible_to(tom)
    assert not seen.similar_to(company=weinhold, last_name="Geheim", email="wer@geheim.example").exists()
