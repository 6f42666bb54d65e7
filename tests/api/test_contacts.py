"""Contacts by the API."""

import pytest

from contacts.models import Contact
from core.authorship import Door
from events.models import Event
from tests.cast import new_contact
from tests.support.api import Program, names, problem
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(tom) -> Program:
    """A program of a technician, who may edit the contacts of his customers."""
    return Program(tom)


def test_a_list_shows_the_people_of_the_customers_one_sees(program, sina, alice, miriam, carl, obertal):
    new_contact(obertal, "Olga", "Ort")
    assert names(program.read("contacts/")) == ["Sommer", "Weinhold"]
    assert names(Program(sina).read("contacts/")) == []
    assert names(Program(alice).read("contacts/")) == ["Ort", "Sommer", "Weinhold"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is_primary=true", ["Weinhold"]),
        ("is_primary=false", ["Sommer"]),
        ("email=carl%40weinhold.example", ["Sommer"]),
        ("q=mir", ["Weinhold"]),
        ("order=-name", ["Weinhold", "Sommer"]),
        ("is_active=false", []),
    ],
)
def test_a_list_is_filtered_and_ordered(program, miriam, carl, query, found):
    assert names(program.read(f"contacts/?{query}")) == found


def test_only_companies_that_one_sees_can_be_asked_for(program, miriam, weinhold, obertal, kuestenhof):
    assert names(program.read(f"contacts/?company={weinhold.pk}")) == ["Weinhold"]
    for hidden in (obertal, kuestenhof):
        assert problem(program.read(f"contacts/?company={hidden.pk}")) == (400, "invalid_query")


@pytest.mark.parametrize("rows", [2, 20])
def test_a_list_asks_a_fixed_number_of_times(program, weinhold, rows):
    for number in range(rows):
        new_contact(weinhold, "Otto", f"Ort {number}")
    program.read("me/")
    with at_most(5):
        assert len(program.read("contacts/").json()["results"]) == rows


def test_a_contact_is_entered_as_primary_contact(program, weinhold, miriam, tom):
    body = {"company": weinhold.pk, "first_name": "Olga", "last_name": "Neu", "email": "Olga@Weinhold.example",
            "is_primary": True}  # fmt: skip

    response = program.send("contacts/", body)

    assert response.status_code == 201
    contact = Contact.objects.get(last_name="Neu")
    assert response.json()["email"] == "olga@weinhold.example"
    assert Contact.objects.primary_of(weinhold) == contact
    assert response.headers["ETag"] == f'"{contact.version}"'
    told = Event.objects.filter(subject_type="contacts.contact", subject_id=contact.pk)
    assert set(told.values_list("door", "actor_id")) == {(Door.API, tom.pk)}


def test_somebody_similar_is_named_before_another_is_entered(program, weinhold, obertal, carl):
    hidden = new_contact(obertal, "Olga", "Ort")
    body = {"company": weinhold.pk, "last_name": "Sommer", "email": carl.email}

    response = program.send("contacts/", body)

    assert problem(response) == (409, "possible_duplicate")
    assert response.json()["duplicates"] == [{"id": carl.pk, "name": "Carl Sommer"}]
    assert program.send("contacts/", {**body, "is_another": True}).status_code == 201
    assert program.send("contacts/", {**body, "last_name": "Ort", "email": hidden.email}).status_code == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"first_name": "Olga"}, "invalid"),
        ({"last_name": "Neu", "email": "nobody"}, "invalid"),
        ({"last_name": "Neu", "language": "fr"}, "invalid"),
        ({"last_name": "Neu", "is_primary": True}, "email_missing"),
        ({"last_name": "Neu", "bounced_at": None}, "invalid"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_whole(program, weinhold, body, code):
    assert problem(program.send("contacts/", {"company": weinhold.pk, **body})) == (422, code)
    assert not Contact.objects.exists()


def test_a_contact_never_changes_its_company(program, miriam, weinhold):
    response = program.edit(f"contacts/{miriam.pk}/", {"company": weinhold.pk})
    assert response.json()["errors"][0]["code"] == "unknown_field"


def test_an_edit_changes_what_was_sent_and_nothing_else(program, miriam):
    response = program.edit(f"contacts/{miriam.pk}/", {"phone": "+49 7621 1"})
    assert (response.status_code, response.json()["phone"], response.json()["last_name"]) == (
        200, "+49 7621 1", "Weinhold",
    )  # fmt: skip


def test_the_details_of_the_person_are_written_and_answered(program, miriam):
    sent = {
        "middle_initial": "K", "suffix": "MBA", "email_2": "miriam@privat.example", "street": "Am Rain 3",
        "postal_code": "4051", "country": "CH", "linkedin_url": "https://linkedin.com/in/miriam",
        "opted_out_of_calls": True, "opted_out_of_surveys": True,
    }  # fmt: skip

    answered = program.edit(f"contacts/{miriam.pk}/", sent).json()

    assert {name: answered[name] for name in sent} == sent
    assert answered["calls_opted_out_at"].endswith("Z") and answered["bulk_mail_opted_out_at"] is None
    assert program.edit(f"contacts/{miriam.pk}/", {"country": "", "postal_code": ""}).json()["country"] == ""


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"country": "XX"}, "invalid"),
        ({"postal_code": "1"}, "postal_code_invalid"),
        ({"x_url": "javascript:alert(1)"}, "page_invalid"),
        ({"email_2": "nobody"}, "invalid"),
        ({"calls_opted_out_at": None}, "invalid"),
    ],
)
def test_details_that_cannot_be_are_refused(program, miriam, body, code):
    assert problem(program.edit(f"contacts/{miriam.pk}/", body)) == (422, code)


