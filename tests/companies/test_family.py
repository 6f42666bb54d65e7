"""Families: eight levels, no circle, one currency; in the verb with words, in the database for good."""

import pytest
from django.db import IntegrityError, connection, transaction

from companies.hierarchy import descendant_distances
from companies.models import Company, HierarchyDecision, ParentLink
from companies.operations import adopt
from core.errors import DomainError
from tests.cast import new_company
from tests.support.events import events_of


@pytest.fixture
def chain(jana):
    """Eight companies, each below the one before."""
    levels = [new_company(jana, f"Stufe {number}") for number in range(1, 9)]
    for parent, child in zip(levels, levels[1:], strict=False):
        child.place_under(parent=parent, link=ParentLink.SUBSIDIARY, by=jana)
    return levels


def refusal_of(verb, **arguments) -> str:
    with pytest.raises(DomainError) as refusal:
        verb(**arguments)
    return refusal.value.code


def test_a_family_has_eight_levels_in_order(chain):
    assert list(chain[7].ancestors()) == chain[6::-1]
    assert list(Company.objects.in_order_of(descendant_distances(chain[0].pk))) == chain[1:]


def test_a_ninth_level_is_refused_in_words_and_by_the_database(jana, chain, obertal):
    assert refusal_of(obertal.place_under, parent=chain[7], link=ParentLink.BRANCH, by=jana) == "too_deep"
    with pytest.raises(IntegrityError, match="eight levels"), transaction.atomic():
        Company.objects.filter(pk=obertal.pk).update(parent=chain[7], parent_link=ParentLink.BRANCH)


def test_a_whole_branch_counts_with_all_its_levels(jana, chain, obertal):
    assert refusal_of(chain[0].place_under, parent=obertal, link=ParentLink.BRANCH, by=jana) == "too_deep"
    with pytest.raises(IntegrityError, match="eight levels"), transaction.atomic():
        Company.objects.filter(pk=chain[0].pk).update(parent=obertal, parent_link=ParentLink.BRANCH)


def test_a_circle_is_refused_in_words_and_by_the_database(jana, chain):
    assert refusal_of(chain[0].place_under, parent=chain[3], link=ParentLink.BRANCH, by=jana) == "circle"
    assert refusal_of(chain[0].place_under, parent=chain[0], link=ParentLink.BRANCH, by=jana) == "own_parent"
    with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
        Company.objects.filter(pk=chain[0].pk).update(parent=chain[3], parent_link=ParentLink.BRANCH)


def test_a_family_has_one_currency(jana, weinhold, obertal):
    Company.objects.filter(pk=obertal.pk).update(currency="CHF")
    obertal.refresh_from_db()
    assert refusal_of(obertal.place_under, parent=weinhold, link=ParentLink.BRANCH, by=jana) == "currency_of_family"
    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        Company.objects.filter(pk=obertal.pk).update(parent=weinhold, parent_link=ParentLink.BRANCH)


def test_a_member_of_a_family_keeps_its_currency(jana, chain):
    assert refusal_of(chain[2].update_details, values={"currency": "CHF"}, seen=1, by=jana) == "currency_of_family"
    with pytest.raises(IntegrityError, match="currency"), transaction.atomic():
        Company.objects.filter(pk=chain[0].pk).update(currency="CHF")


def test_the_own_company_may_be_parent_but_never_child(alice, rheintal, weinhold):
    own = Company.objects.create(tenant=rheintal, manager=alice, name="Rheintal IT", is_own=True)

    assert refusal_of(own.place_under, parent=weinhold, link=ParentLink.BRANCH, by=alice) == "own_company_on_top"
    weinhold.place_under(parent=own, link=ParentLink.SUBSIDIARY, by=alice)
    assert not Company.objects.possible_parents_of(own).exists()
    assert own not in Company.objects.possible_children_of(weinhold)


def test_the_kind_of_link_changes_below_an_inactive_parent_too(jana, weinhold, obertal):
    obertal.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    weinhold.deactivate(by=jana)

    obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)

    obertal.refresh_from_db()
    assert (obertal.parent, obertal.parent_link) == (weinhold, ParentLink.BRANCH)


def test_an_inactive_company_takes_no_children(jana, weinhold, obertal):
    weinhold.deactivate(by=jana)

    assert refusal_of(obertal.place_under, parent=weinhold, link=ParentLink.BRANCH, by=jana) == "parent_inactive"


def test_the_decision_is_recorded_and_contradictions_are_refused(jana, weinhold, obertal):
    assert refusal_of(weinhold.decide_parent, by=jana) == "no_children"
    weinhold.decide_independent(by=jana)
    assert weinhold.hierarchy_decision == HierarchyDecision.INDEPENDENT

    adopt(parent=weinhold, children=[obertal], link=ParentLink.FRANCHISE, by=jana)

    weinhold.refresh_from_db()
    assert (weinhold.hierarchy_decision, obertal.hierarchy_decision) == ("parent", "child")
    assert refusal_of(weinhold.decide_independent, by=jana) == "has_relatives"
    assert refusal_of(obertal.decide_parent, by=jana) == "has_parent"


def test_leaving_the_parent_leaves_the_question_open(jana, weinhold, obertal):
    obertal.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    obertal.leave_parent(by=jana)

    obertal.refresh_from_db()
    assert (obertal.parent, obertal.parent_link, obertal.hierarchy_decision) == (None, "", "")
    event = events_of(obertal)[-1]
    assert (event.key, event.data["parent_before"]) == ("companies.hierarchy_changed", weinhold.pk)


def test_the_picker_offers_exactly_what_the_verb_accepts(jana, chain, obertal, weinhold):
    Company.objects.filter(pk=weinhold.pk).update(currency="CHF")
    everybody = list(Company.objects.all())
    for company in everybody:
        parents = set(Company.objects.possible_parents_of(company))
        children = set(Company.objects.possible_children_of(company))
        for other in everybody:
            assert (other in parents) == accepts(company, other, jana), (company, other)
            wanted = other.parent_id is None and accepts(other, company, jana)
            assert (other in children) == wanted, (company, other)


def accepts(child, parent, by) -> bool:
    """Whether the child may be placed under the parent; nothing is changed."""
    try:
        with transaction.atomic():
            Company.objects.get(pk=child.pk).place_under(parent=parent, link=ParentLink.BRANCH, by=by)
            transaction.set_rollback(True)
    except DomainError:
        return False
    return True


def test_a_guessed_parent_of_another_tenant_is_refused_by_the_database(weinhold, kuestenhof):
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=weinhold.pk).update(parent_id=kuestenhof.pk, parent_link=ParentLink.BRANCH)
        connection.check_constraints()
