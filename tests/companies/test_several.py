"""Several customers at once: what is done, to which, with what event, and what is refused in words."""

import pytest
from bs4 import BeautifulSoup

from companies import several
from companies.merging import merge_companies
from companies.models import Classification, Company, TeamDecision
from companies.several import Classify, GiveManager, JoinTeams, LeaveTeams, SetActive, change_several
from core.errors import DomainError, NotAllowed
from events.models import Event
from tenants.models import RoleScope
from tenants.roles import Role, Scope
from tests.cast import new_company, new_member
from tests.support.queries import at_most

URL = "/rheintal/customers/several/"
LIST = "/rheintal/customers/"


@pytest.fixture
def three(jana) -> list[Company]:
    return [new_company(jana, name) for name in ("Berg AG", "Meer AG", "Tal AG")]


def do(verb, companies, by, *, all_or_none=False):
    return change_several(companies, verb=verb, all_or_none=all_or_none, by=by)


def keys_of(company: Company) -> list[str]:
    return list(Event.objects.filter(company_id=company.pk).order_by("pk").values_list("key", flat=True))


def test_all_get_the_account_manager_with_one_event_each(three, alice, jana):
    outcome = do(GiveManager(alice), three, alice)

    assert {company.manager for company in Company.objects.filter(pk__in=[each.pk for each in three])} == {alice}
    assert [keys_of(company) for company in three] == [["companies.manager_changed"]] * 3
    assert Event.objects.filter(key="companies.manager_changed").first().changes == {"manager": [str(jana), str(alice)]}
    assert len(outcome.changed) == 3


def test_who_has_it_already_is_left_alone(three, jana, alice):
    three[0].change_manager(member=alice, by=alice)

    outcome = do(GiveManager(alice), three, alice)

    assert outcome.unchanged == [three[0]]
    assert keys_of(three[0]) == ["companies.manager_changed"]


def test_an_inactive_member_gets_nothing(three, alice, tom):
    tom.is_active = False
    tom.save()

    with pytest.raises(DomainError, match="no longer active"):
        do(GiveManager(tom), three, alice)
    with pytest.raises(DomainError, match="no longer active"):
        do(JoinTeams([tom]), three, alice)


def test_members_join_and_leave_account_teams(three, alice, tom, sina):
    three[0].set_team(members=[sina], by=alice)

    do(JoinTeams([tom, sina]), three, alice)
    assert [set(company.team_members()) for company in three] == [{tom, sina}] * 3
    assert {each.team_decision for each in Company.objects.filter(pk__in=[c.pk for c in three])} == {TeamDecision.TEAM}

    do(LeaveTeams([sina]), three, alice)
    assert [set(company.team_members()) for company in three] == [{tom}] * 3
    do(LeaveTeams([tom]), three[:1], alice)
    assert Company.objects.get(pk=three[0].pk).team_decision == TeamDecision.UNDECIDED
    assert keys_of(three[1]) == ["companies.team_changed"] * 2


def test_what_cannot_be_activated_is_refused_in_words(rheintal, three, alice):
    gone = new_member(rheintal, "Gerd Gone", Role.ACCOUNT_MANAGER)
    orphan = new_company(gone, "Waise AG", is_active=False)
    Company.objects.filter(pk=three[0].pk).update(is_active=False)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    outcome = do(SetActive(True), [orphan, three[0]], alice)

    assert [(each.record, "Gerd Gone" in each.why) for each in outcome.refused] == [(orphan, True)]
    assert Company.objects.get(pk=three[0].pk).is_active
    assert not Company.objects.get(pk=orphan.pk).is_active


def test_an_alias_is_not_activated_with_others(three, weinhold, jana):
    merge_companies(absorbed=three[0], survivor=weinhold, by=jana)
    Company.objects.filter(pk=three[1].pk).update(is_active=False)

    outcome = do(SetActive(True), Company.objects.filter(pk__in=[each.pk for each in three[:2]]), jana)

    assert [(each.record, each.why) for each in outcome.refused] == [
        (three[0], "This record was merged into another one. Its page links to that record: continue there.")
    ]
    assert [Company.objects.get(pk=each.pk).is_active for each in three[:2]] == [False, True]


def test_nobody_joins_the_team_of_an_alias_with_others(three, weinhold, jana, tom):
    merge_companies(absorbed=three[0], survivor=weinhold, by=jana)

    outcome = do(JoinTeams([tom]), Company.objects.filter(pk__in=[each.pk for each in three[:2]]), jana)

    assert [(each.record, each.why) for each in outcome.refused] == [
        (three[0], "This record was merged into another one. Its page links to that record: continue there.")
    ]
    assert [set(company.team_members()) for company in three[:2]] == [set(), {tom}]


def test_all_or_none_changes_none_when_one_is_refused(rheintal, three, alice):
    gone = new_member(rheintal, "Gerd Gone", Role.ACCOUNT_MANAGER)
    orphan = new_company(gone, "Waise AG", is_active=False)
    Company.objects.filter(pk=three[0].pk).update(is_active=False)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)

    with pytest.raises(DomainError, match="none was"):
        do(SetActive(True), [orphan, three[0]], alice, all_or_none=True)

    assert not Company.objects.get(pk=three[0].pk).is_active


def test_a_classification_is_given_and_taken(seeded, three, alice):
    first = Classification.objects.first()

    do(Classify(first), three, alice)
    assert {each.classification for each in Company.objects.filter(pk__in=[c.pk for c in three])} == {first}
    do(Classify(None), three[:1], alice)

    assert Company.objects.get(pk=three[0].pk).classification is None
    assert Event.objects.filter(company_id=three[0].pk).last().changes == {"classification": [str(first), None]}


