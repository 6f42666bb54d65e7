"""The pages of one company."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from companies.models import Company, CompanyType, ParentLink, TeamDecision, Term
from onboarding.operations import start_onboarding
from sla.models import ServiceLevel
from sla.operations import assign_service_level
from tenants.models import Member, RoleScope, User
from tenants.roles import Role, Scope
from tests.cast import new_company
from tests.support.queries import at_most

COMPANY = "/rheintal/customers/{pk}/"
PAGES = ["", "activity/", "edit/", "team/", "family/", "taskfire/"]
VERBS = ["deactivate/", "activate/", "become-customer/", "portal/on/", "portal/off/", "taskfire/off/"]


def fields_of(response) -> dict:
    """What the page's main form would send."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form.form")
    sent: dict = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type")
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            value = chosen["value"] if chosen else ""
        else:
            value = field.get("value", "on" if kind == "checkbox" else "")
        sent.setdefault(name, []).append(value)
    sent.pop("csrfmiddlewaretoken", None)
    return sent


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_who_may_and_is_not_there_for_others(client_of, jana, sina, mallory, weinhold, path):
    url = COMPANY.format(pk=weinhold.pk) + path

    assert client_of(jana).get(url).status_code == 200
    assert client_of(mallory).get(url).status_code == 404
    assert client_of(sina).get(url).status_code in (404, 403)


@pytest.mark.parametrize("path", PAGES[2:])
def test_a_page_that_edits_says_403_to_who_sees_but_may_not(client_of, tom, weinhold, path):
    assert client_of(tom).get(COMPANY.format(pk=weinhold.pk) + path).status_code == 403


@pytest.mark.parametrize("path", VERBS)
def test_a_verb_is_a_post_of_who_may(client_of, jana, tom, mallory, weinhold, path):
    url = COMPANY.format(pk=weinhold.pk) + path

    assert client_of(jana).get(url).status_code == 405
    assert client_of(tom).post(url).status_code == 403
    assert client_of(mallory).post(url).status_code == 404
    assert client_of(jana).post(url).status_code == 303


def test_a_guessed_id_of_another_tenant_is_not_there(client_of, jana, kuestenhof):
    for path in PAGES:
        assert client_of(jana).get(COMPANY.format(pk=kuestenhof.pk) + path).status_code == 404
    for path in VERBS:
        assert client_of(jana).post(COMPANY.format(pk=kuestenhof.pk) + path).status_code == 404


def test_the_overview_shows_address_family_team_and_switches(client_of, jana, weinhold, obertal, geheim, miriam):
    obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    page = client_of(jana).get(COMPANY.format(pk=weinhold.pk)).content.decode()

    for words in ["Lindenstr. 5", "79576 Weil am Rhein", "Tom Bauer", "Gemeinde Obertal", "Branch", "Miriam Weinhold"]:
        assert words in page


def test_the_family_shows_only_companies_that_one_sees(client_of, jana, tom, weinhold, obertal):
    obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)

    assert "Obertal" not in client_of(tom).get(COMPANY.format(pk=weinhold.pk)).content.decode()


def test_a_company_page_needs_few_queries(client_of, jana, weinhold, miriam):
    for number in range(6):
        new_company(jana, f"Tochter {number}").place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    client = client_of(jana)

    with at_most(20):
        client.get(COMPANY.format(pk=weinhold.pk))


def test_edit_company_saves_everything_typed(client_of, alice, jana, sina, weinhold):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "edit/"
    sent = {**fields_of(client.get(url)), "name": "  Weinhold   Partner ", "team": [sina.pk], "manager": alice.pk}

    assert client.post(url, sent).status_code == 303

    weinhold.refresh_from_db()
    assert (weinhold.name, weinhold.manager, list(weinhold.team_members())) == ("Weinhold Partner", alice, [sina])


