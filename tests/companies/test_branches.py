"""A family as somebody sees it: one tree, and no hole tells of what may not be seen."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from companies.branches import arrange, family_seen_by
from companies.models import ParentLink
from tests.cast import new_company
from tests.support.queries import at_most

HOLDING = {1: None, 2: 1, 3: 2, 4: 2, 5: 1}
"""1 with 2 and 5 below it, 3 and 4 below 2."""


def seen(*numbers) -> dict:
    return {number: SimpleNamespace(pk=number) for number in numbers}


def outline(branch) -> list[tuple[int, int]]:
    """Each company with its level, as the page shows them."""
    return [(each.company.pk, each.level) for each in branch.walk()]


def test_a_family_is_a_tree_in_the_order_of_the_names():
    assert outline(arrange(HOLDING, seen(1, 2, 3, 4, 5), at=4)) == [(1, 1), (2, 2), (3, 3), (4, 3), (5, 2)]


def test_what_stands_below_an_unseen_company_stands_below_the_next_one_that_is_seen():
    assert outline(arrange(HOLDING, seen(1, 3, 5), at=3)) == [(1, 1), (3, 2), (5, 2)]


def test_who_does_not_see_the_top_sees_a_smaller_family_and_nobody_of_the_other_branches():
    assert outline(arrange(HOLDING, seen(3, 4, 5), at=3)) == [(3, 1)]
    assert outline(arrange(HOLDING, seen(2, 3, 4, 5), at=3)) == [(2, 1), (3, 2), (4, 2)]


def test_a_large_family_is_cut_from_below_but_never_on_the_way_to_the_present_company():
    cut = arrange(HOLDING, seen(1, 2, 3, 4, 5), at=4).within(3, at=4)

    assert outline(cut) == [(1, 1), (2, 2), (4, 3)]
    assert [(each.company.pk, each.further) for each in cut.walk()] == [(1, 1), (2, 1), (4, 0)]


@st.composite
def families(draw):
    """Parents of some companies with who of them is seen; the one that is looked at always is."""
    parents: dict[int, int | None] = {0: None}
    for number in range(1, draw(st.integers(1, 30))):
        parents[number] = draw(st.integers(0, number - 1))
    at = draw(st.sampled_from(sorted(parents)))
    return parents, sorted({at, *draw(st.sets(st.sampled_from(sorted(parents))))}), at


@given(family=families(), most=st.integers(1, 30))
def test_a_tree_has_nobody_twice_and_nobody_unseen_and_is_cut_to_what_was_asked(family, most):
    parents, seen_ones, at = family
    tree = arrange(parents, seen(*seen_ones), at=at)
    shown = [pk for pk, _level in outline(tree)]
    cut = tree.within(most, at=at)

    assert len(shown) == len(set(shown)) and set(shown) <= set(seen_ones) and at in shown
    assert len(outline(cut)) == min(len(shown), most)
    assert len(outline(cut)) + sum(each.further for each in cut.walk()) == len(shown)


def test_a_member_sees_the_same_tree_from_everywhere_and_nothing_confidential(jana, petra, weinhold, geheim, obertal):
    geheim.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    obertal.place_under(parent=geheim, link=ParentLink.BRANCH, by=jana)

    assert outline(family_seen_by(jana, obertal)) == [(weinhold.pk, 1), (geheim.pk, 2), (obertal.pk, 3)]
    assert outline(family_seen_by(petra, obertal)) == [(weinhold.pk, 1), (obertal.pk, 2)]
    assert outline(family_seen_by(petra, weinhold)) == outline(family_seen_by(petra, obertal))


def test_a_family_of_any_size_takes_two_queries(jana, weinhold):
    for number in range(8):
        new_company(jana, f"Filiale {number}").place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)

    with at_most(3):
        tree = family_seen_by(jana, weinhold)
        assert {each.company.manager.name for each in tree.walk()} == {"Jana Roth"}
