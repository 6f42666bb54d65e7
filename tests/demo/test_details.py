"""What else is known of companies and people of the demo: everything that a page can show, and nothing of anybody."""

import re
from urllib.parse import urlsplit

import pytest

from companies.models.address import ADDRESS
from companies.models.phones import PHONES
from companies.models.record import ALERTS, MARKET
from companies.models.record import DETAILS as OF_COMPANIES
from config.demo.customers import COMPETITORS, CUSTOMERS, TITLES
from config.demo.details import COMPANIES, PEOPLE, person
from contacts.models.record import CONSENT, LINKS
from contacts.models.record import DETAILS as OF_CONTACTS
from contacts.names import EMAILS
from core.postalcodes import postal_code_problem
from tests.demo.test_demo import FOR_FICTION

BY_NAME = {customer.name: customer for customer in CUSTOMERS}
FIRST = {f"{first} {last}": customer for customer in CUSTOMERS for _salutation, first, last in [customer.first]}
HANSE = BY_NAME["Hanse Logistik AG"]
ADDRESSES = {name: details for name, details in PEOPLE.items() if "street" in details}


def test_every_detail_is_of_a_customer_or_of_the_first_person_at_one():
    assert COMPANIES.keys() <= BY_NAME.keys()
    assert {FIRST[name].name for name in PEOPLE} <= COMPANIES.keys()
    assert {customer.competitor for customer in CUSTOMERS} == {"", *COMPETITORS}
    assert len(COMPANIES) < len(CUSTOMERS), "not everything is known of everybody"


@pytest.mark.parametrize("name", [*MARKET, *ALERTS, "alternate_phone_1", "alternate_phone_2", "fax", "state", "note"])
def test_each_newer_field_of_a_company_is_filled_somewhere(name):
    assert name in OF_COMPANIES
    assert any(details.get(name) for details in COMPANIES.values())


@pytest.mark.parametrize(
    "name", ["middle_initial", "suffix", "prefix", "title", "email_2", "email_3", *ADDRESS, *LINKS]
)
def test_each_newer_field_of_a_contact_is_filled_somewhere(name):
    assert name in OF_CONTACTS
    assert any(details.get(name) for details in PEOPLE.values())


def test_people_at_a_well_known_customer_refuse_calls_and_surveys_here_and_there():
    people = [person(HANSE, name="", title=TITLES[0], place=place) for place in range(8)]

    for name in CONSENT[1:]:
        assert {each[name] for each in people} == {True, False}


def test_a_second_address_is_read_by_the_first_of_a_department_only():
    first, later = (person(HANSE, name="", title="Buchhaltung", place=place) for place in (1, 7))

    assert (first["email_2"], first["email_3"]) == (
        "rechnung@hanse-logistik.example", "buchhaltung@hanse-logistik.example",
    )  # fmt: skip
    assert "email_2" not in later


@pytest.mark.parametrize("details", [*COMPANIES.values(), *PEOPLE.values()])
def test_telephones_addresses_and_pages_belong_to_nobody(details):
    said = [details[name] for name in PHONES if name in details]
    spoken = [number.strip() for text in details.values() for number in re.findall(r"\+[\d ]+", str(text))]
    hosts = [urlsplit(details[name]).hostname for name in LINKS if name in details]
    domains = [details[name].partition("@")[2] for name in EMAILS if name in details]

    assert all(FOR_FICTION.fullmatch(number) for number in (*said, *spoken))
    assert all(host.endswith(".example") for host in (*hosts, *domains))


def test_people_who_live_in_each_of_the_four_countries_have_an_address_of_their_own():
    assert {details.get("country", FIRST[name].country) for name, details in ADDRESSES.items()} == {
        "AT", "CH", "DE", "NL",
    }  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_own_address_has_the_form_of_its_country_and_is_not_the_company_s(name):
    details = ADDRESSES[name]
    country = details.get("country", FIRST[name].country)

    assert not postal_code_problem(details["postal_code"], country=country)
    assert details["street"] != FIRST[name].street
