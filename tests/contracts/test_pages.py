"""The pages of contracts: who gets them, what they answer, what they ask of the database."""

from datetime import date

import pytest

from companies.models import ParentLink
from contracts.models import BillingDecision, Contract, EnabledContractType, Purchase, Service, UnitAdjustment
from sla.models import ServiceLevel
from sla.operations import create_own_service_level
from tests.cast import new_company
from tests.contracts.conftest import START, buy, make, units_on
from tests.support.queries import at_most
from tests.support.shown import carried

BASE = "/rheintal/contracts/"


def recurring_data(**values):
    return {
        "name": "Managed IT", "starts_on": "2026-01-01", "period": "monthly", "setup_fee_cents": "450,00",
        "is_default": "on", **values,
    }  # fmt: skip


@pytest.fixture
def of_petra(petra, client_of):
    return client_of(petra)


def test_the_list_shows_what_one_sees(recurring, geheim, of_petra, alice, client_of):
    Contract.objects.create(
        tenant_id=geheim.tenant_id, company=geheim, type="recurring", name="Secret one", starts_on=START
    )

    assert "Managed IT" in of_petra.get(BASE).content.decode()
    assert "Secret one" not in of_petra.get(BASE).content.decode()
    assert "Secret one" in client_of(alice).get(BASE).content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("status=active", True), ("status=expired", False), ("type=recurring", True), ("type=retainer", False),
     ("q=weinhold", True), ("q=obertal", False)],
)  # fmt: skip
def test_the_list_is_narrowed(recurring, of_petra, query, shown):
    assert ("Managed IT" in of_petra.get(f"{BASE}?{query}").content.decode()) == shown


def test_technicians_are_told_that_contracts_are_not_theirs(recurring, weinhold, tom, client_of):
    client = client_of(tom)

    for path in ("", f"{recurring.pk}/", f"company/{weinhold.pk}/", f"new/{weinhold.pk}/", f"{recurring.pk}/edit/",
                 f"{recurring.pk}/services/", "setup/types/", "setup/services/"):  # fmt: skip
        assert client.get(BASE + path).status_code == 403, path


def test_account_managers_read_but_do_not_edit(recurring, weinhold, jana, client_of):
    client = client_of(jana)

    page = client.get(f"{BASE}{recurring.pk}/")
    assert page.status_code == 200
    assert "Add service" not in page.content.decode()
    assert client.get(f"{BASE}company/{weinhold.pk}/").status_code == 200
    assert client.get(f"{BASE}{recurring.pk}/edit/").status_code == 403
    assert client.post(f"{BASE}{recurring.pk}/default/").status_code == 403


def test_what_one_may_not_see_is_not_there(recurring, geheim, kuestenhof, of_petra):
    hidden = Contract.objects.create(
        tenant_id=geheim.tenant_id, company=geheim, type="recurring", name="Secret", starts_on=START
    )

    for path in (f"{hidden.pk}/", f"{hidden.pk}/edit/", f"{hidden.pk}/services/", f"{hidden.pk}/purchases/",
                 f"company/{geheim.pk}/", f"new/{geheim.pk}/", f"new/{geheim.pk}/recurring/",
                 f"standard-rates/{geheim.pk}/", f"company/{kuestenhof.pk}/"):  # fmt: skip
        assert of_petra.get(BASE + path).status_code == 404, path
    assert of_petra.post(f"{BASE}{hidden.pk}/default/").status_code == 404
    assert of_petra.get(f"{BASE}new/{recurring.company_id}/retainer/").status_code == 404


def test_the_type_picker_offers_what_is_switched_on_and_says_when_it_fits(seeded, weinhold, of_petra):
    page = of_petra.get(f"{BASE}new/{weinhold.pk}/").content.decode()

    assert "A predictable price per device or user" in page
    assert "The customer pays hours ahead" not in page


