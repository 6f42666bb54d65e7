"""Who sees which company; nothing assigned means nothing seen."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.models import AccountTeamMember, Company
from tenants.models import RoleScope
from tenants.roles import Role, Scope
from tests.cast import new_company, new_member


def seen_by(member) -> set[str]:
    return {company.name.split()[0] for company in Company.objects.visible_to(member)}


def test_each_role_sees_what_its_scope_says(alice, jana, petra, tom, sina, weinhold, obertal, geheim, kuestenhof):
    assert seen_by(alice) == {"Weinhold", "Gemeinde", "Geheim"}
    assert seen_by(jana) == {"Weinhold", "Gemeinde", "Geheim"}
    assert seen_by(petra) == {"Weinhold", "Gemeinde"}
    assert seen_by(tom) == {"Weinhold"}
    assert seen_by(sina) == set()


def test_the_account_team_sees_a_confidential_company(jana, sina, geheim):
    geheim.set_team(members=[sina], by=jana)

    assert seen_by(sina) == {"Geheim"}


def test_without_a_role_or_a_place_one_sees_nothing(jana, weinhold):
    jana.roles = []
    assert seen_by(jana) == set()
    jana.roles, jana.is_active = [Role.ADMIN], False
    assert seen_by(jana) == set()


def test_without_scopes_only_admins_see_what_is_not_theirs(alice, petra, weinhold):
    RoleScope.objects.all().delete()

    assert seen_by(alice) == {"Weinhold"}
    assert seen_by(petra) == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_who_sees_a_company_is_the_exact_reverse_of_what_a_member_sees(rheintal, data):
    with transaction.atomic():
        RoleScope.objects.all().delete()
        for role in data.draw(st.sets(st.sampled_from(Role.values))):
            scope = data.draw(st.sampled_from(Scope.values))
            RoleScope.objects.create(tenant=rheintal, role=role, scope=scope)
        members = [new_member(rheintal, f"m{number} Person") for number in range(5)]
        for member in members:
            member.roles = sorted(data.draw(st.sets(st.sampled_from(Role.values), max_size=2)))
            member.is_active = data.draw(st.booleans())
            member.save()
        for number in range(4):
            company = new_company(
                data.draw(st.sampled_from(members)), f"Firma {number}", is_confidential=data.draw(st.booleans())
            )
            for member in data.draw(st.sets(st.sampled_from(members), max_size=2)):
                AccountTeamMember.objects.create(tenant=rheintal, company=company, member=member)

        for company in Company.objects.all():
            reverse = {
                member for member in members if Company.objects.visible_to(member).filter(pk=company.pk).exists()
            }
            assert set(company.members_who_see_it()) == reverse
        transaction.set_rollback(True)
