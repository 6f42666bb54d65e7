"""Who sees a company and why: the queryset, its reverse and the words come from one list of rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import EmptyResultSet
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies import access as rules_of_sight
from companies.access import RULES, access_of, accesses, narrowed, some, what_decides
from companies.models import AccountTeamMember, Company, MemberTerritory, Territory
from companies.operations import set_territories
from tenants.models import Member, RoleScope
from tenants.roles import Role, Scope
from tests.cast import new_company, new_member
from tests.support.queries import at_most

ROLES, SCOPES = st.sampled_from(Role.values), st.sampled_from(Scope.values)
DAYS_LEFT = st.sampled_from([None, -1, 0, 1])
"""How many days from today a place on a team still stands."""


@dataclass
class World:
    """A tenant as it was drawn, in plain Python."""

    scopes: dict[str, str]
    members: list[Member]
    companies: list[Company]
    teams: dict[int, set[int]]
    looked_after: dict[int, set[int]]


@contextmanager
def drawn(rheintal, data) -> Iterator[World]:
    """Any tenant: members with any roles, active or not; companies confidential or not; places that have ended."""
    with transaction.atomic():
        RoleScope.objects.all().delete()
        scopes = data.draw(st.dictionaries(ROLES, SCOPES))
        RoleScope.objects.bulk_create(RoleScope(tenant=rheintal, role=role, scope=scopes[role]) for role in scopes)
        members = [new_member(rheintal, f"m{number} Person") for number in range(4)]
        for member in members:
            member.roles = sorted(data.draw(st.sets(ROLES, max_size=2)))
            member.is_active = data.draw(st.integers(0, 3)) > 0
            member.save()
        territories = [Territory.objects.create(tenant=rheintal, name=name) for name in ("North", "South")]
        looked_after = {
            member.pk: data.draw(st.sets(st.sampled_from([t.pk for t in territories]))) for member in members
        }
        MemberTerritory.objects.bulk_create(
            MemberTerritory(tenant=rheintal, member_id=member, territory_id=territory)
            for member, own in looked_after.items()
            for territory in own
        )
        companies, teams = [], {}
        for number in range(4):
            manager, confidential = data.draw(st.sampled_from(members)), data.draw(st.booleans())
            territory = data.draw(st.sampled_from([None, *territories]))
            company = new_company(manager, f"Firma {number}", is_confidential=confidential, territory=territory)
            team = data.draw(st.sets(st.sampled_from(members), max_size=2))
            left = {member.pk: data.draw(DAYS_LEFT) for member in team}
            for member in team:
                until = None if left[member.pk] is None else timezone.localdate() + timedelta(days=left[member.pk])
                AccountTeamMember.objects.create(tenant=rheintal, company=company, member=member, until_on=until)
            companies.append(company)
            teams[company.pk] = {pk for pk, days in left.items() if days is None or days >= 0}
        yield World(scopes, members, companies, teams, looked_after)
        transaction.set_rollback(True)


def oracle(world: World, member: Member, company: Company) -> set[str]:
    """The names of the rules that let the member see the company: design 3, written down once more."""
    if not member.is_active or member.roles == []:
        return set()
    found = set()
    if "admin" in member.roles:
        found.add("admin")
    if company.manager_id == member.pk:
        found.add("manager")
    if member.pk in world.teams[company.pk]:
        found.add("team")
    scopes = {world.scopes.get(role) for role in member.roles if role != "admin"}
    if "all" in scopes and not company.is_confidential:
        found.add("role")
    in_territory = company.territory_id in world.looked_after[member.pk]
    if "territories" in scopes and in_territory and not company.is_confidential:
        found.add("territory")
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_one_sees_who_sees_it_and_why_are_the_same_in_any_tenant(rheintal, data):
    with drawn(rheintal, data) as world:
        expected = {(m.pk, c.pk): oracle(world, m, c) for m in world.members for c in world.companies}
        pairs = {pair for pair, rules in expected.items() if rules}
        loaded = list(Member.objects.with_scopes())

        assert {(m.pk, c.pk) for m in world.members for c in Company.objects.visible_to(m)} == pairs
        assert {(m.pk, c.pk) for m in loaded for c in Company.objects.visible_to(m)} == pairs
        assert {(m.pk, c.pk) for c in world.companies for m in c.members_who_see_it()} == pairs
        assert {(a.member.pk, c.pk) for c in world.companies for a in accesses(c)} == pairs
        for company in world.companies:
            for member in world.members:
                access, rules = access_of(company, member), expected[member.pk, company.pk]
                assert {rule.key for rule in access.rules} == rules
                assert access.sees == bool(rules)
                assert len(access.why) >= 1
        mine = {(m.pk, c.pk) for m in world.members for c in Company.objects.mine(m)}
        assert mine == {pair for pair, rules in expected.items() if rules & {"manager", "team"}}
        asked_of_each = {
            (m.pk, c.pk)
            for m in world.members
            for c in narrowed(Company.objects.all(), some(rule.of_each(m) for rule in RULES))
        }
        assert asked_of_each == pairs


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_would_be_after_an_edit_is_what_is_after_it(rheintal, data):
    with drawn(rheintal, data) as world:
        company, viewer = data.draw(st.sampled_from(world.companies)), data.draw(st.sampled_from(world.members))
        manager, confidential = data.draw(st.sampled_from(world.members)), data.draw(st.booleans())
        team = data.draw(st.sets(st.sampled_from(world.members), max_size=2))
        territory = data.draw(st.sampled_from(world.companies)).territory
        edited = {"manager": manager, "is_confidential": confidential, "territory": territory}
        foretold = company.would_be_seen_by(viewer, team=team, **edited)

        Company.objects.filter(pk=company.pk).update(**edited)
        company.team.all().delete()
        for member in team:
            AccountTeamMember.objects.create(tenant=rheintal, company=company, member=member)

        assert Company.objects.visible_to(viewer).filter(pk=company.pk).exists() == foretold


def sql_for(member: Member) -> tuple[object, object]:
    """What decides about the member, and the SQL that comes of it, with its parameters."""
    decides = what_decides(member)
    try:
        return decides, Company.objects.visible_to(member).query.sql_with_params()
    except EmptyResultSet:
        return decides, None


@pytest.mark.parametrize("changed", ["roles", "scopes", "is_active", "day", "many"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_same_sql_may_be_sent_again_while_what_decides_is_the_same(rheintal, changed, data):
    with drawn(rheintal, data) as world, pytest.MonkeyPatch.context() as patch:
        before = {member.pk: sql_for(member) for member in world.members}
        later = timezone.now() + timedelta(days=1 if changed == "day" else 0)
        if changed == "scopes":
            for role in RoleScope.objects.all():
                RoleScope.objects.filter(pk=role.pk).update(scope=data.draw(SCOPES))
        if changed == "many":
            patch.setattr(rules_of_sight, "FEW", 0)
        for member in world.members:
            roles = sorted(data.draw(st.sets(ROLES, max_size=2))) if changed == "roles" else member.roles
            is_active = member.is_active != (changed == "is_active")
            Member.objects.filter(pk=member.pk).update(roles=roles, is_active=is_active)

        with time_machine.travel(later, tick=False):
            for member in Member.objects.filter(pk__in=before):
                decides, sql = sql_for(member)
                assert decides != before[member.pk][0] or sql == before[member.pk][1]


def why(company, member) -> list[str]:
    return list(access_of(company, member).why)


def test_the_reasons_are_told_in_words(alice, jana, petra, tom, weinhold):
    assert why(weinhold, alice) == ["Admin: sees every customer."]
    assert why(weinhold, jana) == ["Account manager of this customer.", "Account manager: sees all customers."]
    assert why(weinhold, petra) == ["Billing admin: sees all customers."]
    assert why(weinhold, tom) == ["On the account team."]


def test_why_one_does_not_see_it_names_each_rule_that_might_have_helped(petra, sina, weinhold, geheim):
    neither = ["Is not the account manager.", "Is not on the account team."]

    assert why(weinhold, sina) == [*neither, "Technician: sees own customers only."]
    assert why(geheim, petra) == [
        *neither,
        "The customer is confidential: only its account manager, its account team and admins see it.",
    ]


@pytest.fixture
def south(rheintal) -> Territory:
    """A territory; technicians see by territory."""
    RoleScope.objects.filter(role=Role.TECHNICIAN).update(scope=Scope.TERRITORIES)
    return Territory.objects.create(tenant=rheintal, name="South")


def test_who_looks_after_a_territory_sees_its_customers_but_confidential_ones(alice, sina, weinhold, geheim, south):
    Company.objects.update(territory=south)
    assert list(Company.objects.visible_to(sina)) == []

    set_territories(member=sina, territories=[south], by=alice)
    weinhold.territory = geheim.territory = south

    assert list(Company.objects.visible_to(sina)) == [weinhold]
    assert why(weinhold, sina) == ["Technician: sees the customers of the territory South."]
    assert why(geheim, sina)[-1].startswith("The customer is confidential")


def test_why_a_territory_does_not_help(sina, weinhold, south):
    seen = "Technician: sees own customers and those of own territories."
    assert why(weinhold, sina)[2:] == [seen, "The customer's territory is not among theirs: none."]

    weinhold.territory = south
    assert why(weinhold, sina)[2:] == [seen, "The customer's territory is not among theirs: South."]


def test_without_a_place_or_a_role_that_alone_is_the_reason(alice, sina, tom, weinhold):
    sina.roles = []
    sina.save()
    tom.deactivate(by=alice)

    assert why(weinhold, sina) == ["Has no role, and sees nothing."]
    assert why(weinhold, tom) == ["Is no longer active, and sees nothing."]


@pytest.mark.usefixtures("alice", "petra", "tom", "sina")
def test_everybody_who_sees_it_is_told_in_three_queries(jana, weinhold):
    with at_most(3):
        assert [access.member.name for access in accesses(weinhold)] == [
            "Alice Albrecht", "Jana Roth", "Petra Kern", "Tom Bauer",
        ]  # fmt: skip


def walks(member) -> bool:
    """Whether the list of what the member sees is walked through in its order, and asks of each company."""
    return "SubPlan" in Company.objects.visible_to(member).in_name_order().explain()


def test_whoever_sees_few_goes_by_them_and_whoever_sees_many_asks_of_each(tom, weinhold, obertal, monkeypatch):
    assert not walks(tom)

    monkeypatch.setattr(rules_of_sight, "FEW", 0)
    many = Member.objects.get(pk=tom.pk)

    assert walks(many)
    assert "hashed" not in Company.objects.visible_to(many).in_name_order().explain()
    assert list(Company.objects.visible_to(many)) == [weinhold]


def test_how_many_one_sees_is_counted_once_for_a_page(tom, weinhold):
    with at_most(4):  # the scopes, the count, and twice the companies
        assert list(Company.objects.visible_to(tom)) == [weinhold]
        assert Company.objects.visible_to(tom).exists()


def test_each_rule_has_words_of_its_own():
    assert len({str(rule.yes) for rule in RULES}) == len(RULES)
