"""Companies by the API: the records, the sight and the verbs of the pages."""

import pytest

from companies.models import AccountTeamMember, Classification, Company, Competitor
from core.authorship import Door
from core.rowsecurity import acting_for
from events.models import Event
from tenants.roles import Role
from tests.cast import new_company, new_member
from tests.support.api import Program, names, problem
from tests.support.events import keys_of
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(jana) -> Program:
    """A program of the account manager."""
    return Program(jana)


def test_a_company_is_read_with_its_version(program, weinhold, jana):
    response = program.read(f"companies/{weinhold.pk}/")

    assert response.status_code == 200
    assert response.headers["ETag"] == '"1"'
    company = response.json()
    assert (company["name"], company["country"], company["version"]) == ("Weinhold Steuerberatung GmbH", "DE", 1)
    assert company["manager"] == {"id": jana.pk, "name": "Jana Roth"}
    assert company["created_at"].endswith("Z")


def test_a_list_shows_what_the_member_sees(program, tom, sina, weinhold, obertal):
    assert names(program.read("companies/")) == ["Gemeinde Obertal", "Weinhold Steuerberatung GmbH"]
    assert names(Program(tom).read("companies/")) == ["Weinhold Steuerberatung GmbH"]
    assert names(Program(sina).read("companies/")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=lead", ["Obertal"]),
        ("is_active=false", ["Alt"]),
        ("q=wein", ["Weinhold"]),
        ("q=%C3%A4rz", ["Ärztehaus"]),
        ("q=%21", []),
        ("order=-name&is_active=true", ["Weinhold", "Obertal", "Ärztehaus"]),
        ("order=id", ["Weinhold", "Ärztehaus", "Obertal", "Alt"]),
        ("mine=true&limit=1", ["Alt"]),
    ],
)
def test_a_list_is_filtered_and_ordered(jana, query, found):
    new_company(jana, "Weinhold")
    new_company(jana, "Ärztehaus", service_model="managed")
    new_company(jana, "Obertal", type="lead")
    new_company(jana, "Alt", is_active=False)

    assert names(Program(jana).read(f"companies/?{query}")) == found


@pytest.mark.parametrize("query", ["color=red", "manager__user__password=x", "type=x", "type=lead&type=lead", "limit=0",
                                   "limit=201", "order=city", "order=manager__user__email", "is_active=1", "manager=x",
                                   "manager=999999999999999999999", "manager=0", "cursor=x", "q=%00"])  # fmt: skip
def test_what_is_not_declared_cannot_be_asked(program, weinhold, query):
    status, code = problem(program.read(f"companies/?{query}"))
    assert (status, code) in {(400, "invalid_query"), (400, "invalid_cursor")}


def test_pages_follow_each_other_and_do_not_shift(program, jana):
    for name in "ABDEF":
        new_company(jana, name)

    first = program.read("companies/?limit=2").json()
    new_company(jana, "AA")
    new_company(jana, "C")
    second = program.read(first["next"].replace("http://testserver", "")).json()
    third = program.read(second["next"].replace("http://testserver", "")).json()

    assert [row["name"] for row in first["results"] + second["results"] + third["results"]] == list("ABCDEF")
    assert third["next"] is None


def test_a_cursor_belongs_to_its_order(program, jana):
    for name in "ABC":
        new_company(jana, name)
    cursor = program.read("companies/?limit=1").json()["next"].split("cursor=")[1].split("&")[0]
    assert problem(program.read(f"companies/?order=-name&cursor={cursor}")) == (400, "invalid_cursor")
    assert problem(program.read(f"companies/?cursor={cursor[:-2]}xx")) == (400, "invalid_cursor")


def test_companies_of_one_name_stand_on_one_page_each_once(program, jana):
    made = [new_company(jana, "Muster").pk for _each in range(5)]
    seen, path = [], "companies/?limit=2&order=-name"
    for _page in range(3):
        answer = program.read(path).json()
        seen += [row["id"] for row in answer["results"]]
        path = (answer["next"] or "").replace("http://testserver", "")
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("rows", [2, 20])
def test_a_list_asks_a_fixed_number_of_times(tom, jana, rows):
    for number in range(rows):
        company = new_company(jana, f"Firma {number}")
        AccountTeamMember.objects.create(tenant_id=tom.tenant_id, company=company, member=tom)
    program = Program(tom)
    program.read("me/")
    with at_most(6):
        assert len(program.read("companies/?q=firma").json()["results"]) == rows