def test_two_programs_do_not_overwrite_each_other(program, jana, miriam):
    path, seen = f"contacts/{miriam.pk}/", '"1"'
    assert Program(jana).ask("PATCH", path, {"title": "CEO"}, if_match=seen).status_code == 200
    assert problem(program.ask("PATCH", path, {"title": "CFO"}, if_match=seen)) == (412, "edit_conflict")
    assert Contact.objects.get(pk=miriam.pk).title == "CEO"


def test_verbs_do_what_the_pages_do(program, miriam, carl, weinhold):
    assert program.send(f"contacts/{carl.pk}/designate-primary/").json()["is_primary"] is True
    assert Contact.objects.primary_of(weinhold) == carl
    assert program.send(f"contacts/{carl.pk}/withdraw-primary/").json()["is_primary"] is False
    assert program.send(f"contacts/{miriam.pk}/deactivate/").json()["is_active"] is False
    assert program.send(f"contacts/{miriam.pk}/activate/").json()["is_active"] is True
    miriam.refresh_from_db()
    assert miriam.access is None


def test_an_inactive_contact_does_not_become_the_primary_one(program, carl, tom):
    carl.deactivate(by=tom)
    assert problem(program.send(f"contacts/{carl.pk}/designate-primary/")) == (422, "inactive")


def test_who_may_not_edit_contacts_is_told(petra, carl):
    response = Program(petra).send(f"contacts/{carl.pk}/deactivate/")
    assert problem(response) == (403, "capability_missing")
    assert "contacts" in response.json()["detail"]


def test_whoever_changes_the_employer_is_copied_and_deactivated(jana, miriam, obertal):
    made = Program(jana).send(f"contacts/{miriam.pk}/copy-and-deactivate/", {"company": obertal.pk}, if_match='"1"')

    assert (made.status_code, made.json()["company"]["id"], made.json()["is_primary"]) == (201, obertal.pk, False)
    assert made.headers["Location"].endswith(f"/contacts/{made.json()['id']}/")
    miriam.refresh_from_db()
    assert not miriam.is_active


def test_nobody_is_copied_to_the_own_company(jana, miriam, weinhold):
    refused = Program(jana).send(f"contacts/{miriam.pk}/copy-and-deactivate/", {"company": weinhold.pk})
    assert problem(refused) == (422, "same_company")


def test_a_contact_gets_into_the_portal_and_out_again(jana, weinhold):
    contact = new_contact(weinhold, "Olga", "Ort")
    program, path = Program(jana), f"contacts/{contact.pk}/portal/"
    outside = {"is_enabled": False, "works": False, "right": None, "enabled_at": None, "invitation": None}
    assert program.read(path).json() == outside

    enabled = program.send(path, {"right": "basic"}).json()
    assert (enabled["is_enabled"], enabled["works"], enabled["right"]) == (True, True, "basic")
    assert enabled["invitation"]["is_open"] is True

    first = contact.access.invitation
    assert program.send(path, {"right": "manager"}).json()["right"] == "manager"
    assert contact.access.invitation == first

    program.send(f"{path}invite-again/")
    first.refresh_from_db()
    assert (first.is_open, contact.access.invitation.is_open) == (False, True)

    assert program.ask("DELETE", path).status_code == 204
    assert program.read(path).json() == outside
    assert problem(program.send(f"{path}invite-again/")) == (422, "portal_not_enabled")


@pytest.mark.parametrize(
    ("right", "code"), [("taskfire_admin", "taskfire_off"), ("owner", "invalid"), ("", "invalid"), (None, "invalid")]
)
def test_a_right_that_cannot_be_is_refused(jana, miriam, right, code):
    assert problem(Program(jana).send(f"contacts/{miriam.pk}/portal/", {"right": right})) == (422, code)


def test_an_access_that_opens_nothing_says_so(jana, miriam, weinhold):
    weinhold.disable_portal(by=jana)

    told = Program(jana).read(f"contacts/{miriam.pk}/portal/").json()

    assert (told["is_enabled"], told["works"]) == (True, False)
