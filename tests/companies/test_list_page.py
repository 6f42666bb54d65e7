"""The list of customers: who sees what, views, search, columns, and its number of queries."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from companies.models import AccountTeamMember
from devices.operations import add_device
from onboarding.operations import start_onboarding
from sla.models import ServiceLevel
from sla.operations import assign_service_level
from tests.cast import new_company, new_contact
from tests.support.queries import at_most
from tickets.operations import open_ticket

URL = "/rheintal/customers/"


def names_on(response) -> list[str]:
    return [cell.get_text(strip=True) for cell in BeautifulSoup(response.content, "html.parser").select("tbody th")]


def headers_on(response) -> list[str]:
    return [
        cell.get_text(strip=True)
        for cell in BeautifulSoup(response.content, "html.parser").select("thead th[data-ui-column]")
    ]


def test_everybody_sees_the_customers_of_the_role(client_of, alice, petra, tom, sina, weinhold, obertal, geheim):
    assert names_on(client_of(alice).get(URL)) == [
        "Geheim Holding AGConfidential", "Gemeinde Obertal", "Weinhold Steuerberatung GmbH",
    ]  # fmt: skip
    assert names_on(client_of(petra).get(URL)) == ["Gemeinde Obertal", "Weinhold Steuerberatung GmbH"]
    assert names_on(client_of(tom).get(URL)) == ["Weinhold Steuerberatung GmbH"]
    assert names_on(client_of(sina).get(URL)) == []


def test_another_tenant_is_not_there(client_of, mallory, rheintal, weinhold):
    assert client_of(mallory).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=weinh", ["Weinhold Steuerberatung GmbH"]),
        ("q=K-1002", ["Gemeinde Obertal"]),
        ("q=weil+ober", ["Gemeinde Obertal"]),
        ("q=nichts", []),
        ("q=%27%00", []),
        ("sort=-name", ["Weinhold Steuerberatung GmbH", "Gemeinde Obertal"]),
        ("view=without-primary", ["Gemeinde Obertal"]),
        ("view=my", []),
        ("name=gemeinde+ob", ["Gemeinde Obertal"]),
        ("city=weil", ["Gemeinde Obertal", "Weinhold Steuerberatung GmbH"]),
        ("city=rhein", []),
        ("primary_contact=yes", ["Weinhold Steuerberatung GmbH"]),
        ("primary_contact=no", ["Gemeinde Obertal"]),
        ("onboarding=none", ["Gemeinde Obertal", "Weinhold Steuerberatung GmbH"]),
        ("onboarding=active", []),
        ("sort=manager__user__password", ["Gemeinde Obertal", "Weinhold Steuerberatung GmbH"]),
        ("view=none", []),
        ("type=none", []),
    ],
)
def test_the_list_is_searched_sorted_and_viewed(client_of, petra, weinhold, obertal, miriam, query, found):
    assert names_on(client_of(petra).get(f"{URL}?{query}")) == found


def test_a_search_never_finds_what_one_may_not_see(client_of, tom, weinhold, geheim):
    assert names_on(client_of(tom).get(f"{URL}?q=geheim")) == []


def test_the_filter_offers_no_names_of_unseen_managers(client_of, alice, tom, weinhold):
    new_company(alice, "Unsichtbar GmbH")

    page = BeautifulSoup(client_of(tom).get(URL).content, "html.parser")

    offered = [option.get_text(strip=True) for option in page.select("select[name=manager] option")]
    assert offered == ["Account manager", "Me", "Jana Roth"]


def test_a_technician_sees_other_columns_first(client_of, tom, jana, weinhold, miriam):
    assert headers_on(client_of(tom).get(URL))[:6] == [
        "Company", "Primary contact", "Open steps", "Service level", "Devices", "Open tickets",
    ]  # fmt: skip
    assert headers_on(client_of(jana).get(URL))[:5] == [
        "Company", "Service model", "Account manager", "Primary contact", "Onboarding",
    ]  # fmt: skip


def test_the_primary_contact_is_a_column(client_of, jana, weinhold, miriam):
    assert b"Miriam Weinhold" in client_of(jana).get(URL).content


def test_the_menu_of_a_row_offers_what_one_may(client_of, jana, tom, weinhold):
    mine, his = (client_of(each).get(URL).content.decode() for each in (jana, tom))

    assert f"/rheintal/customers/{weinhold.pk}/edit/" in mine
    assert f"/rheintal/contacts/of/{weinhold.pk}/new/" in mine
    assert f"/rheintal/customers/{weinhold.pk}/edit/" not in his


def test_an_empty_list_offers_the_first_step(client_of, jana, tom, rheintal):
    assert "No customers yet" in client_of(jana).get(URL).content.decode()
    assert "?company=" not in client_of(jana).get(URL).content.decode()


@pytest.mark.parametrize("number", [2, 20])
def test_its_queries_do_not_depend_on_the_rows(client_of, tom, jana, number):
    for each in range(number):
        company = new_company(jana, f"Firma {each:02}")
        AccountTeamMember.objects.create(tenant_id=company.tenant_id, company=company, member=tom)
        new_contact(company, "Eva", f"Beispiel {each}", is_primary=True)
    client = client_of(tom)

    with at_most(12):
        response = client.get(URL)

    assert len(names_on(response)) == number


def test_the_onboarding_is_a_bar_and_a_word(client_of, jana, seeded, weinhold, obertal):
    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)

    page = BeautifulSoup(client_of(jana).get(URL).content, "html.parser")
    without, started = page.select("tbody tr")

    assert "not started" in without.get_text()
    assert "no primary contact" in started.get_text()
    assert started.select_one(".progress")["aria-label"].endswith("steps done")
    assert len(started.select(".progress__segment")) > 5


def test_customers_are_found_by_how_the_latest_onboarding_stands(client_of, seeded, jana, weinhold, obertal):
    first = start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)
    first.cancel(reason="Changed their mind", by=jana)
    client = client_of(jana)
    assert names_on(client.get(f"{URL}?onboarding=cancelled")) == [weinhold.name]

    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)

    assert names_on(client.get(f"{URL}?onboarding=cancelled")) == []
    assert names_on(client.get(f"{URL}?onboarding=active")) == [weinhold.name]
    assert names_on(client.get(f"{URL}?onboarding=none")) == [obertal.name]


@pytest.fixture
def served(seeded, weinhold, obertal, jana, tom) -> ServiceLevel:
    """Weinhold with a device in use, an open ticket, open steps, and this service level; Obertal with none of them."""
    level = ServiceLevel.objects.filter(company=None).order_by("pk").first()
    assign_service_level(company=weinhold, service_level=level, by=jana)
    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)
    add_device(company=weinhold, name="PC-01", kind="workstation", by=tom)
    open_ticket(company=weinhold, contact=None, title="Printer", by=tom, source="staff")
    return level


@pytest.mark.parametrize("key", ["devices", "tickets", "open_steps"])
def test_customers_are_found_by_what_they_have(client_of, served, jana, weinhold, obertal, key):
    client = client_of(jana)

    assert names_on(client.get(f"{URL}?{key}=yes")) == [weinhold.name]
    assert names_on(client.get(f"{URL}?{key}=no")) == [obertal.name]


def test_customers_are_found_by_their_service_level(client_of, served, jana, weinhold, rheintal):
    other = ServiceLevel.objects.filter(company=None).exclude(pk=served.pk).first()
    client = client_of(jana)

    assert names_on(client.get(f"{URL}?service_level={served.pk}")) == [weinhold.name]
    assert names_on(client.get(f"{URL}?service_level={other.pk}")) == []


def test_the_customers_in_onboarding_are_a_view(client_of, jana, seeded, weinhold, obertal):
    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)

    assert names_on(client_of(jana).get(f"{URL}?view=in-onboarding")) == ["Weinhold Steuerberatung GmbH"]


@pytest.mark.parametrize("number", [2, 20])
def test_onboardings_add_two_queries_however_many(client_of, jana, seeded, number):
    for each in range(number):
        company = new_company(jana, f"Firma {each:02}")
        start_onboarding(company=company, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)
    client = client_of(jana)

    with at_most(12):
        response = client.get(URL)

    assert len(names_on(response)) == number


def test_by_city_umlauts_stand_beside_their_letters_and_customers_without_a_city_come_last(client_of, jana):
    for name, city in (("A", "Zürich"), ("B", "Überlingen"), ("C", ""), ("D", "Ulm"), ("E", "ulm"), ("F", "Öhringen")):
        new_company(jana, name, city=city)

    assert names_on(client_of(jana).get(f"{URL}?sort=city")) == ["F", "B", "D", "E", "A", "C"]
    assert names_on(client_of(jana).get(f"{URL}?sort=-city")) == ["A", "E", "D", "B", "F", "C"]


def test_pages_by_city_follow_each_other(client_of, jana):
    for number in range(70):
        new_company(jana, f"Firma {number:02}", city="Köln" if number % 2 else "")
    client = client_of(jana)

    first = client.get(f"{URL}?sort=city")
    following = BeautifulSoup(first.content, "html.parser").select_one("a[rel=next]")["href"]

    assert len({*names_on(first), *names_on(client.get(following))}) == 70


def test_where_the_city_is_is_known_whichever_record_it_was_written_to(jana, weinhold):
    location = weinhold.locations.primary().get()
    location.update_details(values={"city": "Groß-Gerau"}, seen=location.version, by=jana)

    weinhold.refresh_from_db()
    assert weinhold.sort_city == "gross-gerau"
