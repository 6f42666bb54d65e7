"""Imports by the API: a file, a dry run, and then what was seen there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from companies.models import Company
from devices.models import Device
from imports.models import ImportRun
from tenants.roles import Role
from tests.cast import new_member
from tests.support.api import Program, problem
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
TABLE = b"Firma;Nummer;Ort\nWeinhold Steuerberatung GmbH;K-1001;Basel\nNeue Welt GmbH;K-2000;Bern\n;K-3000;Bonn\n"

DEVICES = b"Name;Serial\nPC-01;S1\nPC-02;S2\n"


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def program(jana) -> Program:
    return Program(jana)


def upload(program: Program, table: bytes = TABLE, *, kind="companies", name="kunden.csv", company=None, **headers):
    named = {"authorization": f"Bearer {program.secret}", **headers}
    about = {"company": company.pk} if company else {}
    return program.post(
        f"{program.base}imports/", {"kind": kind, "file": SimpleUploadedFile(name, table), **about}, headers=named
    )


def test_a_file_is_looked_at_imported_and_taken_back(program, weinhold):
    made = upload(program)
    assert made.status_code == 201
    path = f"imports/{made.json()['id']}/"
    assert (made.json()["state"], made.json()["counts"]["create"], made.json()["counts"]["wrong"]) == ("checked", 1, 1)
    [wrong] = program.read(f"{path}rows/?action=wrong").json()["results"]
    assert (wrong["line"], bool(wrong["problems"])) == (4, True)
    assert problem(program.send(f"{path}apply/", {"is_whole": True})) == (422, "lines_wrong")

    assert program.send(f"{path}apply/").json()["state"] == "applied"
    assert Company.objects.get(number="K-2000").city == "Bern"
    assert Company.objects.get(pk=weinhold.pk).city == "Basel"

    assert program.send(f"{path}weigh-undo/").json()["state"] == "weighed"
    assert program.send(f"{path}undo/").json()["state"] == "undone"
    assert not Company.objects.filter(number="K-2000").exists()


def test_a_version_that_an_import_does_not_have_is_passed_over(program, weinhold):
    path = f"imports/{upload(program).json()['id']}/"

    assert program.send(f"{path}apply/", if_match='"1"').json()["state"] == "applied"


def test_the_same_upload_again_is_one_import(program, weinhold):
    first, again = (upload(program, idempotency_key="nightly") for _again in range(2))
    assert first.json() == again.json()
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "name", "code"),
    [
        (b"", "x.csv", "invalid"),
        (b"\x00\x01\x02" * 100, "x.csv", "file_not_text"),
        (b"PK\x03\x04 no workbook", "x.xlsx", "file_broken"),
        (b"%PDF-1.4", "x.pdf", "file_no_rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused(program, table, name, code):
    assert problem(upload(program, table, name=name)) == (422, code)
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_refused(program, settings):
    settings.MAX_IMPORT_BYTES = 100
    assert problem(upload(program, TABLE * 10)) == (413, "too_large")


def test_a_file_is_sent_as_a_form(program):
    assert problem(program.send("imports/", {"kind": "companies", "file": "x"})) == (415, "unsupported_media_type")
    headers = {"authorization": f"Bearer {program.secret}"}
    for body in ({"kind": "companies"}, {"kind": "devices", "file": ""}, {"kind": "companies", "file": "text"}):
        assert problem(program.post(f"{program.base}imports/", body, headers=headers)) == (422, "invalid")


def test_devices_are_those_of_one_customer(rheintal, tom, weinhold, geheim):
    program = Program(tom)
    assert problem(upload(program, DEVICES, kind="devices")) == (422, "company_missing")
    assert problem(upload(program, DEVICES, kind="devices", company=geheim)) == (422, "company_unknown")

    made = upload(program, DEVICES, kind="devices", company=weinhold).json()

    path = f"imports/{made['id']}/"
    assert (made["company"], made["counts"]["create"]) == (weinhold.pk, 2)
    assert program.send(f"{path}apply/").json()["state"] == "applied"
    assert list(Device.objects.in_name_order().values_list("name", "company_id")) == [
        ("PC-01", weinhold.pk), ("PC-02", weinhold.pk),
    ]  # fmt: skip
    program.send(f"{path}weigh-undo/")
    assert program.send(f"{path}undo/").json()["state"] == "undone"
    assert not Device.objects.exists()


def test_whoever_sees_the_customer_sees_the_imports_of_its_devices(rheintal, jana, tom, sina, petra, weinhold):
    path = f"imports/{upload(Program(tom), DEVICES, kind='devices', company=weinhold).json()['id']}/"
    stranger = Program(sina)
    assert Program(jana).read(path).status_code == 200
    assert problem(stranger.read(path)) == (404, "not_found")
    assert stranger.read("imports/").json()["results"] == []
    assert problem(Program(petra).read(path)) == (403, "capability_missing")


def test_files_about_many_are_not_about_one(program, weinhold):
    assert problem(upload(program, company=weinhold)) == (422, "company_unknown")


def test_locations_are_of_many_customers_or_of_one(program, weinhold):
    table = b"Firma;Name\nWeinhold Steuerberatung GmbH;Lager\n"
    for company in (None, weinhold):
        assert upload(program, table, kind="locations", company=company).json()["counts"]["create"] == 1


def test_the_columns_are_read_as_a_program_says(rheintal, tom, weinhold):
    program = Program(tom)
    made = upload(program, b"Was;Wo;Art\nPC-01;Weinhold;PC\nPC-02;Nord;PC\n", kind="devices", company=weinhold).json()
    path = f"imports/{made['id']}/"
    assert (made["headers"], made["mapping"], made["counts"]["wrong"]) == (["Was", "Wo", "Art"], {"kind": "Art"}, 2)

    mapping = {"name": "Was", "organization": "Wo", "kind": "Art"}
    read = program.send(f"{path}remap/", {"mapping": mapping}).json()
    assert (read["mapping"], read["found_groups"], read["groups"]) == (mapping, ["Nord", "Weinhold"], ["Weinhold"])
    assert (read["counts"]["create"], read["counts"]["left_out"]) == (1, 1)

    both = program.send(f"{path}remap/", {"groups": ["Nord", "Weinhold"]}).json()
    assert (both["counts"]["create"], both["mapping"]) == (2, mapping)


@pytest.mark.parametrize(
    "body",
    [{"mapping": {"colour": "Name"}}, {"mapping": {"name": "Farbe"}}, {"layout": "sap"}, {"groups": ["Nord"]}],
)
def test_what_a_file_does_not_have_cannot_be_read(rheintal, tom, weinhold, body):
    program = Program(tom)
    pk = upload(program, DEVICES, kind="devices", company=weinhold).json()["id"]
    assert problem(program.send(f"imports/{pk}/remap/", body)) == (422, "not_known")


def test_an_import_is_its_owners_and_the_admins(program, rheintal, alice, tom, mallory, weinhold):
    path = f"imports/{upload(program).json()['id']}/"
    other = Program(new_member(rheintal, "Olga Ort", Role.ACCOUNT_MANAGER))
    assert Program(alice).read(path).status_code == 200
    for stranger in (other, Program(tom), Program(mallory)):
        assert problem(stranger.read(path)) == (404, "not_found")
        assert problem(stranger.send(f"{path}apply/")) == (404, "not_found")
        assert stranger.read("imports/").json()["results"] == []
    assert problem(upload(Program(tom, name="Import"))) == (403, "capability_missing")


def test_who_may_no_longer_import_is_told(program, jana, alice, weinhold):
    path = f"imports/{upload(program).json()['id']}/"
    jana.change_roles(roles=[Role.TECHNICIAN], by=alice)
    assert problem(program.send(f"{path}apply/")) == (403, "capability_missing")


@pytest.mark.parametrize("verb", ["remap", "apply", "discard", "stop", "go-on", "weigh-undo", "undo", "keep"])
def test_a_verb_out_of_turn_is_refused(program, weinhold, verb):
    path = f"imports/{upload(program).json()['id']}/"
    program.send(f"{path}discard/")
    assert program.send(f"{path}{verb}/").status_code == 422


@pytest.mark.parametrize("rows", [2, 10])
def test_lists_ask_a_fixed_number_of_times(program, weinhold, rows):
    for _run in range(rows):
        pk = upload(program).json()["id"]
    with at_most(5):
        assert len(program.read("imports/").json()["results"]) == rows
    with at_most(5):
        assert len(program.read(f"imports/{pk}/rows/").json()["results"]) == 3
