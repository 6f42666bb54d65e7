"""Merging by the API, and taking it back."""

import pytest

from companies.models import Company
from contacts.models import Contact
from tests.cast import new_company, new_contact
from tests.support.api import Program, problem
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(jana) -> Program:
    return Program(jana)


@pytest.fixture
def admin(alice) -> Program:
    return Program(alice)


@pytest.fixture
def double(seeded, jana) -> Company:
    """Weinhold once more, with a contact."""
    company = new_company(jana, "Weinhold II")
    new_contact(company, "Rosa", "Weinhold")
    return company


def test_a_preview_counts_what_moves_and_says_what_stands_in_the_way(program, double, weinhold):
    program.read("me/")

    with at_most(12):
        possible = program.read(f"companies/{double.pk}/merge/?into={weinhold.pk}").json()
    Company.objects.filter(pk=weinhold.pk).update(currency="CHF")
    refused = program.read(f"companies/{double.pk}/merge/?into={weinhold.pk}").json()

    assert possible == {"moves": [{"key": "contacts.contacts", "label": "Contacts", "count": 1}], "refusals": []}
    assert [each["code"] for each in refused["refusals"]] == ["currencies_differ"]
    assert Contact.objects.get().company == double


def test_two_companies_become_one_and_are_parted_again(program, admin, double, weinhold):
    made = program.send(f"companies/{double.pk}/merge/", {"into": weinhold.pk}, idempotency_key="once")
    again = program.send(f"companies/{double.pk}/merge/", {"into": weinhold.pk})

    assert made.status_code == 201
    assert made.json()["moved"] == {"contacts.contacts": 1}
    assert (made.json()["absorbed"]["name"], made.json()["survivor"]["id"]) == ("Weinhold II", weinhold.pk)
    assert problem(again) == (422, "already_merged")
    assert Contact.objects.get().company == weinhold

    listed = program.read(f"companies/{weinhold.pk}/merges/").json()["results"]
    assert listed == [made.json()]
    undone = admin.send(f"companies/{weinhold.pk}/merges/{made.json()['id']}/undo/")
    assert (undone.status_code, undone.json()) == (200, {"left": [], "cut": [], "kept": []})
    assert Contact.objects.get().company == double
    assert program.read(f"companies/{weinhold.pk}/merges/").json()["results"] == []


@pytest.mark.parametrize("kind", ["companies", "contacts"])
def test_the_version_that_is_named_is_that_of_the_one_merged_away(program, double, weinhold, miriam, kind):
    away, into = {
        "companies": (double, weinhold),
        "contacts": (new_contact(weinhold, "Mirjam", "Weinhold"), miriam),
    }[kind]
    type(into).objects.filter(pk=into.pk).update(version=7)
    seen = program.read(f"{kind}/{away.pk}/").headers["ETag"]

    stale = program.send(f"{kind}/{away.pk}/merge/", {"into": into.pk}, if_match='"7"')
    assert problem(stale) == (412, "edit_conflict")
    assert program.send(f"{kind}/{away.pk}/merge/", {"into": into.pk}, if_match=seen).status_code == 201


def test_what_could_not_go_back_is_named(program, admin, double, weinhold, obertal):
    made = program.send(f"companies/{double.pk}/merge/", {"into": weinhold.pk}).json()
    Contact.objects.update(company=obertal)

    undone = admin.send(f"companies/{weinhold.pk}/merges/{made['id']}/undo/").json()

    assert undone["left"] == [{"key": "contacts.contacts", "label": "Contacts", "count": 1}]


def test_a_merge_is_undone_where_it_stands_and_nowhere_else(admin, program, double, weinhold, obertal):
    made = program.send(f"companies/{double.pk}/merge/", {"into": weinhold.pk}).json()

    for path in (f"companies/{obertal.pk}/merges/{made['id']}/undo/", f"companies/{weinhold.pk}/merges/999999/undo/"):
        assert problem(admin.send(path)) == (404, "not_found")


def test_nobody_merges_into_what_they_do_not_see(petra, double, geheim):
    petra.roles = ["account_manager"]
    petra.save()
    program, path = Program(petra), f"companies/{double.pk}/merge/"

    assert problem(program.read(f"{path}?into={geheim.pk}")) == (400, "invalid_query")
    assert problem(program.read(path)) == (400, "invalid_query")
    sent = program.send(path, {"into": geheim.pk})
    assert sent.json()["errors"][0]["code"] == "does_not_exist"


def test_two_contacts_of_a_company_become_one(program, admin, weinhold, miriam):
    double = new_contact(weinhold, "Mirjam", "Weinhold")
    path = f"contacts/{double.pk}/merge/"

    assert program.read(f"{path}?into={miriam.pk}").json() == {"moves": [], "refusals": []}
    made = program.send(path, {"into": miriam.pk})

    assert (made.status_code, made.json()["survivor"]) == (201, {"id": miriam.pk, "name": "Miriam Weinhold"})
    double.refresh_from_db()
    assert not double.is_active
    undone = admin.send(f"contacts/{miriam.pk}/merges/{made.json()['id']}/undo/")
    assert undone.json() == {"left": [], "cut": [], "kept": []}


def test_contacts_of_two_companies_stay_two(program, miriam, obertal):
    stranger = new_contact(obertal, "Miriam", "Weinhold")
    assert problem(program.send(f"contacts/{stranger.pk}/merge/", {"into": miriam.pk})) == (422, "other_company")