def test_an_unchanged_form_changes_nothing(client_of, jana, tom, weinhold):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "edit/"
    before = Company.objects.values().get(pk=weinhold.pk)

    assert client.post(url, fields_of(client.get(url))).status_code == 303

    after = Company.objects.values().get(pk=weinhold.pk)
    assert {**after, "version": 1} == {**before, "version": 1}
    assert list(weinhold.team_members()) == [tom]


def test_invalid_input_keeps_what_was_typed(client_of, jana, weinhold):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "edit/"
    sent = {**fields_of(client.get(url)), "name": "", "city": "Müllheim", "phone": "1" * 30}

    response = client.post(url, sent)

    assert response.status_code == 422
    assert "Müllheim" in response.content.decode() and "1" * 30 in response.content.decode()
    assert Company.objects.get(pk=weinhold.pk).name == "Weinhold Steuerberatung GmbH"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Postal codes look like this: 26133 (Germany)."),
        ("de", "Postleitzahlen sehen so aus: 26133 (Deutschland)."),
    ],
)
def test_everything_that_is_wrong_is_said_at_once_each_at_its_field(client_of, jana, weinhold, language, words):
    User.objects.filter(pk=jana.user_id).update(language=language)
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "edit/"
    wrong = {"name": "", "phone": "keins", "website": "unsere Seite", "postal_code": "10"}

    page = BeautifulSoup(client.post(url, {**fields_of(client.get(url)), **wrong}).content, "html.parser")

    said = {error["id"]: error.text.strip() for error in page.select("[id$=_error]")}
    assert said.keys() == {f"id_{name}_error" for name in wrong}
    assert words in said["id_postal_code_error"]


def test_of_two_tabs_the_second_is_refused_shows_both_and_keeps_what_was_typed(client_of, alice, jana, weinhold):
    first, second, url = client_of(alice), client_of(jana), COMPANY.format(pk=weinhold.pk) + "edit/"
    hers, mine = fields_of(first.get(url)), fields_of(second.get(url))
    first.post(url, {**hers, "city": "Basel"})

    refused = second.post(url, {**mine, "city": "Bern", "street": "Neugasse 1"})

    assert refused.status_code == 409
    page = refused.content.decode()
    assert all(words in page for words in ("Basel", "Bern", "Neugasse 1"))
    assert "Alice Albrecht saved this while you were editing." in page
    assert Company.objects.get(pk=weinhold.pk).city == "Basel"
    again = fields_of(refused)
    assert again["city"] == ["Bern"]
    assert second.post(url, again).status_code == 303
    assert Company.objects.get(pk=weinhold.pk).city == "Bern"


def test_the_x_beside_a_name_takes_it_out_of_the_form_without_script_and_saves_nothing(client_of, jana, tom, weinhold):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "edit/"
    sent = {**fields_of(client.get(url)), "city": "Müllheim", "remove": tom.pk}

    response = client.post(url, sent)

    assert response.status_code == 200
    shown = fields_of(response)
    assert "team" not in shown and shown["city"] == ["Müllheim"]
    assert list(weinhold.team_members()) == [tom]


def test_the_picker_offers_active_members_only_and_refuses_forged_ones(client_of, alice, jana, sina, mallory, weinhold):
    sina.deactivate(by=alice)
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "team/"

    assert "Sina Vogt" not in client.get(url).content.decode()
    for forged in (sina.pk, mallory.pk, 999999):
        assert client.post(url, {"team": [forged]}).status_code == 422
    assert not weinhold.team_members().filter(pk=sina.pk).exists()


@pytest.mark.parametrize("path", ["team/", "edit/"])
def test_last_day_and_reason_are_kept_for_each_place(client_of, jana, tom, sina, weinhold, path):
    client, url, day = client_of(jana), COMPANY.format(pk=weinhold.pk) + path, timezone.localdate() + timedelta(days=9)
    term = {f"team-until-{sina.pk}": day.isoformat(), f"team-reason-{sina.pk}": "  Holiday  of Tom "}
    sent = {**fields_of(client.get(url)), "team": [tom.pk, sina.pk], **term}

    assert client.post(url, sent).status_code == 303

    assert weinhold.team_terms() == {tom: Term(), sina: Term(day, "Holiday of Tom")}
    again = fields_of(client.get(url))
    assert again[f"team-until-{sina.pk}"] == [day.isoformat()]
    assert client.post(url, again).status_code == 303
    assert weinhold.team_terms()[sina] == Term(day, "Holiday of Tom")


