"""What is known of a company's market: competitor, industry code, stock symbol and market, asset value."""

from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from companies.importing.company import KIND
from companies.models import Company, Competitor
from companies.operations import enter_grouping
from tests.cast import new_company
from tests.companies.test_list_page import headers_on, names_on
from tests.companies.test_pages import fields_of
from tests.support import imports
from tests.support.events import events_of
from tests.support.imports import actions, problems, undone

check, imported = partial(imports.check, KIND), partial(imports.imported, KIND)
LIST = "/rheintal/customers/"
COLUMNS = (
    "columns=name&columns=competitor&columns=sic_code&columns=stock_symbol&columns=stock_market&columns=asset_value"
)
TYPED = {"sic_code": "7372", "stock_symbol": "WHS", "stock_market": "XETRA", "asset_value_cents": "1.250.000,50"}


@pytest.fixture
def datapol(rheintal, alice) -> Competitor:
    return enter_grouping(Competitor, tenant=rheintal, by=alice, name="Datapol AG")


@pytest.fixture
def page(weinhold) -> str:
    return f"{LIST}{weinhold.pk}/"


def shown_on(response) -> dict[str, str]:
    """The terms of the overview with what stands behind them."""
    listed = BeautifulSoup(response.content, "html.parser").select_one(".company-overview dl")
    words = [[each.get_text(strip=True) for each in listed.select(kind)] for kind in ("dt", "dd")]
    return dict(zip(*words, strict=True))


def test_everything_is_entered_on_edit_company_and_stands_on_the_page(client_of, jana, weinhold, datapol, page):
    jana.user.language = "de"
    jana.user.save()
    browser = client_of(jana)
    sent = {**fields_of(browser.get(f"{page}edit/")), **TYPED, "competitor": datapol.pk}

    assert browser.post(f"{page}edit/", sent).status_code == 303

    shown = shown_on(browser.get(page))
    assert shown["Mitbewerber"] == "Datapol AG"
    assert (shown["Branchencode (SIC)"], shown["Börsenkürzel"], shown["Börsenplatz"]) == ("7372", "WHS", "XETRA")
    assert shown["Vermögenswert"] == "1.250.000,50\xa0€"
    assert events_of(weinhold)[-1].changes["asset_value_cents"] == [None, 125_000_050]


def test_what_is_not_known_takes_no_room_and_its_section_is_folded_until_it_is_filled(client_of, jana, weinhold, page):
    browser = client_of(jana)
    section = "details.disclosure:has(input[name=stock_symbol])"
    folded = BeautifulSoup(browser.get(f"{page}edit/").content, "html.parser").select_one(section)
    empty = shown_on(browser.get(page))
    weinhold.update_details(values={"asset_value_cents": 0}, seen=1, by=jana)
    unfolded = BeautifulSoup(browser.get(f"{page}edit/").content, "html.parser").select_one(section)

    assert not folded.has_attr("open")
    assert not empty.keys() & {"Competitor", "Industry code (SIC)", "Stock symbol", "Stock market", "Asset value"}
    assert unfolded.has_attr("open")
    assert shown_on(browser.get(page))["Asset value"] == "€0.00"


@pytest.mark.parametrize("typed", ["viel", "-1", "99999999999999", "1,2,3"])
def test_an_amount_that_is_none_is_said_at_its_field_and_stays_as_typed(client_of, jana, weinhold, page, typed):
    browser = client_of(jana)

    answer = browser.post(f"{page}edit/", {**fields_of(browser.get(f"{page}edit/")), "asset_value_cents": typed})

    field = BeautifulSoup(answer.content, "html.parser").select_one("input[name=asset_value_cents]")
    assert (answer.status_code, field["aria-invalid"], field["value"]) == (422, "true", typed)


