"""Every operation of the API, by token, for every member, at every kind of customer."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.db import transaction

from config.api import described
from core.rowsecurity import acting_for
from events.models import Event
from tenants.roles import Capability as C
from tests.access import matrix
from tests.access.matrix import Line
from tests.access.test_matrix import IN, MISSING, allowed
from tests.access.world import FOREIGN, GROUPS, MEMBERS, OWN
from tests.support.api import Program

pytestmark = pytest.mark.django_db
REFUSED = "422"


@dataclass(frozen=True)
class Call:
    """An operation: what is sent, with the ids of `o` (`world.py`) in path and body, and what one needs for it.

    `in_body`: it is the body, or what the address asks for, that names the customer, so that a customer one does not
    see is no possible value.
    """

    key: str
    method: str
    path: Callable
    needs: C | None = None
    body: Callable = lambda o: {}
    in_body: bool = False
    whose: str = matrix.CUSTOMER


def verb(key: str, path: str, needs: C) -> Call:
    return Call(
        key, "POST", lambda o: path.format(company=o.company.pk, contact=o.contact.pk, location=o.location.pk), needs
    )


def merging(of: str, needs: C, ids: Callable) -> list[Call]:
    """Merging two of these records. `ids`: of the record, of one that may remain, and of a merge that was done."""
    merge, merges = (lambda o: f"{of}/{ids(o)[0]}/merge/"), (lambda o: f"{of}/{ids(o)[0]}/merges/")
    return [
        Call(f"{of}_merging_preview", "GET", lambda o: f"{merge(o)}?into={ids(o)[0]}", needs, in_body=True),
        Call(f"{of}_merging_create", "POST", merge, needs, lambda o: {"into": ids(o)[1]}),
        Call(f"{of}_merging_list", "GET", merges),
        Call(f"{of}_merging_undo", "POST", lambda o: f"{merges(o)}{ids(o)[2]}/undo/", C.MANAGE_TENANT),
    ]


CALLS = [
    Call("me_retrieve", "GET", lambda o: "me/", whose=matrix.TENANT),
    Call("members_list", "GET", lambda o: "members/", whose=matrix.TENANT),
    Call("classifications_list", "GET", lambda o: "classifications/", whose=matrix.TENANT),
    Call("territories_list", "GET", lambda o: "territories/", whose=matrix.TENANT),
    Call("market_segments_list", "GET", lambda o: "market-segments/", whose=matrix.TENANT),
    Call("competitors_list", "GET", lambda o: "competitors/", whose=matrix.TENANT),
    Call("companies_list", "GET", lambda o: "companies/", whose=matrix.TENANT),
    Call("companies_create", "POST", lambda o: "companies/", C.EDIT_COMPANIES,
         lambda o: {"name": "Ganz neu", "manager": o.person.pk}, whose=matrix.TENANT),
    Call("companies_retrieve", "GET", lambda o: f"companies/{o.company.pk}/"),
    Call("companies_partial_update", "PATCH", lambda o: f"companies/{o.company.pk}/", C.EDIT_COMPANIES,
         lambda o: {"city": "Basel"}),
    verb("companies_activate", "companies/{company}/activate/", C.EDIT_COMPANIES),
    verb("companies_deactivate", "companies/{company}/deactivate/", C.EDIT_COMPANIES),
    verb("companies_become_customer", "companies/{company}/become-customer/", C.EDIT_COMPANIES),
    verb("companies_leave_parent", "companies/{company}/leave-parent/", C.EDIT_COMPANIES),
    verb("companies_decide_independent", "companies/{company}/decide-independent/", C.EDIT_COMPANIES),
    verb("companies_decide_parent", "companies/{company}/decide-parent/", C.EDIT_COMPANIES),
    verb("companies_decide_manager_alone", "companies/{company}/decide-manager-alone/", C.MANAGE_TEAMS),
    verb("companies_enable_portal", "companies/{company}/enable-portal/", C.MANAGE_PORTAL),
    verb("companies_disable_portal", "companies/{company}/disable-portal/", C.MANAGE_PORTAL),
    verb("companies_disable_taskfire", "companies/{company}/disable-taskfire/", C.MANAGE_PORTAL),
    Call("companies_enable_taskfire", "POST", lambda o: f"companies/{o.company.pk}/enable-taskfire/", C.MANAGE_PORTAL,
         lambda o: {"accepts_terms": True, "has_talked_it_through": True}),
    Call("companies_change_manager", "POST", lambda o: f"companies/{o.company.pk}/change-manager/", C.MANAGE_TEAMS,
         lambda o: {"member": o.person.pk}),
    Call("companies_place_under", "POST", lambda o: f"companies/{o.company.pk}/place-under/", C.EDIT_COMPANIES,
         lambda o: {"parent": o.head.pk, "link": "branch"}),
    Call("companies_team", "GET", lambda o: f"companies/{o.company.pk}/team/"),
    Call("companies_add_to_team", "POST", lambda o: f"companies/{o.company.pk}/team/", C.MANAGE_TEAMS,
         lambda o: {"member": o.person.pk}),
    Call("companies_remove_from_team", "DELETE", lambda o: f"companies/{o.company.pk}/team/{o.person.pk}/",
         C.MANAGE_TEAMS),
    Call("access_list", "GET", lambda o: f"companies/{o.company.pk}/access/", C.MANAGE_TEAMS),
    Call("companies_activity_list", "GET", lambda o: f"companies/{o.company.pk}/activity/"),
    Call("contacts_activity_list", "GET", lambda o: f"contacts/{o.contact.pk}/activity/"),
    Call("activity_list", "GET", lambda o: "activity/", C.MANAGE_TENANT, whose=matrix.TENANT),
    *merging("companies", C.EDIT_COMPANIES, lambda o: (o.company.pk, o.head.pk, o.company_merge.pk)),
    Call("locations_list", "GET", lambda o: "locations/", whose=matrix.TENANT),
    Call("locations_create", "POST", lambda o: "locations/", C.EDIT_COMPANIES,
         lambda o: {"company": o.company.pk, "name": "Lager"}, in_body=True),
    Call("locations_retrieve", "GET", lambda o: f"locations/{o.location.pk}/"),
    Call("locations_partial_update", "PATCH", lambda o: f"locations/{o.location.pk}/", C.EDIT_COMPANIES,
         lambda o: {"city": "Basel"}),
    verb("locations_make_primary", "locations/{location}/make-primary/", C.EDIT_COMPANIES),
    verb("locations_activate", "locations/{location}/activate/", C.EDIT_COMPANIES),
    verb("locations_deactivate", "locations/{location}/deactivate/", C.EDIT_COMPANIES),
    Call("contacts_list", "GET", lambda o: "contacts/", whose=matrix.TENANT),
    Call("contacts_create", "POST", lambda o: "contacts/", C.EDIT_CONTACTS,
         lambda o: {"company": o.company.pk, "last_name": "Neu"}, in_body=True),
    Call("contacts_retrieve", "GET", lambda o: f"contacts/{o.contact.pk}/"),
    Call("contacts_partial_update", "PATCH", lambda o: f"contacts/{o.contact.pk}/", C.EDIT_CONTACTS,
         lambda o: {"title": "CEO"}),
    verb("contacts_activate", "contacts/{contact}/activate/", C.EDIT_CONTACTS),
    verb("contacts_deactivate", "contacts/{contact}/deactivate/", C.EDIT_CONTACTS),
    verb("contacts_designate_primary", "contacts/{contact}/designate-primary/", C.EDIT_CONTACTS),
    verb("contacts_withdraw_primary", "contacts/{contact}/withdraw-primary/", C.EDIT_CONTACTS),
    Call("contacts_copy_and_deactivate", "POST", lambda o: f"contacts/{o.contact.pk}/copy-and-deactivate/",
         C.EDIT_CONTACTS, lambda o: {"company": o.company.pk}),
    *merging("contacts", C.EDIT_CONTACTS, lambda o: (o.contact.pk, o.contact.pk, o.contact_merge.pk)),
    Call("portal_retrieve", "GET", lambda o: f"contacts/{o.contact.pk}/portal/", C.MANAGE_PORTAL),
    Call("portal_enable", "POST", lambda o: f"contacts/{o.contact.pk}/portal/", C.MANAGE_PORTAL,
         lambda o: {"right": "basic"}),
    Call("portal_disable", "DELETE", lambda o: f"contacts/{o.contact.pk}/portal/", C.MANAGE_PORTAL),
    verb("portal_invite_again", "contacts/{contact}/portal/invite-again/", C.MANAGE_PORTAL),
]  # fmt: skip


ELSEWHERE = "imports_"
"""An import is no customer's, but its owner's: `tests/api/test_imports.py` asks who gets there."""


def test_every_operation_has_a_line_and_every_line_an_operation():
    keys = {each["operationId"] for methods in described()["paths"].values() for each in methods.values()}
    operations = {key for key in keys if not key.startswith(ELSEWHERE)}
    assert operations - {call.key for call in CALLS} == set(), "add a line to tests/access/test_api.py"
    assert {call.key for call in CALLS} - operations == set()


def outcome(response) -> str:
    """What came of a request, in one word; what is no possible value is refused at its field."""
    if response.status_code in (403, 404):
        return str(response.status_code)
    if response.status_code in (400, 422):
        return REFUSED if "does_not_exist" in response.text else IN
    return IN if response.status_code < 500 else str(response.status_code)


def expected(person: str, call: Call, group, member) -> set[str]:
    line = Line(call.key, call.whose, call.needs)
    possible = allowed(person, line, group if call.whose == matrix.CUSTOMER else OWN, member)
    if call.in_body and MISSING in possible:
        return (possible - {MISSING}) | {REFUSED}
    return possible


@pytest.fixture
def things(objects, obertal, kuestenhof):
    """One of everything of each customer, with a company that it might be placed under, and somebody on its team."""
    for group, each in objects.items():
        each.head = kuestenhof if group == FOREIGN else obertal
        with acting_for(each.company.tenant_id):
            each.company.add_to_team(member=each.person, by=None)
    return objects


def do(program: Program, call: Call, o):
    before = transaction.savepoint()
    response = program.ask(call.method, call.path(o), call.body(o), if_match="*")
    transaction.savepoint_rollback(before)
    return response


@pytest.mark.parametrize("person", MEMBERS)
def test_who_gets_where_by_token(person, people, things):
    program, wrong = Program(people[person]), []
    for call in CALLS:
        for group in GROUPS if call.whose == matrix.CUSTOMER else (OWN,):
            got = outcome(do(program, call, things[group]))
            wanted = expected(person, call, group, people[person])
            if got not in wanted:
                wrong.append(f"{call.key} at {group.name}: {got}, expected {' or '.join(sorted(wanted))}")
    assert not wrong, f"{person}:\n" + "\n".join(wrong)


def test_ids_of_another_tenant_are_refused_and_nothing_changes(alice, things):
    """In the path, in the body, and both ways round."""
    foreign, own, program = things[FOREIGN], things[OWN], Program(alice)
    mixed = SimpleNamespace(**{**vars(own), "person": foreign.person, "head": foreign.head})
    events, let_in = Event.objects.count(), []

    for call in CALLS:
        tries = [(foreign, own)] if call.path(foreign) != call.path(own) else []
        tries += [(own, other) for other in (foreign, mixed) if call.body(other) != call.body(own)]
        for there, what in tries:
            answer = program.ask(call.method, call.path(there), call.body(what), if_match="*")
            if answer.status_code not in (400, 404, 422):
                let_in.append((call.key, answer.status_code))

    assert let_in == []
    assert Event.objects.count() == events


def test_who_has_no_customers_hears_of_none(sina, things):
    program = Program(sina)
    names = {each.company.name for each in things.values()} | {each.contact.last_name for each in things.values()}
    for call in CALLS:
        for each in things.values():
            text = do(program, call, each).text
            assert not [name for name in names if name in text], call.key
