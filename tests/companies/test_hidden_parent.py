"""A subsidiary of a company that not everybody sees: who does not see the parent neither moves it nor learns whose."""

import pytest

from companies.models import Company, ParentLink
from core.errors import NotAllowed
from tenants.models import Member
from tenants.roles import Role
from tests.cast import new_company, new_member
from tests.support.api import Program, problem
from tests.support.imports import check, imported, problems

NOT_SEEN = "Only somebody who sees the parent company can change this."


@pytest.fixture
def child(weinhold, geheim, jana) -> Company:
    """Weinhold below Geheim, which is confidential: Jana sees both."""
    weinhold.place_under(parent=geheim, link=ParentLink.SUBSIDIARY, by=jana)
    return weinhold


@pytest.fixture
def max_(rheintal) -> Member:
    """An account manager who sees every customer but the confidential ones of others."""
    return new_member(rheintal, "Max Manager", Role.ACCOUNT_MANAGER)


def parent_of(company: Company) -> Company | None:
    return Company.objects.get(pk=company.pk).parent


def test_nobody_takes_a_company_away_from_a_parent_that_he_does_not_see(child, max_, geheim, obertal):
    with pytest.raises(NotAllowed, match=NOT_SEEN):
        child.leave_parent(by=max_)
    with pytest.raises(NotAllowed, match=NOT_SEEN):
        child.place_under(parent=obertal, link=ParentLink.BRANCH, by=max_)
    with pytest.raises(NotAllowed, match=NOT_SEEN):
        child.place_under(parent=geheim, link=ParentLink.BRANCH, by=max_)

    assert parent_of(child) == geheim


def test_who_sees_the_parent_and_the_system_may(child, jana, obertal):
    child.place_under(parent=obertal, link=ParentLink.BRANCH, by=jana)
    child.leave_parent(by=None)

    assert parent_of(child) is None


def test_the_page_of_the_family_may_be_saved_as_it_is(client_of, child, max_, geheim):
    unchanged = client_of(max_).post(
        f"/rheintal/customers/{child.pk}/family/", {"decision": "child", "link": "subsidiary"}
    )
    changed = client_of(max_).post(f"/rheintal/customers/{child.pk}/family/", {"decision": "child", "link": "branch"})

    assert (unchanged.status_code, changed.status_code) == (303, 403)
    assert parent_of(child) == geheim


@pytest.mark.parametrize("verb, body", [("leave-parent", None), ("place-under", {"link": "branch"})])
def test_programs_are_refused_alike(child, max_, geheim, obertal, verb, body):
    body = body and {**body, "parent": obertal.pk}

    refused = Program(max_).send(f"companies/{child.pk}/{verb}/", body)

    assert problem(refused) == (403, "parent_not_seen")
    assert parent_of(child) == geheim


def test_programs_are_not_told_that_there_is_a_parent(child, max_, jana, geheim):
    place = ("parent", "parent_link", "hierarchy_decision")
    path = f"companies/{child.pk}/"

    hidden, seen = Program(max_).read(path).json(), Program(jana).read(path).json()

    assert [hidden[name] for name in place] == [None, "", ""]
    assert [seen[name] for name in place] == [geheim.pk, "subsidiary", "child"]


def test_a_file_neither_moves_it_nor_names_the_parent(child, max_, geheim, obertal):
    run = check("companies", f"Nummer;Name;Mutter\n{child.number};{child.name};{obertal.number}\n", by=max_)

    assert problems(run) == [("parent", NOT_SEEN)]
    assert not [row for row in run.rows.all() if "Geheim" in str([row.changes, row.problems, row.notes])]
    assert parent_of(child) == geheim


def test_a_file_does_not_move_it_below_a_company_of_its_own_lines(child, max_, geheim):
    run = imported("companies", f"Nummer;Name;Mutter\n{child.number};{child.name};9\n9;Neue Holding;\n", by=max_)

    assert problems(run) == [("parent", NOT_SEEN)]
    assert parent_of(child) == geheim


def test_why_it_cannot_be_merged_away_does_not_tell_of_the_parent(child, max_, jana):
    path = f"companies/{child.pk}/merge/?into={new_company(jana, 'Weinhold II').pk}"

    hidden, seen = (Program(each).read(path).json()["refusals"] for each in (max_, jana))

    assert [each["code"] for each in hidden] == ["merge_hindered"]
    assert [each["code"] for each in seen] == ["merge_below_parent"]