def test_a_recurring_contract_is_made_with_its_services(seeded, weinhold, workstation, of_petra):
    server = Service.objects.get(name="Managed server")
    data = recurring_data(**{f"units_{workstation.pk}": "18", f"price_{workstation.pk}": "59,00",
                             f"units_{server.pk}": "2", f"price_{server.pk}": "1.159,00"})  # fmt: skip

    assert of_petra.post(f"{BASE}new/{weinhold.pk}/recurring/", data).status_code == 303
    contract = Contract.objects.get()
    assert (contract.setup_fee_cents, contract.is_default) == (45000, True)
    assert sorted(contract.services.values_list("unit_price_cents", flat=True)) == [5900, 115900]
    assert sorted(units_on(contract, date(2026, 1, 1)).values()) == [2, 18]

    page = of_petra.get(f"{BASE}{contract.pk}/").content.decode()
    assert "€1,062.00" in page
    assert "€3,380.00" in page


@pytest.mark.parametrize(
    "values",
    [{}, {"name": ""}, {"setup_fee_cents": "viel"}, {"setup_fee_cents": "21474836.48"}, {"ends_on": "2025-12-31"},
     {"starts_on": "x"}],
)  # fmt: skip
def test_what_is_wrong_comes_back_with_all_that_was_typed(seeded, weinhold, workstation, of_petra, values):
    units = {f"units_{workstation.pk}": "18"} if values else {}
    answer = of_petra.post(f"{BASE}new/{weinhold.pk}/recurring/", recurring_data(number="R-77", **units, **values))

    assert answer.status_code == 422
    assert "R-77" in answer.content.decode()
    assert not Contract.objects.exists()


def test_block_hours_are_made_with_their_first_purchase(seeded, weinhold, of_petra):
    EnabledContractType.objects.create(tenant=seeded, type="block_hours")
    data = {
        "name": "20 hours", "starts_on": "2026-01-01", "hours": "20", "price_cents": "2,200.00",
        "bought_on": "2026-01-01", "valid_from": "2026-01-01", "valid_until": "2099-12-31",
    }  # fmt: skip

    assert of_petra.post(f"{BASE}new/{weinhold.pk}/block_hours/", {**data, "hours": "0"}).status_code == 422
    assert not Contract.objects.exists()
    assert of_petra.post(f"{BASE}new/{weinhold.pk}/block_hours/", data).status_code == 303
    assert (Purchase.objects.get().minutes, Purchase.objects.get().price_cents) == (1200, 220000)
    contract = Contract.objects.with_usability(date(2026, 6, 1)).get()
    assert contract.is_usable
    assert "20 h" in of_petra.get(f"{BASE}{contract.pk}/").content.decode()


def test_time_and_materials_needs_no_purchase(seeded, weinhold, of_petra):
    data = {"name": "By the hour", "starts_on": "2026-01-01"}

    assert of_petra.post(f"{BASE}new/{weinhold.pk}/time_and_materials/", data).status_code == 303
    contract = Contract.objects.get()
    assert "billed afterwards by the hour" in of_petra.get(f"{BASE}{contract.pk}/").content.decode()


def test_services_and_units_change_on_their_own_pages(recurring, workstation, of_petra):
    place = f"{BASE}{recurring.pk}/"
    assert of_petra.get(place + "services/").status_code == 200
    data = {"service": workstation.pk, "units": "18", "effective_on": "2026-01-01"}
    assert of_petra.post(place + "services/", data).status_code == 303
    line = recurring.services.get()

    units = f"{place}services/{line.pk}/units/"
    assert "Now: 18." in of_petra.get(units).text
    assert of_petra.post(units, {"units": "-20", "effective_on": "2026-02-01"}).status_code == 422
    assert of_petra.post(units, {"units": "4", "effective_on": "2026-02-01"}).status_code == 303
    assert UnitAdjustment.objects.count() == 2
    assert "+4" in of_petra.get(place).content.decode()


