"""Locations by the API."""

import pytest

from companies.models import Company, Location
from tests.support.api import Program, problem
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(jana) -> Program:
    return Program(jana)


def test_a_further_location_is_entered_edited_and_becomes_the_primary_one(program, weinhold):
    made = program.send("locations/", {"company": weinhold.pk, "name": "Lager", "city": "Lörrach", "round_trip_km": 24})
    assert made.status_code == 201
    path = f"locations/{made.json()['id']}/"
    assert made.json()["country"] == "DE"

    assert program.edit(path, {"street": "Hafenstr. 1"}).json()["street"] == "Hafenstr. 1"
    assert program.edit(path, {"alternate_phone_2": "07621 3"}).json()["alternate_phone_2"] == "07621 3"
    assert problem(program.ask("PATCH", path, {"street": "x"}, if_match='"1"')) == (412, "edit_conflict")

    assert program.send(f"{path}make-primary/").json()["is_primary"] is True
    assert Company.objects.get(pk=weinhold.pk).city == "Lörrach"
    assert problem(program.send(f"{path}deactivate/")) == (422, "primary_location_stays")


@pytest.mark.parametrize("distance", ["24", 24.5, True, -1, 32768, 10**30])
def test_a_distance_is_a_whole_number_that_fits(program, weinhold, distance):
    body = {"company": weinhold.pk, "name": "Lager", "round_trip_km": distance}
    assert program.send("locations/", body).json()["errors"][0]["field"] == "round_trip_km"


def test_a_list_shows_the_places_of_the_customers_one_sees(program, tom, weinhold, obertal):
    assert {row["company"] for row in program.read("locations/").json()["results"]} == {weinhold.pk, obertal.pk}
    technician = Program(tom)
    assert {row["company"] for row in technician.read("locations/").json()["results"]} == {weinhold.pk}
    assert problem(technician.read(f"locations/?company={obertal.pk}")) == (400, "invalid_query")


@pytest.mark.parametrize("rows", [2, 20])
def test_a_list_asks_a_fixed_number_of_times(program, weinhold, rows):
    for number in range(rows):
        Location.objects.create(tenant_id=weinhold.tenant_id, company=weinhold, name=f"Lager {number}")
    program.read("me/")
    with at_most(5):
        assert len(program.read(f"locations/?company={weinhold.pk}").json()["results"]) == rows + 1
