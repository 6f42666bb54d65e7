"""Who sees which company; nothing assigned means nothing seen."""

from companies.models import Company
from tenants.models import RoleScope
from tenants.roles import Role


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
