"""Two people at once: a link works once, and a tenant keeps an admin."""

import pytest

from core.errors import DomainError
from core.rowsecurity import acting_for
from events.models import Event
from tenants import operations
from tenants.models import Invitation, Member, SavedView, User
from tenants.roles import Role
from tests.cast import new_member, new_tenant
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    tenant = new_tenant("Rheintal IT", "rheintal")
    return tenant, new_member(tenant, "Alice Albrecht", Role.ADMIN)


def test_an_invitation_is_accepted_once(house):
    tenant, alice = house
    with acting_for(tenant.pk):
        member = operations.invite_member(
            tenant=tenant, name="Nina Neu", email="nina@rheintal.example", roles=[Role.TECHNICIAN], by=alice
        )
        pk = member.invitations.get().pk

    def accept(password):
        invitation = Invitation.objects.select_related("user", "member", "tenant").get(pk=pk)
        return operations.accept_first(invitation=invitation, name="Nina", password=password)

    outcomes = together(tenant.pk, lambda: accept("a long and quiet river"), lambda: accept("another long river"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DomainError", "User"]
    with acting_for(tenant.pk):
        assert Event.objects.filter(key="tenants.invitation_accepted").count() == 1


def test_two_admins_who_demote_each_other_leave_one(house):
    tenant, alice = house
    bob = new_member(tenant, "Bob Berg", Role.ADMIN)

    def demote(victim, by):
        return lambda: Member.objects.get(pk=victim.pk).change_roles(
            roles=[Role.TECHNICIAN], by=Member.objects.get(pk=by.pk)
        )

    outcomes = together(tenant.pk, demote(bob, alice), demote(alice, bob))
    assert len([outcome for outcome in outcomes if isinstance(outcome, DomainError)]) == 1
    with acting_for(tenant.pk):
        assert Member.objects.joined().with_role(Role.ADMIN).count() == 1


def test_two_tenants_who_invite_one_person_at_once_share_the_identity(house):
    tenant, _alice = house
    together(tenant.pk, *[lambda: User.objects.identify("new@example.org", name="New")] * 2)
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_view_of_one_name_is_saved_once(house):
    tenant, alice = house

    def keep():
        return SavedView.keep(owner=alice, grid="companies", name="Mine", state="", is_shared=False)

    outcomes = together(tenant.pk, keep, keep, keep)
    assert sorted(getattr(each, "code", "saved") for each in outcomes) == [
        "saved",
        "view_name_taken",
        "view_name_taken",
    ]
    with acting_for(tenant.pk):
        assert SavedView.objects.count() == 1