def test_a_company_is_entered(program, rheintal, jana):
    response = program.send("companies/", {"name": "  Neue   Welt GmbH ", "manager": jana.pk, "country": "AT"})

    assert response.status_code == 201
    company = Company.objects.get(name="Neue Welt GmbH")
    assert response.headers["Location"] == f"http://testserver/rheintal/api/v1/companies/{company.pk}/"
    assert response.json() == program.read(f"companies/{company.pk}/").json()
    assert (company.country.code, company.currency, company.language) == ("AT", "EUR", "de")
    event = Event.objects.get(key="companies.company_created")
    assert (event.door, event.actor_id) == (Door.API, jana.pk)


def test_a_similar_company_is_named_before_another_is_entered(program, weinhold, jana):
    body = {"name": "Weinhold Steuerberatung AG", "manager": jana.pk}

    response = program.send("companies/", body)

    assert problem(response) == (409, "possible_duplicate")
    assert response.json()["duplicates"] == [{"id": weinhold.pk, "name": weinhold.name}]
    assert program.send("companies/", {**body, "is_another": True}).status_code == 201


def test_a_similar_company_that_one_does_not_see_is_not_named(rheintal, geheim):
    other = new_member(rheintal, "Olga Ort", Role.ACCOUNT_MANAGER)
    response = Program(other).send("companies/", {"name": "Geheim Holding", "manager": other.pk})
    assert response.status_code == 201


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "required"),
        ({"name": " "}, "name", "blank"),
        ({"name": "x" * 101}, "name", "max_length"),
        ({"name": "a\x00b"}, "name", "null_characters_not_allowed"),
        ({"name": "\ud800"}, "name", "surrogate_characters_not_allowed"),
        ({"name": 5}, "name", "invalid"),
        ({"name": None}, "name", "null"),
        ({"name": "A", "type": "friend"}, "type", "invalid_choice"),
        ({"name": "A", "type": 1}, "type", "invalid_choice"),
        ({"name": "A", "is_confidential": "yes"}, "is_confidential", "invalid"),
        ({"name": "A", "country": "XX"}, "country", "unknown_country"),
        ({"name": "A", "manager": 10**30}, "manager", "does_not_exist"),
        ({"name": "A", "manager": True}, "manager", "invalid"),
        ({"name": "A", "asset_value_cents": "5"}, "asset_value_cents", "invalid"),
        ({"name": "A", "asset_value_cents": -1}, "asset_value_cents", "min_value"),
        ({"name": "A", "asset_value_cents": 10**19}, "asset_value_cents", "max_value"),
        ({"name": "A", "stock_symbol": "ABCDEFGHIJK"}, "stock_symbol", "max_length"),
        ({"name": "A", "tenant": 1}, "tenant", "unknown_field"),
        ({"name": "A", "is_own": True}, "is_own", "unknown_field"),
        ({"name": "A", "id": 7}, "id", "unknown_field"),
        ([], "", "invalid"),
        ('"x"', "", "invalid"),
        (None, "name", "required"),
    ],
)
def test_a_company_that_cannot_be_is_refused_at_its_field(program, jana, body, field, code):
    values = {"manager": jana.pk, **body} if isinstance(body, dict) else body
    response = program.send("companies/", values)

    assert problem(response) == (422, "invalid")
    assert (field, code) in {(each["field"], each["code"]) for each in response.json()["errors"]}
    assert not Company.objects.exists()


def test_an_edit_needs_the_version_that_was_seen(program, weinhold):
    path = f"companies/{weinhold.pk}/"
    missing = program.ask("PATCH", path, {"city": "Basel"})
    assert problem(missing) == (428, "version_required")
    assert missing.headers["ETag"] == '"1"'

    done = program.edit(path, {"city": "Basel"})
    assert (done.status_code, done.headers["ETag"], done.json()["city"]) == (200, '"2"', "Basel")

    stale = program.ask("PATCH", path, {"city": "Bern"}, if_match='"1"')
    assert problem(stale) == (412, "edit_conflict")
    assert (stale.json()["version"], stale.headers["ETag"]) == (2, '"2"')
    assert Company.objects.get(pk=weinhold.pk).city == "Basel"