@pytest.mark.parametrize("until", ["yesterday", "31.02.2027", "2020-01-01", "9" * 40])
def test_a_last_day_that_is_none_is_said_and_stays_as_typed(client_of, jana, tom, weinhold, until):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "team/"

    answer = client.post(url, {"team": [tom.pk], f"team-until-{tom.pk}": until, f"team-reason-{tom.pk}": "Because"})

    assert answer.status_code == 422
    shown = fields_of(answer)
    assert (shown[f"team-until-{tom.pk}"], shown[f"team-reason-{tom.pk}"]) == ([until], ["Because"])
    assert weinhold.team_terms() == {tom: Term()}


def test_the_account_manager_alone_is_chosen_by_form(client_of, jana, weinhold):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "team/"

    assert client.post(url, {"manager_alone": "on"}).status_code == 303

    weinhold.refresh_from_db()
    assert weinhold.team_decision == TeamDecision.MANAGER_ALONE


def test_a_new_company_is_entered_and_a_likely_duplicate_is_asked_about(client_of, jana, weinhold):
    client, url = client_of(jana), "/rheintal/customers/new/"
    sent = {**fields_of(client.get(url)), "name": "Weinhold Steuerberatung KG", "type": CompanyType.CUSTOMER}

    asked = client.post(url, sent)
    assert asked.status_code == 422
    assert weinhold.name in asked.content.decode()

    done = client.post(url, {**sent, "is_another": "on"})
    assert done.status_code == 303
    assert Company.objects.filter(name="Weinhold Steuerberatung KG", manager=jana).exists()


def test_a_likely_duplicate_that_one_may_not_see_is_not_shown(client_of, jana, alice, geheim):
    Company.objects.filter(pk=geheim.pk).update(manager=alice)
    client, url = client_of(jana), "/rheintal/customers/new/"

    response = client.post(url, {**fields_of(client.get(url)), "name": "Geheim Holding SE"})

    assert response.status_code == 303


def test_the_place_in_a_family_is_decided_by_form(client_of, jana, weinhold, obertal):
    client, url = client_of(jana), COMPANY.format(pk=obertal.pk) + "family/"

    assert client.post(url, {"decision": "child"}).status_code == 422
    sent = {"decision": "child", "link": "branch", "parent": weinhold.pk}
    assert client.post(url, sent).status_code == 303

    obertal.refresh_from_db()
    assert (obertal.parent, obertal.parent_link) == (weinhold, "branch")


def test_the_family_picker_offers_nothing_impossible_or_unseen(
    client_of, jana, alice, weinhold, obertal, geheim, kuestenhof
):
    Company.objects.filter(pk=geheim.pk).update(manager=alice)
    obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "family/"

    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert [field["value"] for field in page.select("input[name=parent]")] == []
    for forged in (obertal.pk, weinhold.pk, geheim.pk, kuestenhof.pk):
        assert client.post(url, {"decision": "child", "link": "branch", "parent": forged}).status_code == 422


def test_the_companies_offered_are_narrowed_by_a_search(client_of, jana, weinhold, obertal):
    for number in range(25):
        new_company(jana, f"Andere {number:02}")
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "family/"

    everything = BeautifulSoup(client.get(url).content, "html.parser").select("input[name=parent]")
    found = BeautifulSoup(client.get(url, {"find": "obertal"}).content, "html.parser").select("input[name=parent]")

    assert len(everything) == 20
    assert [field["value"] for field in found] == [str(obertal.pk)]


