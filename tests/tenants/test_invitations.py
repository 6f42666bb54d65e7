"""Asking people in: single use, expiring, revocable, the same answer to every link that does not work."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from events.models import Event
from tenants import invitations, operations
from tenants.models import Entrance, Invitation, Member, User
from tenants.roles import Role
from tests.cast import new_member

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet river"


@pytest.fixture
def nina(rheintal, alice) -> Member:
    """Invited, and not in yet."""
    return operations.invite_member(
        tenant=rheintal, name="Nina Neu", email="Nina@Rheintal.example", roles=[Role.TECHNICIAN], by=alice
    )


def _path(member: Member) -> str:
    link = invitations.link_for(member.invitations.get(revoked_at=None))
    return "/" + link.split("/", 3)[3]


def _accept(client, path, password=PASSWORD):
    return client.post(path, {"name": "Nina Neumann", "password": password})


def test_an_invited_person_chooses_a_password_and_is_in(client, nina):
    path = _path(nina)
    assert "Rheintal IT invites you" in client.get(path).text
    response = _accept(client, path)
    assert (response.status_code, response.url) == (303, "/rheintal/")
    assert client.get("/rheintal/").url == "/rheintal/customers/?view=my"
    user = User.objects.get(email="nina@rheintal.example")
    assert user.check_password(PASSWORD)
    assert user.name == "Nina Neumann"
    assert Entrance.objects.filter(user=user).count() == 1


def test_the_link_works_once(client_class, nina):
    path = _path(nina)
    _accept(client_class(), path)
    assert client_class().get(path).status_code == 410
    assert _accept(client_class(), path, "another long password").status_code == 410
    assert User.objects.get(email="nina@rheintal.example").check_password(PASSWORD)


def test_a_weak_password_is_refused_and_the_name_is_kept(client, nina):
    response = _accept(client, _path(nina), "password")
    assert response.status_code == 422
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select_one("input[name=name]")["value"] == "Nina Neumann"
    assert "value" not in page.select_one("input[name=password]").attrs
    assert not User.objects.get(email="nina@rheintal.example").has_usable_password()


def _closed_links(nina, alice) -> dict[str, str]:
    invitation = nina.invitations.get()
    signer = signing.Signer(salt=invitations.SALT)
    base = "/rheintal/invitation/"
    return {
        "nonsense": base + "nonsense/",
        "forged": base + signing.Signer(salt="other").sign_object([nina.tenant_id, invitation.pk]) + "/",
        "unknown": base + signer.sign_object([nina.tenant_id, 999_999]) + "/",
        "odd": base + signer.sign_object({"a": 1}) + "/",
        "of another tenant": base + signer.sign_object([nina.tenant_id + 1, invitation.pk]) + "/",
        "used": base + signer.sign_object([nina.tenant_id, _used(nina).pk]) + "/",
        "revoked": base + signer.sign_object([nina.tenant_id, _revoked(nina, alice).pk]) + "/",
        "expired": base + signer.sign_object([nina.tenant_id, _expired(nina).pk]) + "/",
    }


def _new(nina, **fields) -> Invitation:
    values = {"expires_at": timezone.now() + timedelta(days=7), **fields}
    return Invitation.objects.create(tenant_id=nina.tenant_id, user=nina.user, member=nina, **values)


def _used(nina):
    return _new(nina, accepted_at=timezone.now())


def _expired(nina):
    return _new(nina, expires_at=timezone.now() - timedelta(seconds=1))


def _revoked(nina, alice):
    invitation = _new(nina)
    invitation.revoke(by=alice)
    return invitation


def test_every_link_that_does_not_work_gets_the_same_answer(client_class, nina, alice):
    answers = {}
    for why, path in _closed_links(nina, alice).items():
        response = client_class().get(path)
        assert response.status_code == 410, why
        answers[why] = BeautifulSoup(response.text, "html.parser").main.get_text()
    assert len(set(answers.values())) == 1
    assert "nina" not in response.text.lower()


def test_inviting_again_closes_the_earlier_link(client, nina, alice):
    old = _path(nina)
    operations.invite_again(member=nina, by=alice)
    assert client.get(old).status_code == 410
    assert client.get(_path(nina)).status_code == 200


def test_a_deactivated_member_cannot_come_in_with_an_old_link(client, nina, alice):
    path = _path(nina)
    nina.deactivate(by=alice)
    assert client.get(path).status_code == 410


def test_who_has_an_account_signs_in_and_is_never_asked_for_a_new_password(
    client, client_of, alice, nordlicht, mallory
):
    mallory.user.set_password(PASSWORD)
    mallory.user.save()
    invited = operations.invite_member(
        tenant=alice.tenant, name="Somebody Else", email=mallory.user.email, roles=[Role.BILLING_ADMIN], by=alice
    )
    path = _path(invited)
    page = client.get(path)
    assert 'type="password"' not in page.text
    assert f"/accounts/login/?next={path.replace('/', '%2F').replace(':', '%3A')}" in page.text
    assert _accept(client, path, "a completely new password").status_code == 200
    mallory.user.refresh_from_db()
    assert mallory.user.check_password(PASSWORD)
    assert mallory.user.name == "Mallory Nord"
    browser = client_of(mallory)
    assert browser.get("/rheintal/").status_code == 404
    assert browser.post(path).url == "/rheintal/"
    assert browser.get("/rheintal/").url == "/rheintal/billing/"


def test_nobody_accepts_the_invitation_of_somebody_else(client_of, nina, tom, alice):
    nina.user.set_password(PASSWORD)
    nina.user.save()
    response = client_of(tom).post(_path(nina))
    assert response.status_code == 200
    assert "for nina@rheintal.example" in response.text
    nina.refresh_from_db()
    assert nina.joined_at is None
    with pytest.raises(DomainError):
        nina.invitations.get().accept(user=tom.user)


def test_accepting_signs_out_whoever_was_at_this_browser(client_of, nina, tom):
    browser = client_of(tom)
    _accept(browser, _path(nina))
    assert browser.get("/rheintal/profile/").context["user"].email == "nina@rheintal.example"


def test_links_cannot_be_tried_out_without_end(client, rheintal):
    answers = [client.post(f"/rheintal/invitation/guess-{number}/").status_code for number in range(32)]
    assert answers[0] == 410
    assert answers[-1] == 429


def test_a_person_is_invited_to_a_tenant_once(rheintal, alice, nina):
    with pytest.raises(DomainError) as refusal:
        operations.invite_member(
            tenant=rheintal, name="Nina", email="nina@rheintal.example", roles=[Role.ADMIN], by=alice
        )
    assert refusal.value.field == "email"


def test_only_who_manages_the_tenant_invites(rheintal, jana):
    with pytest.raises(NotAllowed):
        operations.invite_member(tenant=rheintal, name="X", email="x@example.org", roles=[Role.ADMIN], by=jana)


def test_two_tenants_share_one_identity_and_keep_their_own_names(alice, mallory):
    user_id = operations.invite_member(
        tenant=alice.tenant, name="M. Nord", email="MALLORY@nordlicht.example ", roles=[Role.TECHNICIAN], by=alice
    ).user_id
    assert user_id == mallory.user_id
    assert User.objects.get(pk=user_id).name == "Mallory Nord"


def test_what_happened_is_written_down(nina, alice, client):
    _accept(client, _path(nina))
    keys = set(Event.objects.filter(key__startswith="tenants.").values_list("key", flat=True))
    assert keys >= {"tenants.member_invited", "tenants.invitation_opened", "tenants.invitation_accepted"}


def test_an_operator_is_no_member_of_any_tenant(client_of, rheintal):
    operator = User.objects.create_user("operator@example.org", is_platform_operator=True)
    assert client_of(operator).get("/rheintal/").status_code == 404
    assert new_member(rheintal, "Zoe Zeit").roles == []
