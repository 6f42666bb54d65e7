"""A subsidiary of a confidential company: who does not see the parent reads nothing of it, wherever it counts."""

from datetime import date

import pytest

from billing.models import AddressMode, InvoiceSettings
from companies.models import ParentLink
from contracts.models import Contract, ContractType
from contracts.operations import create_contract
from onboarding.starting import start_onboarding
from tests.billing.conftest import fill, invoice_findings
from tests.cast import new_contact
from tests.support.api import Program
from tests.support.queries import at_most

SECRETS = ("Geheim", "Gustav", "geheimrat", "Geheimgasse")


@pytest.fixture
def gustav(geheim):
    """Head of the confidential holding."""
    return new_contact(geheim, "Gustav", "Geheimrat", email="gustav@geheimrat.example")


@pytest.fixture
def places(seller, weinhold, geheim, gustav, jana, alice) -> dict[str, int]:
    """Weinhold below Geheim, which pays, whose address counts, and whose head gets the invoices."""
    answers = {"service_model": "managed", "go_live_on": date(2027, 3, 1), "is_subsidiary": True}
    onboarding = start_onboarding(company=weinhold, by=jana, **answers)
    weinhold.place_under(parent=geheim, link=ParentLink.SUBSIDIARY, by=jana)
    fill(geheim, attention="Gustav Geheimrat", address_mode=AddressMode.OWN, billing_street="Geheimgasse 1")
    contract = create_contract(
        company=weinhold, type=ContractType.RECURRING, name="Managed", starts_on=date(2026, 1, 1), payer=geheim,
        by=alice,
    )  # fmt: skip
    settings = InvoiceSettings.objects.for_company(weinhold)
    values = {"address_mode": AddressMode.PARENT_BILLING}
    settings.update_details(values=values, recipients=[gustav], seen=settings.version, by=alice)
    InvoiceSettings.objects.for_company(weinhold).decide_payer(decision="parent", by=alice)
    return {"company": weinhold.pk, "onboarding": onboarding.pk, "contract": contract.pk}


def secrets_in(answer) -> list[str]:
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return [secret for secret in SECRETS if secret in text]


PAGES = [
    "billing/{company}/", "billing/", "billing/?export=csv", "contracts/{contract}/", "contracts/{contract}/edit/",
    "contracts/company/{company}/", "customers/{company}/activity/", "customers/{company}/activity/export/",
    "onboarding/{onboarding}/invoice_settings/", "onboarding/{onboarding}/hierarchy/", "onboarding/my-work/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_tells_the_billing_admin(client_of, petra, places, path):
    answer = client_of(petra).get("/rheintal/" + path.format(**places))

    assert answer.status_code in (200, 404)
    assert secrets_in(answer) == []


@pytest.mark.parametrize("path", ["customers/{company}/activity/", "onboarding/{onboarding}/hierarchy/"])
def test_no_page_tells_a_technician(client_of, tom, places, path):
    answer = client_of(tom).get("/rheintal/" + path.format(**places))

    assert (answer.status_code, secrets_in(answer)) == (200, [])


def test_programs_are_not_told_either(petra, tom, places):
    path = f"companies/{places['company']}/activity/"

    assert [secrets_in(Program(each).read(path)) for each in (petra, tom)] == [[], []]


def test_who_sees_the_parent_reads_its_name(client_of, alice, places):
    told = client_of(alice).get(f"/rheintal/billing/{places['company']}/").text
    happened = client_of(alice).get(f"/rheintal/customers/{places['company']}/activity/").text

    assert "Geheim Holding AG pays, its parent company" in told
    assert "Gustav Geheimrat, gustav@geheimrat.example, at Geheim Holding AG" in told
    assert "Gustav Geheimrat" in happened and "Geheim Holding AG" in happened


def test_a_hidden_parent_that_pays_is_another_company(client_of, petra, places):
    told = client_of(petra).get(f"/rheintal/billing/{places['company']}/").text
    listed = client_of(petra).get(f"/rheintal/contracts/company/{places['company']}/").text

    assert "Another company pays, its parent company" in told
    assert "a contact of another company" in told
    assert '<td data-label="Who pays">Another company</td>' in listed


def test_saving_keeps_a_recipient_that_one_does_not_see(client_of, petra, places, gustav, weinhold, miriam):
    page, settings = f"/rheintal/billing/{weinhold.pk}/", InvoiceSettings.objects.for_company(weinhold)
    entered = {
        "version": settings.version, "attention": "Einkauf", "channel": "email", "format": "pdf",
        "address_mode": settings.address_mode, "recipients": [gustav.pk, miriam.pk],
    }  # fmt: skip

    answer = client_of(petra).post(page, entered)

    assert answer.status_code == 303
    assert {each.contact for each in settings.recipients.all()} == {gustav, miriam}


def test_further_people_of_a_hidden_parent_are_not_offered(client_of, petra, places, geheim, weinhold):
    further = new_contact(geheim, "Greta", "Graf")
    page = client_of(petra).get(f"/rheintal/billing/{weinhold.pk}/")

    assert f'value="{further.pk}"' not in page.text
    assert "Greta" not in page.text


def test_saving_a_contract_keeps_a_payer_that_one_does_not_see(client_of, petra, places, geheim):
    contract = Contract.objects.get(pk=places["contract"])
    page = client_of(petra).get(f"/rheintal/contracts/{contract.pk}/edit/")
    assert f'<option value="{geheim.pk}" selected>Another company</option>' in page.text

    entered = {"version": contract.version, "name": "Betreuung", "payer": geheim.pk, "period": contract.period}
    answer = client_of(petra).post(f"/rheintal/contracts/{contract.pk}/edit/", entered)

    contract.refresh_from_db()
    assert (answer.status_code, contract.name, contract.payer) == (303, "Betreuung", geheim)


def test_what_is_stored_of_steps_names_no_other_company(places, weinhold):
    said = [(each.text, str(each.detail), each.url) for each in invoice_findings(weinhold)]

    assert not [words for words in said for secret in SECRETS if secret in str(words)]
    assert any("another company, who pays" in text for text, _detail, _url in said)


def test_what_changed_since_the_review_names_it_only_to_who_sees_it(client_of, petra, alice, places, geheim, weinhold):
    fill(geheim, address_mode=AddressMode.COMPANY, channel="print")
    fill(weinhold, address_mode=AddressMode.COMPANY)
    InvoiceSettings.objects.for_company(weinhold).sign(by=alice)
    InvoiceSettings.objects.for_company(weinhold).decide_payer(decision="itself", by=alice)
    fill(weinhold, address_mode=AddressMode.PARENT)
    InvoiceSettings.objects.for_company(weinhold).recipients.all().delete()
    path = f"/rheintal/billing/{weinhold.pk}/"

    hidden, seen = client_of(petra).get(path), client_of(alice).get(path)

    assert secrets_in(hidden) == []
    assert "What changed since the review" in hidden.text
    assert "Gustav Geheimrat &lt;gustav@geheimrat.example&gt;" in seen.text


def test_the_page_of_a_subsidiary_asks_no_more_than_others(client_of, petra, places):
    client = client_of(petra)
    client.get("/rheintal/billing/")

    with at_most(12):
        client.get("/rheintal/billing/")
    with at_most(20):
        client.get(f"/rheintal/contracts/company/{places['company']}/")
