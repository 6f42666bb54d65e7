"""The activity by the API: what the pages tell, in pages of its own."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from billing.models import InvoiceSettings
from companies.models import Company
from contacts.models import Contact
from core.authorship import Door, acting_as, through
from events.models import Event
from tests.cast import new_contact
from tests.support.api import Program, problem
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(jana) -> Program:
    return Program(jana)


def _entries(program: Program, path: str, **headers: str) -> list[dict]:
    answer = program.read(path, **headers)
    assert answer.status_code == 200
    return answer.json()["results"]


def _pages(program: Program, address: str) -> Iterator[list[dict]]:
    while address:
        page = program.read(address).json()
        yield page["results"]
        address = (page["next"] or "").removeprefix("http://testserver")


def _event(company: Company, number: int, field: str = "phone") -> Event:
    return Event(
        tenant_id=company.tenant_id, key="companies.company_changed", company_id=company.pk,
        at=timezone.now() - timedelta(minutes=number // 3), actor_kind="system",
        subject_type="companies.company", subject_id=company.pk, subject_label="x",
        changes={field: ["", str(number)]},
    )  # fmt: skip


def test_an_event_says_who_changed_what_through_which_door(program, jana, weinhold):
    program.edit(f"companies/{weinhold.pk}/", {"phone": "+49 7621 99"})

    [entry, *_older] = _entries(program, f"companies/{weinhold.pk}/activity/")

    assert entry["event"] == "companies.company_changed"
    assert entry["operation"] is None
    assert entry["company"] == {"id": weinhold.pk, "name": weinhold.name}
    assert entry["subject"] == {"type": "companies.company", "id": weinhold.pk, "label": ""}
    assert entry["actor"] == {"kind": "member", "id": jana.pk, "name": "Jana Roth"}
    assert entry["door"] == "api"
    assert entry["changes"] == [{"field": "phone", "label": "Phone", "before": "—", "after": "+49 7621 99"}]


def test_what_no_event_tells_is_told_by_the_database(program, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(phone="1")

    [entry, *_older] = _entries(program, f"companies/{weinhold.pk}/activity/", accept_language="de")

    assert (entry["event"], entry["operation"]) == (None, "update")
    assert entry["what"] == "Datensatz geändert"
    assert entry["changes"] == [{"field": "phone", "label": "Telefon", "before": "—", "after": "1"}]


def test_a_contact_tells_of_itself_alone(program, weinhold, miriam, carl):
    Contact.objects.filter(pk__in=[miriam.pk, carl.pk]).update(mobile="1")

    entries = _entries(program, f"contacts/{miriam.pk}/activity/")

    assert {entry["subject"]["id"] for entry in entries if entry["subject"]["type"] == "contacts.contact"} == {
        miriam.pk
    }


def test_the_whole_tenant_is_for_admins(program, alice, weinhold):
    assert problem(program.read("activity/")) == (403, "capability_missing")

    entries = _entries(Program(alice), "activity/?area=companies")

    assert {entry["company"]["name"] for entry in entries} == {weinhold.name}


def test_the_filters_are_those_of_the_page(program, jana, weinhold, miriam):
    with acting_as(jana), through(Door.IMPORT):
        Company.objects.filter(pk=weinhold.pk).update(phone="1")
    with acting_as(miriam), through(Door.PORTAL):
        Contact.objects.filter(pk=miriam.pk).update(mobile="2")
    path = f"companies/{weinhold.pk}/activity/"
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert {entry["door"] for entry in _entries(program, f"{path}?door=import")} == {"import"}
    assert {entry["actor"]["id"] for entry in _entries(program, f"{path}?actor=member-{jana.pk}")} == {jana.pk}
    assert {entry["actor"]["id"] for entry in _entries(program, f"{path}?actor=contact")} == {miriam.pk}
    assert {entry["subject"]["type"] for entry in _entries(program, f"{path}?area=contacts&door=portal")} == {
        "contacts.contact"
    }
    assert [entry["changes"][0]["after"] for entry in _entries(program, f"{path}?field=phone&door=import")] == ["1"]
    assert _entries(program, f"{path}?since={tomorrow}") == []
    assert _entries(program, f"{path}?until=2020-01-01") == []


def test_a_field_is_asked_for_by_its_name_in_any_language(program, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(phone="1")

    entries = _entries(program, f"companies/{weinhold.pk}/activity/?field=phone", accept_language="de")

    assert entries[0]["changes"][0]["label"] == "Telefon"


@pytest.mark.parametrize(
    "query",
    [
        "area=companies__name", "actor=member-0", "actor=jana", "actor=member-" + "9" * 30, "door=window", "door=",
        "since=yesterday", "since=0001-01-01", "until=9999-12-31", "since=2026-05-05&until=2026-01-01", "field=%00",
        "field=" + "x" * 61, "limit=0", "limit=201", "behind=x", "order=at", "company__name=x", "door=api&door=page",
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(program, weinhold, query):
    assert problem(program.read(f"companies/{weinhold.pk}/activity/?{query}")) == (400, "invalid_query")


@pytest.mark.parametrize(
    ("query", "field", "code", "words"),
    [
        ("since=0152-05-01", "since", "not_this_century", "Enter a day of this century."),
        ("since=2026-05-05&until=2026-01-01", "until", "period_reversed", "The period ends before it begins."),
        ("since=2001-01-01", "since", "period_too_long", "Choose a period of at most a year."),
    ],
)
def test_a_refused_period_says_why_at_its_field(alice, query, field, code, words):
    refused = Program(alice).read(f"activity/?{query}")
    assert refused.json()["errors"] == [{"field": field, "code": code, "detail": words}]


@pytest.mark.parametrize("cursor", ["x", "2026-01-01T00:00:00~e~1", "%00", "2026-01-01T00:00:00%2B00:00~e~" + "9" * 30])
def test_what_is_no_place_is_refused(program, weinhold, cursor):
    path = f"companies/{weinhold.pk}/activity/?cursor={cursor}"
    assert problem(program.read(path))[0] == 400


def test_of_the_whole_tenant_a_period_of_at_most_a_year_is_asked_for(alice, weinhold):
    Event.objects.bulk_create([_event(weinhold, 3 * 60 * 24 * 40)])
    program, longest = Program(alice), timezone.localdate() - timedelta(days=366)

    assert program.read(f"activity/?since={longest}").status_code == 200
    assert _entries(program, "activity/?field=phone") == []
    refused = program.read(f"activity/?since={longest - timedelta(days=1)}")
    assert [error["field"] for error in refused.json()["errors"]] == ["since"]


def test_a_page_looks_through_so_many_records_and_the_next_goes_on_from_there(program, weinhold, monkeypatch):
    monkeypatch.setattr("events.reading.READ_THROUGH", 10)
    Event.objects.bulk_create([*(_event(weinhold, number) for number in range(25)), _event(weinhold, 99, "fax")])

    empty = program.read(f"companies/{weinhold.pk}/activity/?field=fax").json()
    found = chain.from_iterable(_pages(program, f"companies/{weinhold.pk}/activity/?field=fax"))

    assert (empty["results"], bool(empty["next"])) == ([], True)
    assert [entry["changes"][0]["field"] for entry in found] == ["fax"]


def test_pages_follow_by_place_and_nothing_is_told_twice_or_left_out(program, weinhold):
    Event.objects.bulk_create([_event(weinhold, number) for number in range(25)])
    address, told = f"companies/{weinhold.pk}/activity/?field=phone&limit=7", []
    for page in _pages(program, address):
        told += page
        Event.objects.bulk_create([_event(weinhold, 0)])

    assert [entry["at"] for entry in told] == sorted((entry["at"] for entry in told), reverse=True)
    assert sorted(int(entry["changes"][0]["after"]) for entry in told) == list(range(25))
    assert len({entry["id"] for entry in told}) == 25


def test_prices_are_kept_from_who_may_not_see_them(program, tom, weinhold):
    InvoiceSettings.objects.create(tenant_id=weinhold.tenant_id, company=weinhold)
    InvoiceSettings.objects.filter(company=weinhold).update(vat_id="DE129273398")
    path, technician = f"companies/{weinhold.pk}/activity/", Program(tom)

    assert "DE129273398" in program.read(path).text
    assert "DE129273398" not in technician.read(path).text
    assert _entries(technician, f"{path}?area=billing") == []
    assert _entries(technician, f"{path}?field=vat_id") == []


def test_a_linked_company_that_the_member_does_not_see_is_not_named(tom, weinhold, geheim):
    Company.objects.filter(pk=weinhold.pk).update(parent=geheim, parent_link="branch")

    answer = Program(tom).read(f"companies/{weinhold.pk}/activity/")

    assert "not visible to you" in answer.text
    assert geheim.name not in answer.text


def test_nothing_is_changed_here(alice, weinhold, miriam):
    program = Program(alice)
    for path in (f"companies/{weinhold.pk}/activity/", f"contacts/{miriam.pk}/activity/", "activity/"):
        assert problem(program.send(path, {})) == (405, "method_not_allowed")


@pytest.mark.parametrize("rows", [2, 40])
def test_a_page_asks_a_fixed_number_of_times(alice, weinhold, miriam, rows):
    for number in range(rows):
        new_contact(weinhold, "A", f"B{number}")
        Contact.objects.filter(last_name=f"B{number}").update(mobile="1")
    program = Program(alice)
    program.read("me/")

    for path in (f"companies/{weinhold.pk}/activity/", f"contacts/{miriam.pk}/activity/", "activity/"):
        with at_most(12):
            program.read(path)
