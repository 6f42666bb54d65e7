"""Who sees a company, and why, by the API."""

import pytest

from tests.support.api import Program, problem
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


def test_everybody_who_sees_a_company_is_named_with_the_rules(jana, petra, tom, sina, weinhold):
    found = Program(jana).read(f"companies/{weinhold.pk}/access/").json()["results"]
    by_name = {each["member"]["name"]: each for each in found}
    assert set(by_name) == {"Jana Roth", "Petra Kern", "Tom Bauer"}
    assert all(each["sees"] and each["rules"] and each["why"] for each in found)


def test_for_a_chosen_member_it_says_why_not(jana, sina, mallory, weinhold):
    program = Program(jana)
    [answer] = program.read(f"companies/{weinhold.pk}/access/?member={sina.pk}").json()["results"]
    assert (answer["sees"], answer["rules"], bool(answer["why"])) == (False, [], True)
    assert problem(program.read(f"companies/{weinhold.pk}/access/?member={mallory.pk}")) == (400, "invalid_query")


def test_only_who_chooses_teams_may_ask(tom, weinhold):
    assert problem(Program(tom).read(f"companies/{weinhold.pk}/access/")) == (403, "capability_missing")


def test_it_asks_a_fixed_number_of_times(jana, petra, tom, weinhold):
    program = Program(jana)
    program.read("me/")
    with at_most(8):
        program.read(f"companies/{weinhold.pk}/access/")