def test_history_writes_the_amount_in_the_companys_currency_and_the_competitor_by_name(
    client_of, jana, weinhold, datapol, page
):
    Company.objects.filter(pk=weinhold.pk).update(currency="CHF", asset_value_cents=5_000, competitor=datapol)

    words = BeautifulSoup(client_of(jana).get(f"{page}activity/").content, "html.parser").get_text(" ", strip=True)

    assert "Asset value: — → CHF50.00" in " ".join(words.split())
    assert "Competitor: — → Datapol AG" in " ".join(words.split())


def test_columns_are_hidden_until_they_are_chosen_and_none_of_them_sorts(client_of, jana, weinhold, datapol):
    Company.objects.filter(pk=weinhold.pk).update(asset_value_cents=5_000, competitor=datapol, currency="CHF")
    browser = client_of(jana)

    usual, chosen = headers_on(browser.get(LIST)), browser.get(f"{LIST}?{COLUMNS}&sort=asset_value")

    assert not set(usual) & set(headers_on(chosen)[1:])
    assert headers_on(chosen)[1:] == [
        "Competitor", "Industry code (SIC)", "Stock symbol", "Stock market", "Asset value",
    ]  # fmt: skip
    assert "CHF50.00" in chosen.content.decode()
    assert not BeautifulSoup(chosen.content, "html.parser").select("thead a[href*='sort=asset_value']")


def test_the_list_is_narrowed_to_the_customers_of_a_competitor(client_of, jana, weinhold, obertal, datapol):
    Company.objects.filter(pk=weinhold.pk).update(competitor=datapol)

    assert names_on(client_of(jana).get(f"{LIST}?competitor={datapol.pk}")) == [weinhold.name]


def test_a_competitor_is_kept_in_the_settings_like_the_other_lists(client_of, alice):
    browser = client_of(alice)

    assert browser.post(f"{LIST}setup/competitors/new/", {"name": "Systemhaus Süd"}).status_code == 303

    assert "Systemhaus Süd" in browser.get(f"{LIST}setup/competitors/").content.decode()


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("de", "Firma;Mitbewerber;Branchencode;Börsenkürzel;Börse;Bilanzsumme;Telefon 3\n"
               "Lotz AG;datapol ag;7372;LTZ;XETRA;1.250,5 €;0731 3\n"),
        ("en", "Company,Competitor,SIC code,Ticker,Stock exchange,Asset value,Phone 3\n"
               'Lotz AG,DATAPOL AG,7372,LTZ,XETRA,"1,250.50",0731 3\n'),
    ],
)  # fmt: skip
def test_a_file_says_it_in_german_and_in_english(rheintal, jana, datapol, language, content):
    with override(language):
        imported(content, by=jana)

    lotz = Company.objects.get(name="Lotz AG")
    assert (lotz.competitor, lotz.sic_code, lotz.asset_value_cents) == (datapol, "7372", 125_050)
    assert (lotz.stock_symbol, lotz.stock_market, lotz.alternate_phone_2) == ("LTZ", "XETRA", "0731 3")


def test_a_file_is_refused_what_the_form_is_refused(rheintal, jana):
    run = check("Firma;Mitbewerber;Bilanzsumme;Börsenkürzel\nLotz AG;Niemand;-5;ABCDEFGHIJK\n", by=jana)

    assert actions(run) == ["wrong"]
    assert sorted(problems(run)) == [
        ("asset_value_cents", "“-5” is not known here."),
        ("competitor", "“Niemand” is not known here."),
        ("stock_symbol", "Longer than 10 characters."),
    ]


def test_undoing_a_file_puts_back_what_stood_there(rheintal, jana, datapol):
    lotz = new_company(jana, "Lotz AG", number="7", sic_code="100", asset_value_cents=100)
    run = imported("Nummer;Mitbewerber;SIC;Bilanzsumme\n7;Datapol AG;7372;900\n", by=jana)
    lotz.refresh_from_db()
    changed = (lotz.competitor, lotz.sic_code, lotz.asset_value_cents)

    undone(run, by=jana)

    lotz.refresh_from_db()
    assert changed == (datapol, "7372", 90_000)
    assert (lotz.competitor, lotz.sic_code, lotz.asset_value_cents) == (None, "100", 100)
