"""What the pickers of a family offer, against a plain oracle: exactly what is seen and what the verb accepts."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from companies.models import Company, ParentLink
from core.errors import DomainError

LONGEST = 8
FIRMS = st.lists(
    st.fixed_dictionaries(
        {
            "below": st.one_of(st.just(1), st.just(1), st.integers(0, 9)),
            "currency": st.sampled_from(["EUR", "EUR", "EUR", "CHF"]),
            "is_active": st.sampled_from([True, True, True, False]),
            "is_confidential": st.sampled_from([False, False, False, True]),
        }
    ),
    min_size=2,
    max_size=12,
)
"""Firms in a row; each stands `below` places before itself, or alone: long chains are likely."""

CHAIN = [{"below": 1, "currency": "EUR", "is_active": True, "is_confidential": False}] * 8
ALONE = {"below": 0, "currency": "EUR", "is_active": True, "is_confidential": False}


class Forest:
    """The oracle: firms and their parents as plain values, the rules as one would say them."""

    def __init__(self, firms: list[dict]):
        self.firms = firms
        self.parent: list[int | None] = []
        for number, firm in enumerate(firms):
            above = number - firm["below"]
            fits = 0 <= above < number and self._could_take(above, firm)
            self.parent.append(above if fits else None)

    def _could_take(self, above: int, firm: dict) -> bool:
        return self.firms[above]["currency"] == firm["currency"] and len(self.line(above)) < LONGEST

    def line(self, number: int) -> list[int]:
        """The firm and everything above it."""
        found = [number]
        while (above := self.parent[found[-1]]) is not None:
            found.append(above)
        return found

    def height(self, number: int) -> int:
        return max(
            self.line(other).index(number) + 1 for other in range(len(self.parent)) if number in self.line(other)
        )

    def accepts(self, child: int, parent: int) -> bool:
        return (
            child not in self.line(parent)
            and self.firms[parent]["is_active"]
            and self.firms[child]["currency"] == self.firms[parent]["currency"]
            and len(self.line(parent)) + self.height(child) <= LONGEST
        )


def planted(forest: Forest, manager) -> list[Company]:
    """The same firms in the database."""
    fields = ("currency", "is_active", "is_confidential")
    made = Company.objects.bulk_create(
        Company(
            tenant_id=manager.tenant_id, manager=manager, name=f"Firma {number}", sort_name=f"firma {number:02}",
            **{name: firm[name] for name in fields},
        )
        for number, firm in enumerate(forest.firms)
    )  # fmt: skip
    for company, above in zip(made, forest.parent, strict=True):
        if above is not None:
            Company.objects.filter(pk=company.pk).update(parent=made[above], parent_link=ParentLink.BRANCH)
    return list(Company.objects.order_by("sort_name"))


def is_accepted(child: Company, parent: Company, by) -> bool:
    """Whether the verb does it; nothing is changed."""
    try:
        with transaction.atomic():
            child.place_under(parent=parent, link=ParentLink.BRANCH, by=by)
            transaction.set_rollback(True)
    except DomainError:
        return False
    return True


WITH_A_DATABASE = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}
"""Without shrinking: it would plant the forest anew for minutes."""


@settings(max_examples=25, **WITH_A_DATABASE)
@example(firms=[*CHAIN, ALONE])
@given(firms=FIRMS)
def test_what_is_offered_is_exactly_what_is_seen_and_may_stand_there(jana, petra, firms):
    forest, everybody = Forest(firms), range(len(firms))
    with transaction.atomic():
        planted_ones = planted(forest, jana)
        number_of = {company.pk: number for number, company in enumerate(planted_ones)}
        seen = {number for number in everybody if not firms[number]["is_confidential"]}

        for number, company in enumerate(planted_ones):
            parents = Company.objects.visible_to(petra).possible_parents_of(company)
            children = Company.objects.visible_to(petra).possible_children_of(company)

            assert {number_of[pk] for pk in parents.values_list("pk", flat=True)} == {
                other for other in seen if forest.accepts(number, other)
            }
            assert {number_of[pk] for pk in children.values_list("pk", flat=True)} == {
                other for other in seen
                if forest.parent[other] is None and firms[other]["is_active"] and forest.accepts(other, number)
            }  # fmt: skip
        transaction.set_rollback(True)


@settings(max_examples=15, **WITH_A_DATABASE)
@example(firms=[{**ALONE, "is_active": False}, {**ALONE, "below": 1}], child=1, parent=0)
@given(firms=FIRMS, child=st.integers(0, 11), parent=st.integers(0, 11))
def test_the_verb_accepts_exactly_what_the_rules_say(jana, firms, child, parent):
    forest, child, parent = Forest(firms), child % len(firms), parent % len(firms)
    with transaction.atomic():
        made = planted(forest, jana)

        stands_there = forest.parent[child] == parent  # whatever became of the parent since
        assert is_accepted(made[child], made[parent], jana) == (stands_there or forest.accepts(child, parent))
        transaction.set_rollback(True)


def test_companies_of_the_own_msp_are_offered_no_parent_and_are_no_child(jana, alice, rheintal, weinhold):
    own = Company.objects.create(tenant=rheintal, manager=alice, name="Rheintal IT", is_own=True)

    assert not Company.objects.possible_parents_of(own).exists()
    assert own not in Company.objects.possible_children_of(weinhold)
    assert own in Company.objects.possible_parents_of(weinhold)
    with pytest.raises(DomainError, match="own company"):
        own.place_under(parent=weinhold, link=ParentLink.BRANCH, by=alice)
