from functools import partial

import pytest

from companies.importing.location import KIND
from companies.models import Company, Location
from companies.operations import add_location
from events.models import Event
from imports import runs
from imports.models import Undo
from tenants.roles import Role
from tests.cast import new_company, new_contact, new_member
from tests.support import imports
from tests.support.imports import actions, notes, problems, undone
from tests.support.queries import at_most

check, imported = partial(imports.check, KIND), partial(imports.imported, KIND)


@pytest.fixture
def lotz(jana) -> Company:
    return new_company(jana, "Bäckerei Lotz GmbH", number="7", street="Hauptstraße 1", postal_code="89073", city="Ulm")


@pytest.fixture
def other_manager(rheintal):
    return new_member(rheintal, "Bernd Holz", Role.ACCOUNT_MANAGER, email="bernd@rheintal.example")


def primary_of(company) -> Location:
    return Location.objects.primary().get(company=company)


def test_locations_of_many_customers_are_entered(lotz, jana):
    other = new_company(jana, "Nord AG")
    imported(
        "Kundennummer;Firma;Standort;Straße;PLZ;Ort;Telefon;Telefon 2;Third phone;Kilometer\n"
        "7;;Filiale Süd;Südring 2;1067;Dresden;0351 1;0351 2;0351 3;12,4 km\n;nord ag;Lager;;;;;;;\n", by=jana,
    )  # fmt: skip
    branch = Location.objects.get(name="Filiale Süd")
    assert (branch.company, branch.street, branch.postal_code, branch.city) == (lotz, "Südring 2", "01067", "Dresden")
    assert (branch.phone, branch.round_trip_km, branch.is_primary) == ("0351 1", 12, False)
    assert (branch.alternate_phone_1, branch.alternate_phone_2) == ("0351 2", "0351 3")
    assert Location.objects.get(name="Lager").company == other
    assert list(Company.objects.search("süd")) == [lotz]
    events = Event.objects.filter(key="companies.location_created", door="import")
    assert set(events.values_list("company_id", flat=True)) == {lotz.pk, other.pk}


def test_a_file_from_a_customers_page_needs_no_column_that_says_whose_it_is(lotz, jana):
    imported("Name;Ort\nLager;Ulm\n", by=jana, company=lotz)
    assert Location.objects.get(name="Lager").company == lotz


def test_a_file_from_a_customers_page_is_about_nobody_else(lotz, jana):
    new_company(jana, "Nord AG", number="8")
    run = check("Kundennummer;Name\n7;Lager\n8;Depot\n", by=jana, company=lotz)
    assert actions(run) == ["create", "wrong"]
    words = "This line is about another customer than the one whose page you came from."
    assert problems(run) == [("company_number", words)]


def test_a_location_is_found_again_by_its_name_and_shown_field_by_field(lotz, jana):
    depot = add_location(company=lotz, by=jana, name="Depot", city="Ulm", phone="0731 1")
    run = check("Kundennummer;Name;Ort;Telefon\n7;DEPOT;Bonn;\n", by=jana)
    row = run.rows.get()
    assert (row.record_id, row.matched_by) == (depot.pk, "name")
    assert row.changes == {"name": ["Depot", "DEPOT"], "city": ["Ulm", "Bonn"]}
    runs.apply(run=run, by=jana)
    depot.refresh_from_db()
    assert (depot.city, depot.phone, depot.version) == ("Bonn", "0731 1", 2)
    assert list(Company.objects.search("bonn")) == [lotz]


def test_the_primary_location_is_found_by_its_address_and_the_company_follows_it(lotz, jana):
    run = check("Kundennummer;Name;Straße;Ort;PLZ\n7;Zentrale;Hauptstrasse 1;Ulm;89077\n", by=jana)
    assert run.rows.get().record_id == primary_of(lotz).pk
    assert ("street", "This is the primary location: the company's address follows it.") in notes(run)
    runs.apply(run=run, by=jana)
    lotz.refresh_from_db()
    assert (lotz.postal_code, primary_of(lotz).name, lotz.locations.count()) == ("89077", "Zentrale", 1)
    [event] = Event.objects.filter(key="companies.company_changed", company_id=lotz.pk, door="import")
    assert event.changes["postal_code"] == ["89073", "89077"]


def test_two_names_at_one_address_are_two_locations(lotz, jana):
    add_location(company=lotz, by=jana, name="Backstube", street="Weg 2", city="Ulm")
    assert actions(check("Kundennummer;Name;Straße;Ort\n7;Laden;Weg 2;Ulm\n7;;Weg 2;Ulm\n", by=jana)) == [
        "create", "same",
    ]  # fmt: skip


def test_another_primary_location_takes_the_place_and_the_address_of_the_company(lotz, jana):
    run = check("Kundennummer;Name;Straße;Ort;Hauptsitz\n7;Neubau;Ring 5;Bonn;ja\n", by=jana)
    words = "Takes the place of Hauptstraße 1, Ulm. The company's address follows it."
    assert notes(run) == [("is_primary", words)]
    runs.apply(run=run, by=jana)
    lotz.refresh_from_db()
    assert (primary_of(lotz).name, lotz.street, lotz.city) == ("Neubau", "Ring 5", "Bonn")
    assert list(Company.objects.search("hauptstrasse")) == []
    assert actions(check("Kundennummer;Name;Hauptsitz\n7;Neubau;ja\n", by=jana)) == ["same"]