@pytest.mark.parametrize("tag", ["", "1", 'W/"1"', "nonsense", '"2"', '"99999999999999999999"'])
def test_a_version_that_does_not_stand_is_stale(program, weinhold, tag):
    assert problem(program.ask("PATCH", f"companies/{weinhold.pk}/", {"city": "Bern"}, if_match=tag)) == (
        412,
        "edit_conflict",
    )


@pytest.mark.parametrize("tag", ["*", '"7", "1"'])
def test_several_versions_or_any_may_be_named(program, weinhold, tag):
    assert program.ask("PATCH", f"companies/{weinhold.pk}/", {"city": "Bern"}, if_match=tag).status_code == 200


def test_a_verb_heeds_a_version_too_if_one_is_named(program, weinhold):
    path = f"companies/{weinhold.pk}/deactivate/"
    assert problem(program.send(path, if_match='"9"')) == (412, "edit_conflict")
    assert program.send(path, if_match='"1"').json()["is_active"] is False


def test_verbs_do_what_the_pages_do(program, weinhold, obertal, petra):
    base = f"companies/{weinhold.pk}"
    assert program.send(f"{base}/deactivate/").json()["is_active"] is False
    assert program.send(f"{base}/activate/").json()["is_active"] is True
    assert program.send(f"{base}/place-under/", {"parent": obertal.pk, "link": "branch"}).json()["parent"] == obertal.pk
    assert names(program.read(f"companies/?parent={obertal.pk}")) == [weinhold.name]
    assert program.send(f"{base}/leave-parent/").json()["parent"] is None
    assert program.send(f"{base}/change-manager/", {"member": petra.pk}).json()["manager"]["id"] == petra.pk
    assert keys_of(weinhold, "companies.") == [
        "companies.company_deactivated", "companies.company_activated", "companies.hierarchy_changed",
        "companies.hierarchy_changed", "companies.manager_changed",
    ]  # fmt: skip


def test_decisions_about_team_and_family_are_recorded(program, weinhold, obertal):
    base = f"companies/{obertal.pk}"
    assert program.send(f"{base}/decide-manager-alone/").json()["team_decision"] == "manager_alone"
    assert program.send(f"{base}/decide-independent/").json()["hierarchy_decision"] == "independent"
    assert problem(program.send(f"{base}/decide-parent/")) == (422, "no_children")
    assert problem(program.send(f"companies/{weinhold.pk}/decide-manager-alone/")) == (422, "team_not_empty")

    program.send(f"companies/{weinhold.pk}/place-under/", {"parent": obertal.pk, "link": "branch"})
    assert program.send(f"{base}/decide-parent/").json()["hierarchy_decision"] == "parent"


def test_the_switches_of_the_portal_keep_their_order(program, weinhold):
    base = f"companies/{weinhold.pk}"
    agreed = {"accepts_terms": True, "has_talked_it_through": True}
    assert problem(program.send(f"{base}/enable-taskfire/", {**agreed, "accepts_terms": False})) == (
        422, "not_confirmed",
    )  # fmt: skip
    assert program.send(f"{base}/enable-taskfire/", agreed).json()["taskfire_enabled"] is True
    assert weinhold.taskfire_agreement().accepted_by == program.token.member
    assert problem(program.send(f"{base}/disable-portal/")) == (422, "taskfire_first")
    assert program.send(f"{base}/disable-taskfire/").json()["taskfire_enabled"] is False
    assert program.send(f"{base}/disable-portal/").json()["portal_enabled"] is False
    assert program.send(f"{base}/enable-portal/").json()["portal_enabled"] is True


def test_a_prospect_becomes_a_customer(program, jana):
    prospect = new_company(jana, "Neu", type="prospect")
    assert program.send(f"companies/{prospect.pk}/become-customer/").json()["type"] == "customer"


def test_a_rule_of_the_domain_is_a_problem_at_its_field(program, weinhold):
    response = program.send(f"companies/{weinhold.pk}/place-under/", {"parent": weinhold.pk, "link": "branch"})
    assert problem(response) == (422, "own_parent")
    assert response.json()["errors"][0]["field"] == "parent"


def test_a_parent_that_one_does_not_see_is_not_told(jana, tom, weinhold, obertal):
    weinhold.place_under(parent=obertal, link="branch", by=jana)
    assert Program(tom).read(f"companies/{weinhold.pk}/").json()["parent"] is None
    assert Program(jana).read(f"companies/{weinhold.pk}/").json()["parent"] == obertal.pk