def test_a_change_of_units_that_is_sent_twice_is_made_once(recurring, workstation, petra, of_petra):
    line = recurring.add_service(service=workstation, units=18, effective_on=START, by=petra)
    place = f"{BASE}{recurring.pk}/services/{line.pk}/units/"
    data = {"units": "4", "effective_on": "2026-02-01", "once": carried(of_petra, place, "form.form")["once"]}

    assert [of_petra.post(place, data).status_code for _press in range(2)] == [303, 303]
    assert list(line.adjustments.order_by("pk").values_list("units", flat=True)) == [18, 4]


def test_a_further_purchase_is_recorded(block_hours, of_petra):
    place = f"{BASE}{block_hours.pk}/purchases/"
    assert of_petra.get(place).status_code == 200
    data = {"hours": "10", "price_cents": "1100", "bought_on": "2026-01-01", "valid_from": "2026-01-01"}

    assert of_petra.post(place, {**data, "valid_until": "2025-01-01"}).status_code == 422
    assert of_petra.post(place, {**data, "valid_until": "2026-12-31"}).status_code == 303


def test_an_ended_contract_is_shown_although_its_payer_has_come_to_stand_below(
    seeded, weinhold, obertal, jana, petra, of_petra
):
    contract = make(weinhold, petra, payer=obertal, ends_on=date(2026, 3, 31))
    obertal.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)

    page = of_petra.get(f"{BASE}{contract.pk}/")

    assert page.status_code == 200
    assert "Gemeinde Obertal pays: the contract Managed IT names them." in page.content.decode()


def test_nothing_is_bought_ahead_on_a_contract_that_is_not_prepaid(recurring, of_petra):
    place = f"{BASE}{recurring.pk}/purchases/"

    assert (of_petra.get(place).status_code, of_petra.post(place, {"is_paid": "on"}).status_code) == (404, 404)


@pytest.mark.parametrize("payer", ["²", "١", "9" * 30])
def test_a_payer_that_is_no_id_is_refused_at_its_field(recurring, of_petra, payer):
    answer = of_petra.post(f"{BASE}{recurring.pk}/edit/", {"version": recurring.version, "name": "X", "payer": payer})

    assert answer.status_code == 422


def test_the_second_of_two_editors_is_told(recurring, petra, of_petra):
    recurring.update_details(values={"name": "Theirs"}, seen=1, by=petra)

    answer = of_petra.post(f"{BASE}{recurring.pk}/edit/", {"name": "Yours", "version": 1})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert of_petra.post(f"{BASE}{recurring.pk}/edit/", {"name": "Yours", "version": 2}).status_code == 303


def test_the_default_is_chosen_on_the_page(recurring, of_petra):
    assert of_petra.post(f"{BASE}{recurring.pk}/default/").status_code == 303
    assert of_petra.get(f"{BASE}{recurring.pk}/default/").status_code == 405
    assert Contract.objects.get(pk=recurring.pk).is_default


def test_standard_rates_are_decided_and_shown(seeded, weinhold, of_petra):
    place = f"{BASE}standard-rates/{weinhold.pk}/"
    assert of_petra.get(place).status_code == 200
    assert of_petra.post(place, {"standard_rates_only": "on"}).status_code == 303

    assert BillingDecision.objects.get().standard_rates_only
    assert "Decided by Petra Kern" in of_petra.get(f"{BASE}company/{weinhold.pk}/").content.decode()
    of_petra.post(place, {})
    assert not BillingDecision.objects.get().standard_rates_only


def test_an_admin_keeps_the_catalogue(seeded, alice, petra, workstation, client_of):
    client = client_of(alice)
    data = {"name": "Firewall", "unit_price_cents": "49,90", "period": "monthly", "counts": "device", "is_active": "on"}

    assert client_of(petra).get(BASE + "setup/services/").status_code == 403
    assert client.get(BASE + "setup/services/new/").status_code == 200
    assert client.post(BASE + "setup/services/new/", data).status_code == 303
    assert Service.objects.get(name="Firewall").unit_price_cents == 4990
    assert client.post(BASE + "setup/services/new/", data).status_code == 422
    place = f"{BASE}setup/services/{workstation.pk}/"
    assert client.get(place).status_code == 200
    assert client.post(place, {**data, "name": "Arbeitsplatz"}).status_code == 303
    assert "Arbeitsplatz" in client.get(BASE + "setup/services/").content.decode()


