"""The demo: companies that could exist, on domains and numbers that belong to nobody."""

import re

import pytest
from django.conf import settings as settings_of_django
from django.core.management import CommandError, call_command

from companies.models import Company, Competitor
from config.demo.build import build
from config.demo.customers import CUSTOMERS, NORDLICHT_CUSTOMERS, Stage
from config.demo.numbers import leitweg_id, with_check_digits
from config.demo.people import PASSWORD, SHARED_EMAIL, demo_sign_ins
from contacts.models import Contact
from core.identifiers import check_leitweg_id, check_vat_id
from core.rowsecurity import acting_for
from events.models import Event
from onboarding.models import Onboarding
from tenants.models import Tenant, User

EVERYBODY = (*CUSTOMERS, *NORDLICHT_CUSTOMERS)
SHARED = "Hanse Logistik AG"
"""A customer of both MSPs."""
FOR_FICTION = re.compile(r"\+49 (30 23125|221 4710|40 66969|69 90009|89 99998) \d{3}")
"""Numbers that the German regulator keeps free for films and books."""


def test_there_are_forty_customers_in_every_stage_and_about_150_contacts():
    contacts = sum(bool(each.first[2]) + each.people for each in CUSTOMERS)

    assert len(CUSTOMERS) == 40
    assert {each.stage for each in CUSTOMERS} == set(Stage)
    assert 140 <= contacts <= 160
    assert {"AT", "CH", "NL", "DE"} <= {each.country for each in CUSTOMERS}


@pytest.mark.parametrize("customer", EVERYBODY, ids=lambda customer: customer.name)
def test_numbers_have_right_check_digits_and_telephones_belong_to_nobody(customer):
    if customer.vat:
        assert check_vat_id(with_check_digits(customer.vat)).is_valid
    if customer.leitweg:
        assert check_leitweg_id(leitweg_id(customer.leitweg)).is_valid
    for phone in (
        customer.phone,
        *(each for place in customer.places for each in (place.phone, place.alternate_phone)),
    ):
        assert not phone or FOR_FICTION.fullmatch(phone)


def test_a_holding_a_franchise_and_a_public_body_have_further_locations():
    with_places = [each for each in CUSTOMERS if each.places]

    assert len(with_places) == 3
    assert {bool(each.leitweg) for each in with_places} == {True, False}
    assert all(each.people >= len(each.places) for each in with_places), "somebody works at each of them"


def test_the_demo_is_filled_only_where_it_is_on(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("seed_demo")


def test_both_providers_are_founded_with_their_people_and_customers(db, settings):
    settings.DEMO = True

    build(lambda words: None, customers=[each for each in CUSTOMERS if each.name == SHARED])

    rheintal, nordlicht = Tenant.objects.get(slug="rheintal-it"), Tenant.objects.get(slug="nordlicht")
    for tenant, number in ((rheintal, 1), (nordlicht, len(NORDLICHT_CUSTOMERS))):
        with acting_for(tenant.pk):
            assert Company.objects.filter(is_own=False).count() == number
            assert Contact.objects.filter(email=SHARED_EMAIL).count() == 1, "one person, a contact at both"
            assert Event.objects.exists()
    with acting_for(nordlicht.pk):
        assert Onboarding.objects.get(company__name=SHARED).state == "completed"
        assert not Competitor.objects.exists(), "whom one provider meets is not told to the other"
    with acting_for(rheintal.pk):
        company = Company.objects.get(name=SHARED)
        assert (company.competitor.name, company.stock_symbol) == ("Nordlicht Systems", "HANSLO")
        assert company.alert_new_ticket
        accounting = Contact.objects.filter(title="Buchhaltung").exclude(email_2="")
        assert accounting.get().email_2 == "rechnung@hanse-logistik.example"
        assert {True, False} == set(Contact.objects.values_list("opted_out_of_calls", flat=True))
    assert User.objects.get(email="jana@rheintal-it.example").check_password(PASSWORD)
    assert not User.objects.exclude(email__endswith=".example").exists()


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_sign_in_page_names_everybody_in_the_demo_only(client, db, settings, is_demo):
    settings.DEMO = is_demo

    page = client.get("/accounts/login/").content.decode()

    assert (PASSWORD in page) == is_demo
    assert ("jana@rheintal-it.example" in page) == is_demo


def test_the_readme_names_the_same_people_and_the_password():
    readme = (settings_of_django.BASE_DIR / "README.md").read_text()

    assert f"`{PASSWORD}`" in readme
    assert [each["email"] for each in demo_sign_ins() if each["email"] not in readme] == []