def test_a_parent_is_listed_with_all_below_it_that_one_sees(program, jana, tom, weinhold, obertal):
    branch = new_company(jana, "Bauhof Obertal")
    obertal.place_under(parent=weinhold, link="branch", by=jana)
    branch.place_under(parent=obertal, link="branch", by=jana)

    assert names(program.read(f"companies/?family={weinhold.pk}")) == [branch.name, obertal.name, weinhold.name]
    assert names(program.read(f"companies/?family={obertal.pk}")) == [branch.name, obertal.name]
    technician = Program(tom)
    assert names(technician.read(f"companies/?family={weinhold.pk}")) == [weinhold.name]
    assert problem(technician.read(f"companies/?family={obertal.pk}")) == (400, "invalid_query")


def test_the_account_team_is_read_joined_and_left(program, weinhold, tom, sina):
    path = f"companies/{weinhold.pk}/team/"
    assert [row["member"]["id"] for row in program.read(path).json()["results"]] == [tom.pk]

    assert program.send(path, {"member": sina.pk}).status_code == 201
    assert program.send(path, {"member": sina.pk}).status_code == 201
    assert set(weinhold.team_members()) == {tom, sina}

    assert program.ask("DELETE", f"{path}{tom.pk}/").status_code == 204
    assert problem(program.ask("DELETE", f"{path}{tom.pk}/")) == (404, "not_found")
    assert list(weinhold.team_members()) == [sina]
    assert keys_of(weinhold, "companies.") == ["companies.team_changed", "companies.team_changed"]


def test_a_place_on_the_team_may_end(program, weinhold, sina):
    path = f"companies/{weinhold.pk}/team/"
    body = {"member": sina.pk, "until_on": "2099-12-31", "reason": "Urlaub"}
    assert program.send(path, {**body, "until_on": "31.12.2099"}).json()["errors"][0]["field"] == "until_on"
    assert problem(program.send(path, {**body, "until_on": "2020-01-01"})) == (422, "until_past")
    place = program.send(path, body).json()
    assert (place["member"]["id"], place["until_on"], place["reason"]) == (sina.pk, "2099-12-31", "Urlaub")

    assert program.send(path, {"member": sina.pk}).json()["until_on"] == "2099-12-31"
    assert program.send(path, {"member": sina.pk, "until_on": "2100-01-31"}).json()["until_on"] == "2100-01-31"
    assert program.send(path, {"member": sina.pk, "until_on": None}).json()["until_on"] is None
    assert keys_of(weinhold, "companies.team_term") == ["companies.team_term_changed"] * 2


def test_a_company_is_sorted_by_the_words_of_the_tenant(program, rheintal, nordlicht, weinhold):
    gold = Classification.objects.create(tenant=rheintal, name="Gold")
    with acting_for(nordlicht.pk):
        foreign = Classification.objects.create(tenant=nordlicht, name="Silber")
    path = f"companies/{weinhold.pk}/"
    assert names(program.read("classifications/")) == ["Gold"]
    assert program.edit(path, {"classification": gold.pk}).json()["classification"] == {"id": gold.pk, "name": "Gold"}
    assert names(program.read(f"companies/?classification={gold.pk}")) == [weinhold.name]
    assert program.edit(path, {"classification": foreign.pk}).json()["errors"][0]["code"] == "does_not_exist"
    assert program.edit(path, {"classification": None}).json()["classification"] is None


def test_what_is_known_of_the_market_is_read_and_written_and_amounts_are_not_asked_for(program, rheintal, weinhold):
    rival = Competitor.objects.create(tenant=rheintal, name="Datapol AG")
    known = {"sic_code": "7372", "stock_symbol": "WHS", "stock_market": "XETRA", "asset_value_cents": 10**13}

    edited = program.edit(f"companies/{weinhold.pk}/", {**known, "competitor": rival.pk}).json()

    assert edited.items() >= known.items()
    assert edited["competitor"] == {"id": rival.pk, "name": "Datapol AG"}
    assert names(program.read("competitors/")) == ["Datapol AG"]
    assert names(program.read(f"companies/?competitor={rival.pk}")) == [weinhold.name]
    assert program.read("companies/?asset_value_cents=5").status_code == 400
    assert program.read("companies/?order=asset_value_cents").status_code == 400


def test_who_gives_a_customer_away_gets_no_content(jana, geheim, alice):
    response = Program(jana).send(f"companies/{geheim.pk}/change-manager/", {"member": alice.pk})
    assert (response.status_code, response.content) == (204, b"")