def test_an_admin_switches_contract_types(seeded, alice, client_of):
    client, place = client_of(alice), BASE + "setup/types/"

    assert client.get(place).status_code == 200
    assert client.post(place + "block_hours/switch/", {"on": "yes"}).status_code == 303
    client.post(place + "block_hours/switch/", {"on": "yes"})
    assert EnabledContractType.objects.filter(type="block_hours").exists()
    asked = carried(client, place, "form[action$='/block_hours/switch/']")
    client.post(place + "block_hours/switch/", asked)
    assert not EnabledContractType.objects.filter(type="block_hours").exists()
    assert client.post(place + "barter/switch/").status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_the_same_for_any_number_of_rows(seeded, jana, petra, of_petra, count):
    for number in range(count):
        make(new_company(jana, f"Customer {number}"), petra)
    of_petra.get(BASE)

    with at_most(12):
        of_petra.get(BASE)


@pytest.mark.parametrize("count", [2, 20])
def test_a_contract_asks_the_same_for_any_number_of_changes(recurring, workstation, petra, of_petra, count):
    line = recurring.add_service(service=workstation, units=1, effective_on=START, by=petra)
    for number in range(count):
        recurring.adjust_units(contract_service=line, units=1, effective_on=date(2026, 2, 1 + number), by=petra)
    of_petra.get(f"{BASE}{recurring.pk}/")

    with at_most(15):
        of_petra.get(f"{BASE}{recurring.pk}/")


def test_what_is_not_usable_is_said(block_hours, petra, of_petra):
    place = f"{BASE}{block_hours.pk}/"

    assert "Not usable yet" in of_petra.get(place).content.decode()
    buy(block_hours, petra)
    assert "Not usable yet" not in of_petra.get(place).content.decode()


def test_a_contract_is_ended_from_its_page(recurring, of_petra):
    page = f"{BASE}{recurring.pk}/"
    assert f"{page}end/" in of_petra.get(page).content.decode()

    answer = of_petra.post(f"{page}end/", {"ends_on": "2026-06-30"})

    assert answer.status_code == 303
    recurring.refresh_from_db()
    assert recurring.ends_on == date(2026, 6, 30)
    assert f"{page}end/" not in of_petra.get(page).content.decode()


def test_a_contract_does_not_end_before_it_starts(recurring, of_petra):
    answer = of_petra.post(f"{BASE}{recurring.pk}/end/", {"ends_on": "2025-12-31"})

    assert answer.status_code == 422
    assert "The contract cannot end before it starts." in answer.content.decode()
    recurring.refresh_from_db()
    assert recurring.ends_on is None


def test_the_account_manager_attaches_a_service_level_and_takes_it_away(recurring, jana, client_of):
    client, page = client_of(jana), f"{BASE}{recurring.pk}/service-level/"
    level = ServiceLevel.objects.offered_to(recurring.company).first()
    assert page in client.get(f"{BASE}{recurring.pk}/").content.decode()

    assert client.post(page, {"service_level": level.pk}).status_code == 303
    recurring.refresh_from_db()
    assert recurring.service_level == level

    assert client.post(page, {"service_level": ""}).status_code == 303
    recurring.refresh_from_db()
    assert recurring.service_level is None


def test_only_a_service_level_that_the_customer_can_have_is_attached(recurring, obertal, jana, client_of):
    shared = ServiceLevel.objects.offered_to(recurring.company).first()
    of_another = create_own_service_level(company=obertal, name="Of Obertal", copy_of=shared, by=jana)

    answer = client_of(jana).post(f"{BASE}{recurring.pk}/service-level/", {"service_level": of_another.pk})

    assert answer.status_code == 422
    recurring.refresh_from_db()
    assert recurring.service_level is None
