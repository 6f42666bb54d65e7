"""Likely duplicates: found before a company is saved, and never by what one may not see."""

import pytest
from bs4 import BeautifulSoup

from billing.models import InvoiceSettings
from companies.models import Company
from companies.operations import create_company
from core.errors import DomainError
from tests.cast import new_company, new_contact
from tests.support.queries import at_most

NEW = "/rheintal/customers/new/"


def similar(**asked) -> list[str]:
    return [company.name for company in Company.objects.similar_to(**asked).in_name_order()]


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("weinhold steuerberatung", True),
        ("Weinhold Steuerberatung KG", True),
        ("Weinhold Steuerberatung Mainz GmbH", True),
        ("Weinhold", True),
        ("Weinhold Metallbau", False),
        ("Wein", False),
        ("GmbH & Co. KG", False),
        ("", False),
    ],
)
def test_a_name_is_alike_when_it_is_the_same_or_goes_on(weinhold, name, is_found):
    assert bool(similar(name=name)) == is_found


def test_a_web_domain_tells_a_company_however_it_is_written(jana, weinhold):
    weinhold.update_details(values={"website": "https://www.weinhold.example/start"}, seen=1, by=jana)

    assert similar(name="Ganz Anders", website="weinhold.example") == [weinhold.name]
    assert similar(email="neu@weinhold.example") == [weinhold.name]
    assert similar(website="steuern.example") == []


def test_a_free_mail_address_tells_only_the_company_that_has_it(weinhold):
    new_contact(weinhold, "Eva", "Frei", email="eva.frei@gmx.de")

    assert similar(email="Eva.Frei@gmx.de") == [weinhold.name]
    assert similar(email="anders@gmx.de") == []


def test_a_tax_id_tells_a_company_and_finds_it(jana, weinhold):
    settings = InvoiceSettings.objects.for_company(weinhold)
    settings.update_details(
        values={"vat_id": "DE136695976", "tax_number": "29/815/08155"}, recipients=None, seen=1, by=jana
    )

    assert similar(tax_id="DE 136 695 976") == similar(tax_id="2981508155") == [weinhold.name]
    assert list(Company.objects.search("de136695976")) == [weinhold]
    settings.update_details(values={"vat_id": ""}, recipients=None, seen=settings.version, by=jana)
    assert similar(tax_id="DE136695976") == []


def test_a_tax_id_entered_with_a_new_company_stands_in_its_invoice_settings(rheintal, jana):
    company = create_company(tenant=rheintal, by=jana, manager=jana, name="Neu", tax_id="DE 136 695 976")

    assert InvoiceSettings.objects.get(company=company).vat_id == "DE136695976"
    with pytest.raises(DomainError) as refusal:
        create_company(tenant=rheintal, by=jana, manager=jana, name="Neuer", tax_id="DE123")
    assert (refusal.value.code, refusal.value.field) == ("vat_id_invalid", "tax_id")


def sent(jana, **fields) -> dict:
    usual = {
        "name": "Neu",
        "type": "prospect",
        "manager": jana.pk,
        "country": "DE",
        "currency": "EUR",
        "language": "de",
    }
    return {**usual, **fields}


def test_the_page_shows_a_likely_duplicate_and_takes_the_answer(client_of, jana, weinhold):
    browser = client_of(jana)
    asked = browser.post(NEW, sent(jana, name="Weinhold Steuerberatung"))

    page = BeautifulSoup(asked.content, "html.parser")
    assert asked.status_code == 422
    assert page.select_one(f'.notice a[href="/rheintal/customers/{weinhold.pk}/"]')
    assert page.select_one("input[name=name]")["value"] == "Weinhold Steuerberatung"
    again = browser.post(NEW, sent(jana, name="Weinhold Steuerberatung", is_another="on"))
    assert again.status_code == 303


def test_a_hidden_company_makes_no_difference_to_the_answer(client_of, petra, alice, geheim, rheintal):
    """Petra does not see Geheim: its name, domain and tax id are answered like any others."""
    geheim.update_details(values={"website": "geheim.example"}, seen=1, by=alice)
    visible = Company.objects.visible_to(petra)

    assert list(visible.similar_to("Geheim Holding", website="geheim.example")) == []
    assert list(Company.objects.visible_to(alice).similar_to("Geheim Holding")) == [geheim]


def test_start_onboarding_asks_too(client_of, jana, seeded, weinhold):
    answers = {"which": "new", "service_model": "managed", "go_live_on": "2030-01-31", "wants_portal": "on"}
    new = {f"new-{name}": value for name, value in sent(jana, name="Weinhold Steuerberatung AG").items()}

    response = client_of(jana).post("/rheintal/onboarding/start/plan/", {**answers, **new})

    assert response.status_code == 422
    assert weinhold.name in response.content.decode()


def test_the_question_costs_the_same_among_many(client_of, jana, rheintal):
    for number in range(30):
        new_company(jana, f"Hotel Krone {number}", website="krone.example")
    browser = client_of(jana)

    with at_most(12):
        page = browser.post(NEW, sent(jana, name="Hotel Krone", website="krone.example"))

    assert len(BeautifulSoup(page.content, "html.parser").select(".notice li a")) == 5