def test_a_company_without_an_address_gets_it_by_its_primary_line(jana):
    company = new_company(jana, "Ohne", number="9", street="", city="")
    imported("Kundennummer;Name;Straße;Ort;Hauptsitz\n9;Zentrale;Ring 5;Bonn;x\n", by=jana)
    company.refresh_from_db()
    assert (company.street, company.locations.count(), primary_of(company).name) == ("Ring 5", 1, "Zentrale")


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        ("Kundennummer;Name\n8;A\n", "company_number", "There is no company “8” that you may see."),
        ("Name\nA\n", "company", "A location needs a customer, by number or name."),
        ("Kundennummer;Ort\n7;Bonn\n", "name", "A new location needs a name."),
        ("Kundennummer;Name;Land\n7;A;Atlantis\n", "country", "“Atlantis” is not known here."),
        ("Kundennummer;Name;km\n7;A;weit\n", "round_trip_km", "“weit” is not known here."),
        ("Kundennummer;Name;Telefon\n7;A;keins\n", "phone", "Enter a phone number, such as +49 621 12345-0."),
        (f"Kundennummer;Name\n7;{'x' * 101}\n", "name", "Longer than 100 characters."),
        ("Kundennummer;Name\n7;A\n7;a\n", "name", "Line 2 has the same name at the same customer."),
        ("Kundennummer;Name;Hauptsitz\n7;A;ja\n7;B;ja\n", "is_primary",
         "Line 2 is the primary location of the same customer already."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line_and_field(lotz, jana, content, field, reason):
    assert problems(check(content, by=jana)) == [(field, reason)]


def test_a_location_that_is_no_longer_used_cannot_become_primary(lotz, jana):
    old = add_location(company=lotz, by=jana, name="Alt")
    old.deactivate(by=jana)
    found = problems(check("Kundennummer;Name;Hauptsitz\n7;Alt;ja\n", by=jana))
    assert found == [("is_primary", "A location that is no longer used cannot be primary.")]


def test_a_customer_one_does_not_see_is_one_that_is_not_there(lotz, jana, rheintal, other_manager):
    Company.objects.filter(pk=lotz.pk).update(is_confidential=True)
    run = check("Kundennummer;Name\n7;A\n", by=other_manager)
    assert problems(run) == [("company_number", "There is no company “7” that you may see.")]


def test_undoing_removes_what_is_new_and_puts_back_what_was_changed(lotz, jana):
    depot = add_location(company=lotz, by=jana, name="Depot", city="Ulm")
    run = imported(
        "Kundennummer;Name;Straße;Ort;Hauptsitz\n7;Neubau;Ring 5;Bonn;ja\n7;Depot;;Kiel;\n", by=jana
    )  # fmt: skip

    run = undone(run, jana)

    lotz.refresh_from_db()
    depot.refresh_from_db()
    assert list(run.rows.order_by("line").values_list("undo", flat=True)) == [Undo.REMOVE, Undo.PUT_BACK]
    assert (lotz.street, lotz.city, depot.city) == ("Hauptstraße 1", "Ulm", "Ulm")
    assert list(lotz.locations.in_order()) == [primary_of(lotz), depot]
    assert not Company.objects.search("neubau").exists()
    assert not Company.objects.search("kiel").exists()


def test_undoing_leaves_what_people_have_worked_on_or_built_upon(lotz, jana):
    run = imported("Kundennummer;Name\n7;A\n7;B\n7;C\n", by=jana)
    edited = Location.objects.get(name="A")
    edited.update_details(values={"city": "Bonn"}, seen=edited.version, by=jana)
    new_contact(lotz, "Miriam", "Haas", location=Location.objects.get(name="B"))

    run = undone(run, jana)

    assert list(run.rows.order_by("line").values_list("undo", flat=True)) == [Undo.STAYS, Undo.STAYS, Undo.REMOVE]
    assert sorted(Location.objects.exclude(name="").values_list("name", flat=True)) == ["A", "B"]


def test_undoing_leaves_a_primary_location_whose_former_one_is_no_longer_used(lotz, jana):
    former = primary_of(lotz)
    depot = add_location(company=lotz, by=jana, name="Depot")
    run = imported("Kundennummer;Name;Hauptsitz\n7;Depot;ja\n", by=jana)
    former.refresh_from_db()
    former.deactivate(by=jana)

    run = undone(run, jana)

    row = run.rows.get()
    assert (row.undo, primary_of(lotz)) == (Undo.STAYS, depot)
    assert row.undo_reasons[0]["reason"] == "The location that was the primary one before is no longer used."


@pytest.mark.parametrize("count", [2, 120])
def test_more_lines_ask_no_more(jana, count):
    for number in range(count):
        new_company(jana, f"Firma {number}", number=f"N{number}")
    content = "Kundennummer;Name;Ort;Hauptsitz\n" + "".join(f"N{n};Haus {n};Ort {n};ja\n" for n in range(count))
    run = check(content, by=jana)
    with at_most(50):
        runs.apply(run=run, by=jana)
    changed = check(content.replace("Ort ", "Stadt "), by=jana)
    with at_most(50):
        runs.apply(run=changed, by=jana)
    weighed = runs.weigh_undo(run=changed, by=jana)
    with at_most(50):
        runs.undo(run=weighed, by=jana)


def test_a_location_gets_a_postal_code_of_its_customer_s_country(jana, seeded):
    basel = new_company(jana, "Basler Treuhand AG", number="8", postal_code="4051", city="Basel", country="CH")

    run = check("Kundennummer;Standort;PLZ;Ort\n8;Lager;4053;Basel\n8;Halle;79576;Basel\n", by=jana)

    assert (actions(run), notes(run)) == (["create", "wrong"], [])
    assert problems(run) == [("postal_code", "Postal codes look like this: 2544 (Switzerland).")]
    assert basel.locations.count() == 1