def test_without_the_capability_nothing_is_changed(three, tom, alice):
    with pytest.raises(NotAllowed):
        do(GiveManager(alice), three, tom)


@pytest.mark.parametrize("number", [3, 30])
def test_the_statements_of_the_verb_do_not_grow_with_the_companies(jana, alice, tom, number, monkeypatch):
    companies = [new_company(jana, f"Firma {each:02}") for each in range(number)]
    monkeypatch.setattr(several, "tell", lambda *args, **kwargs: None)

    with at_most(12):
        do(JoinTeams([tom]), companies, alice)


def test_the_page_asks_first_and_then_does_it(client_of, jana, alice, three):
    client = client_of(jana)
    rows = [each.pk for each in three[:2]]

    asked = client.post(URL, {"verb": "manager", "row": rows, "next": f"{LIST}?q=ag"})
    assert asked.status_code == 200
    assert "2 customers are chosen" in asked.content.decode()
    assert Company.objects.get(pk=rows[0]).manager == jana
    form = {
        each["name"]: each.get("value", "")
        for each in BeautifulSoup(asked.content, "html.parser").select("[type=hidden]")
    }
    done = client.post(URL, {**form, "row": rows, "member": alice.pk})

    assert done.url == f"{LIST}?q=ag"
    assert {each.manager for each in Company.objects.filter(pk__in=rows)} == {alice}
    assert Company.objects.get(pk=three[2].pk).manager == jana


def test_all_that_was_found_can_be_chosen(client_of, jana, alice, three, weinhold):
    client_of(jana).post(URL, {"verb": "deactivate", "all": "1", "state": "q=ag", "confirm": "1", "next": LIST})

    assert set(Company.objects.filter(is_active=False)) == set(three)
    assert weinhold.is_active


@pytest.mark.parametrize("state", ["family=0", "manager=x", "view=v999", "type=former", "q=ag&number=" + "1" * 20_000])
def test_all_that_was_found_is_nobody_where_what_was_asked_is_not_there(client_of, jana, three, state):
    client_of(jana).post(URL, {"verb": "deactivate", "all": "1", "state": state, "confirm": "1", "next": LIST})

    assert not Company.objects.filter(is_active=False).exists()


def test_at_most_so_many_go_at_once_and_the_page_says_so(client_of, jana, three, monkeypatch):
    monkeypatch.setattr("core.grids.several.MOST", 2)

    page = client_of(jana).post(URL, {"verb": "deactivate", "all": "1", "next": LIST}).content.decode()

    assert "2 customers are chosen" in page
    assert "the first 2 by name" in page


def test_what_one_does_not_see_is_not_changed(client_of, petra, geheim, alice):
    response = client_of(alice).post(URL, {"verb": "deactivate", "row": [geheim.pk], "confirm": "1", "next": LIST})
    assert response.status_code == 303
    Company.objects.update(is_active=True)

    client_of(petra).post(URL, {"verb": "deactivate", "row": [geheim.pk], "confirm": "1", "next": LIST})

    assert Company.objects.get(pk=geheim.pk).is_active


def test_whoever_would_lose_sight_of_some_is_asked_first(client_of, jana, alice, three):
    RoleScope.objects.update(scope=Scope.MINE)
    three[2].add_to_team(member=jana, by=alice)
    sent = {"verb": "manager", "row": [each.pk for each in three], "member": alice.pk, "confirm": "1", "next": LIST}

    asked = client_of(jana).post(URL, sent)

    assert asked.status_code == 422
    assert "You would no longer see 2 of them yourself. Is that what you want?" in asked.content.decode()
    assert Company.objects.visible_to(jana).count() == 3
    assert client_of(jana).post(URL, {**sent, "accepts_loss": "on"}).status_code == 303
    assert list(Company.objects.visible_to(jana)) == [three[2]]


def test_a_warning_comes_before_one_removes_oneself_from_teams(client_of, jana, alice, tom):
    RoleScope.objects.update(scope=Scope.MINE)
    company = new_company(alice, "Berg AG")
    do(JoinTeams([jana, tom]), [company], alice)
    sent = {"verb": "leave", "row": [company.pk], "confirm": "1", "next": LIST}

    assert client_of(jana).post(URL, {**sent, "members": jana.pk}).status_code == 422
    assert company.team_terms().keys() == {jana, tom}
    assert client_of(jana).post(URL, {**sent, "members": tom.pk}).status_code == 303
    assert company.team_terms().keys() == {jana}


@pytest.mark.parametrize(
    "sent", [{}, {"verb": "x", "row": "1"}, {"verb": "join"}, {"verb": "join", "row": ["\x00", "9" * 19, "-1", "x"]}]
)
def test_nonsense_leads_back_to_the_list(client_of, jana, three, sent):
    assert client_of(jana).post(URL, {**sent, "next": "https://evil.example/"}).url == LIST


def test_nobody_chosen_is_an_error_at_the_field(client_of, jana, three):
    response = client_of(jana).post(URL, {"verb": "join", "row": [three[0].pk], "confirm": "1", "next": LIST})

    assert response.status_code == 422
    assert str(three[0].pk) in {
        each["value"] for each in BeautifulSoup(response.content, "html.parser").select("[name=row]")
    }


def test_a_technician_may_not(client_of, tom, weinhold, alice):
    response = client_of(tom).post(URL, {"verb": "deactivate", "row": [weinhold.pk], "confirm": "1", "next": LIST})

    assert response.status_code == 403


def test_the_list_offers_what_one_may_do_to_several(client_of, jana, tom, weinhold):
    offered = [
        [each["value"] for each in BeautifulSoup(client_of(who).get(LIST).content, "html.parser").select("[name=verb]")]
        for who in (jana, tom)
    ]

    assert offered == [["manager", "join", "leave", "classify", "activate", "deactivate"], []]
