"""The tab *Subsidiaries*: the tree, a new company below, and companies that are there already."""

import pytest
from bs4 import BeautifulSoup

from companies.models import Company, ParentLink
from tests.cast import new_company, new_member
from tests.support.queries import at_most

TAB = "/rheintal/customers/{pk}/subsidiaries/"


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def offered(response) -> list[str]:
    """The names beside the check boxes."""
    return [label.get_text(strip=True) for label in parsed(response).select("#possible-companies label")]


def ticked(response) -> list[str]:
    return [box["value"] for box in parsed(response).select("#possible-companies input[checked]")]


@pytest.fixture
def family(jana, weinhold, obertal, geheim):
    """Weinhold above Geheim (confidential) above Obertal."""
    geheim.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    obertal.place_under(parent=geheim, link=ParentLink.FRANCHISE, by=jana)
    return weinhold


def test_the_tree_marks_the_present_company_and_folds(client_of, jana, family, geheim):
    page = parsed(client_of(jana).get(TAB.format(pk=geheim.pk)))

    assert [each.get_text(strip=True) for each in page.select(".tree__name")] == [
        "Weinhold Steuerberatung GmbH", "Geheim Holding AG", "Gemeinde Obertal",
    ]  # fmt: skip
    assert page.select_one(".tree [aria-current]").get_text() == "Geheim Holding AG"
    assert len(page.select(".tree details[open] > summary")) == 2
    assert "Franchise" in page.select_one(".tree").get_text()


def test_the_tree_has_no_hole_where_somebody_may_not_see_and_always_says_that_it_is_limited(
    client_of, jana, petra, family, obertal
):
    seen = client_of(petra).get(TAB.format(pk=obertal.pk)).content.decode()
    all_of_it = client_of(jana).get(TAB.format(pk=obertal.pk)).content.decode()

    assert "Geheim" not in seen and "Weinhold" in seen
    assert "Limited to what you may see." in seen and "Limited to what you may see." in all_of_it


def test_who_does_not_see_the_parent_is_not_told_of_it(client_of, rheintal, tom, jana, family, obertal):
    obertal.set_team(members=[new_member(rheintal, "Udo Frei", "technician")], by=jana)
    udo = obertal.team_members().get()

    for path in ("", "subsidiaries/"):
        page = client_of(udo).get(f"/rheintal/customers/{obertal.pk}/{path}").content.decode()
        assert "Weinhold" not in page and "Geheim" not in page


def test_a_large_family_needs_no_more_queries(client_of, jana, weinhold):
    for number in range(6):
        new_company(jana, f"Filiale {number}").place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    client = client_of(jana)

    with at_most(20):
        assert client.get(TAB.format(pk=weinhold.pk)).status_code == 200


def test_a_new_subsidiary_has_filled_in_what_the_two_have_in_common(client_of, alice, jana, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(currency="CHF", language="en", country="CH")
    client, url = client_of(alice), TAB.format(pk=weinhold.pk) + "new/"
    form = parsed(client.get(url)).select_one("form.form")
    filled = {each["name"]: each.select_one("option[selected]")["value"] for each in form.select("select")}

    assert filled == {
        "link": "subsidiary", "type": "customer", "manager": str(jana.pk), "country": "CH", "currency": "CHF",
        "language": "en",
    }  # fmt: skip

    answer = client.post(url, {**filled, "name": "Weinhold Zürich AG", "link": "branch"})

    made = Company.objects.get(name="Weinhold Zürich AG")
    assert answer.status_code == 303
    assert (made.parent, made.parent_link, made.currency, made.manager) == (weinhold, "branch", "CHF", jana)
    weinhold.refresh_from_db()
    assert weinhold.hierarchy_decision == "parent"


def test_a_new_subsidiary_that_cannot_stand_there_is_not_made_at_all(client_of, jana, weinhold):
    client, url = client_of(jana), TAB.format(pk=weinhold.pk) + "new/"
    sent = {"name": "Neu GmbH", "link": "branch", "type": "customer", "manager": jana.pk, "country": "DE",
            "currency": "EUR", "language": "de"}  # fmt: skip
    weinhold.deactivate(by=jana)

    refused = client.post(url, sent)

    assert refused.status_code == 422 and "Neu GmbH" in refused.content.decode()
    assert not Company.objects.filter(name="Neu GmbH").exists()


def test_existing_companies_are_found_on_the_server_and_stay_ticked_through_a_search(client_of, jana, weinhold):
    made = [new_company(jana, f"Filiale {number:02}") for number in range(25)]
    client, url = client_of(jana), TAB.format(pk=weinhold.pk) + "add/"

    first = client.get(url)
    assert len(offered(first)) == 20 and "These are the first 20." in first.content.decode()
    narrowed = client.get(url, {"find": "filiale 24", "children": [made[3].pk]})
    assert offered(narrowed) == ["Filiale 03, Weil am Rhein", "Filiale 24, Weil am Rhein"]
    assert ticked(narrowed) == [str(made[3].pk)]
    by_hand = client.post(url, {"find": "filiale 24", "find_more": "1", "children": [made[3].pk], "link": "franchise"})
    assert (offered(by_hand), ticked(by_hand)) == (offered(narrowed), ticked(narrowed))
    assert parsed(by_hand).select_one("option[selected]")["value"] == "franchise"

    client.post(url, {"children": [made[3].pk, made[24].pk], "link": "franchise"})

    below = Company.objects.filter(parent=weinhold, parent_link="franchise").in_name_order()
    assert list(below) == [made[3], made[24]]


@pytest.mark.parametrize("children", [[], ["x"], ["9" * 30], ["0"], ["\x00"]])
def test_nothing_and_nonsense_are_refused_at_the_field(client_of, jana, weinhold, children):
    answer = client_of(jana).post(TAB.format(pk=weinhold.pk) + "add/", {"children": children, "link": "branch"})

    assert answer.status_code == 422
    assert parsed(answer).select("#possible-companies .field__errors")


def test_companies_that_may_not_be_seen_are_neither_offered_nor_taken(client_of, rheintal, jana, weinhold, geheim):
    other = new_member(rheintal, "Otto Ort", "account_manager")
    client, url = client_of(other), TAB.format(pk=weinhold.pk) + "add/"

    assert "Geheim" not in client.get(url, {"children": [geheim.pk]}).content.decode()
    assert client.post(url, {"children": [geheim.pk], "link": "branch"}).status_code == 422
    geheim.refresh_from_db()
    assert geheim.parent is None


def test_the_page_of_the_place_keeps_the_parent_and_changes_the_kind_of_link(client_of, jana, weinhold, obertal):
    obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    client, url = client_of(jana), f"/rheintal/customers/{obertal.pk}/family/"

    page = client.get(url)
    assert "Weinhold" in page.content.decode() and not parsed(page).select("input[name=parent]")
    client.post(url, {"decision": "child", "link": "franchise"})

    obertal.refresh_from_db()
    assert (obertal.parent, obertal.parent_link) == (weinhold, "franchise")


def test_edit_company_shows_the_parent_to_who_sees_it(client_of, rheintal, jana, family, obertal, geheim):
    other = new_member(rheintal, "Otto Ort", "account_manager")
    url = f"/rheintal/customers/{obertal.pk}/edit/"

    assert "Geheim Holding AG" in client_of(jana).get(url).content.decode()
    assert "Geheim Holding AG" not in client_of(other).get(url).content.decode()