def test_taskfire_is_switched_on_with_both_confirmations_only(client_of, jana, weinhold):
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk) + "taskfire/"

    assert client.post(url, {"accepts_terms": "on"}).status_code == 422
    assert client.post(url, {"accepts_terms": "on", "has_talked_it_through": "on"}).status_code == 303
    assert Company.objects.get(pk=weinhold.pk).taskfire_enabled


def test_the_activity_says_what_happened_and_hides_prices_from_who_may_not_see_them(client_of, jana, tom, weinhold):
    weinhold.update_details(values={"city": "Basel"}, seen=1, by=jana)
    url = COMPANY.format(pk=weinhold.pk) + "activity/"

    page = client_of(tom).get(url).content.decode()

    assert "Company edited" in page and "Weil am Rhein → Basel" in page and "Jana Roth" in page


def test_every_kind_of_change_has_its_words(client_of, jana, tom, sina, weinhold, obertal, miriam, carl):
    weinhold.set_team(members=[sina], by=jana)
    carl.designate_primary(by=jana)
    miriam.change_right(right="manager", by=jana)
    obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    client = client_of(jana)

    page = client.get(COMPANY.format(pk=weinhold.pk) + "activity/").content.decode()
    below = client.get(COMPANY.format(pk=obertal.pk) + "activity/").content.decode()

    for words in ["Account team: Tom Bauer → Sina Vogt", "Primary contact: Miriam Weinhold → Carl Sommer"]:
        assert words in page
    assert "Parent company: — → Weinhold Steuerberatung GmbH" in below and "Kind of link: — → Branch" in below


@pytest.fixture
def sees_only_hers(weinhold, sina, jana):
    """Sina may change teams, and sees Weinhold only as a member of its account team."""
    Member.objects.filter(pk=sina.pk).update(roles=[Role.ACCOUNT_MANAGER])
    RoleScope.objects.update_or_create(
        tenant_id=weinhold.tenant_id, role=Role.ACCOUNT_MANAGER, defaults={"scope": Scope.MINE}
    )
    weinhold.set_team(members=[sina], by=jana)
    return sina


@pytest.mark.parametrize("path", ["team/", "edit/"])
def test_whoever_would_lose_sight_of_a_customer_is_asked_first(client_of, sees_only_hers, weinhold, path):
    client, url = client_of(sees_only_hers), COMPANY.format(pk=weinhold.pk) + path
    sent = {**fields_of(client.get(url)), "team": []}

    answer = client.post(url, sent)

    assert answer.status_code == 422
    assert "You would no longer see this customer yourself." in answer.content.decode()
    assert list(weinhold.team_members()) == [sees_only_hers]

    confirmed = client.post(url, {**sent, "accepts_loss": "on"})

    assert (confirmed.status_code, confirmed["Location"]) == (303, "/rheintal/customers/")
    assert list(weinhold.team_members()) == []


def test_whoever_sees_all_customers_is_not_asked(client_of, jana, weinhold, sina):
    Company.objects.filter(pk=weinhold.pk).update(manager=sina)

    answer = client_of(jana).post(COMPANY.format(pk=weinhold.pk) + "team/", {"team": []})

    assert answer.status_code == 303


def test_the_head_says_what_there_is_of_the_customer(client_of, tom, jana, seeded, weinhold, miriam):
    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)
    level = ServiceLevel.objects.offered_to(weinhold).first()
    assign_service_level(company=weinhold, service_level=level, by=jana)

    page = BeautifulSoup(client_of(tom).get(COMPANY.format(pk=weinhold.pk)).content, "html.parser")

    facts = {each.dt.get_text(strip=True): each.dd.get_text(strip=True) for each in page.select(".facts__fact")}
    assert facts["Primary contact"] == "Miriam Weinhold"
    assert facts["Onboarding"].endswith("steps done")
    assert facts["Service level"] == level.name
    assert (facts["Devices"], facts["Open tickets"]) == ("0", "0")
