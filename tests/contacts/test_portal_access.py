"""Who may use the customer portal, and from which moment no longer."""

import pytest
from allauth.usersessions.models import UserSession

from companies.models import ParentLink
from contacts.models import PortalAccess, PortalRight
from contacts.portal_places import places_of
from core.errors import DomainError, NotAllowed
from notifications.models import Message
from tenants.models import Entrance, User
from tests.cast import new_contact, new_portal_access
from tests.support.api import Program, problem
from tests.support.events import events_of, keys_of
from tests.support.queries import at_most


def has_entrance(user, tenant) -> bool:
    return Entrance.objects.filter(user=user, tenant=tenant).exists()


def test_enabling_identifies_the_person_by_address_and_invites(rheintal, jana, weinhold, carl):
    access = carl.enable_portal(right=PortalRight.BASIC, by=jana)

    assert access.user.email == "carl@weinhold.example"
    assert access.invitation.is_open and access.invitation.user == access.user
    assert has_entrance(access.user, rheintal)
    assert list(places_of(access.user, rheintal)) == [access]
    enabled = events_of(weinhold, "contacts.portal_enabled")
    assert [event.data for event in enabled] == [{"right": "basic"}]


def test_somebody_with_an_account_keeps_it_and_its_password(jana, carl):
    user = User.objects.create_user("carl@weinhold.example", "a-password-of-carl", name="Carl S.")

    access = carl.enable_portal(right=PortalRight.BASIC, by=jana)

    assert access.user == user
    user.refresh_from_db()
    assert user.check_password("a-password-of-carl") and user.name == "Carl S."


def test_the_portal_is_off_by_default_for_contacts_and_on_for_companies(weinhold, carl):
    assert weinhold.portal_enabled
    assert carl.access is None


def test_the_portal_needs_an_address_an_active_contact_and_the_company_switch(jana, weinhold, carl):
    silent = new_contact(weinhold, "Ohne", "Adresse", email="")
    with pytest.raises(DomainError) as refusal:
        silent.enable_portal(right=PortalRight.BASIC, by=jana)
    assert refusal.value.code == "email_missing"

    weinhold.disable_portal(by=jana)
    with pytest.raises(DomainError) as refusal:
        carl.enable_portal(right=PortalRight.BASIC, by=jana)
    assert refusal.value.code == "portal_off"

    weinhold.enable_portal(by=jana)
    carl.deactivate(by=jana)
    with pytest.raises(DomainError) as refusal:
        carl.enable_portal(right=PortalRight.BASIC, by=jana)
    assert refusal.value.code == "inactive"


def test_taskfire_rights_exist_only_with_taskfire_and_end_with_it(jana, weinhold, carl):
    with pytest.raises(DomainError) as refusal:
        carl.enable_portal(right=PortalRight.TASKFIRE_ADMIN, by=jana)
    assert (refusal.value.code, refusal.value.field) == ("taskfire_off", "right")

    weinhold.enable_taskfire(confirmations=(True, True), by=jana)
    carl.enable_portal(right=PortalRight.TASKFIRE_ADMIN, by=jana)
    weinhold.disable_taskfire(by=jana)

    assert carl.access.right == PortalRight.BASIC
    assert keys_of(weinhold)[-2:] == ["companies.taskfire_disabled", "contacts.portal_right_changed"]


def test_the_right_is_changed_with_its_event(jana, weinhold, miriam):
    miriam.change_right(right=PortalRight.MANAGER, by=jana)

    assert miriam.access.right == PortalRight.MANAGER
    assert events_of(weinhold)[-1].changes == {"right": ["advanced", "manager"]}


def test_disabling_ends_the_access_and_the_sessions_at_once(rheintal, jana, weinhold, carl, client_of):
    access = carl.enable_portal(right=PortalRight.BASIC, by=jana)
    session = client_of(access.user).session
    UserSession.objects.create(user=access.user, session_key=session.session_key, ip="127.0.0.1", user_agent="x")

    carl.disable_portal(by=jana)

    access.refresh_from_db()
    access.invitation.refresh_from_db()
    assert not access.is_enabled and not access.invitation.is_open
    assert not has_entrance(access.user, rheintal)
    assert not UserSession.objects.filter(user=access.user).exists()
    assert not places_of(access.user, rheintal).exists()


def test_whoever_has_another_place_keeps_the_entrance(rheintal, jana, miriam, obertal):
    second = new_contact(obertal, "Miriam", "Weinhold", email=miriam.email)
    second.enable_portal(right=PortalRight.BASIC, by=jana)

    miriam.disable_portal(by=jana)

    user = second.access.user
    assert has_entrance(user, rheintal)
    assert [place.contact for place in places_of(user, rheintal)] == [second]


def test_one_address_opens_the_portal_once_per_company(jana, weinhold, miriam):
    twin = new_contact(weinhold, "M.", "Weinhold", email=miriam.email)

    with pytest.raises(DomainError) as refusal:
        twin.enable_portal(right=PortalRight.BASIC, by=jana)

    assert refusal.value.code == "address_in_use"


def test_a_new_address_is_another_person_in_the_portal(rheintal, jana, miriam):
    before = miriam.access.user

    miriam.update_details(values={"email": "m.weinhold@weinhold.example"}, seen=miriam.version, by=jana)

    assert miriam.access.user.email == "m.weinhold@weinhold.example"
    assert miriam.access.invitation.is_open
    assert not has_entrance(before, rheintal)
    assert not places_of(before, rheintal).exists()


def test_the_address_cannot_go_while_the_portal_is_enabled(jana, miriam):
    with pytest.raises(DomainError) as refusal:
        miriam.update_details(values={"email": ""}, seen=miriam.version, by=jana)
    assert refusal.value.field == "email"


def test_a_new_invitation_closes_the_one_before(jana, carl):
    first = carl.enable_portal(right=PortalRight.BASIC, by=jana).invitation

    second = carl.invite_again(by=jana)

    first.refresh_from_db()
    assert not first.is_open and second.is_open
    assert carl.access.invitation == second


@pytest.mark.parametrize(("close", "code"), [("disable_portal", "portal_off"), ("deactivate", "inactive")])
def test_nobody_is_invited_while_the_portal_is_shut(client_of, jana, weinhold, carl, close, code):
    carl.enable_portal(right=PortalRight.BASIC, by=jana)
    again = f"/rheintal/contacts/{carl.pk}/portal/invite-again/"
    url = f"/rheintal/contacts/{carl.pk}/portal/"
    assert again in client_of(jana).get(url).text

    getattr(weinhold, close)(by=jana)

    with pytest.raises(DomainError) as refusal:
        carl.invite_again(by=jana)
    assert refusal.value.code == code
    assert again not in client_of(jana).get(url).text


def test_a_new_address_is_invited_only_once_the_portal_is_open(rheintal, jana, weinhold, miriam):
    before = miriam.access.user
    weinhold.disable_portal(by=jana)
    mails = Message.objects.count()

    miriam.update_details(values={"email": "m.weinhold@weinhold.example"}, seen=miriam.version, by=jana)

    user = miriam.access.user
    assert (user.email, miriam.access.invitation) == ("m.weinhold@weinhold.example", None)
    assert Message.objects.count() == mails
    assert not has_entrance(user, rheintal)
    weinhold.enable_portal(by=jana)
    assert miriam.invite_again(by=jana).is_open
    assert (has_entrance(user, rheintal), has_entrance(before, rheintal)) == (True, False)


@pytest.mark.parametrize("close", ["disable_portal", "deactivate"])
def test_closing_the_company_locks_its_people_out_and_opening_lets_them_back(rheintal, jana, weinhold, miriam, close):
    user = miriam.access.user

    getattr(weinhold, close)(by=jana)
    assert not places_of(user, rheintal).exists()
    assert not has_entrance(user, rheintal)

    {"disable_portal": weinhold.enable_portal, "deactivate": weinhold.activate}[close](by=jana)
    assert places_of(user, rheintal).exists()
    assert has_entrance(user, rheintal)


@pytest.mark.parametrize("number", [3, 30])
def test_closing_asks_the_same_however_many_people_are_let_out(rheintal, jana, weinhold, number):
    for each in range(number):
        new_portal_access(new_contact(weinhold, "P.", f"Person {each}", email=f"p{each}@weinhold.example"))

    with at_most(20):
        weinhold.disable_portal(by=jana)
    assert not Entrance.objects.filter(user__email__startswith="p").exists()
    with at_most(20):
        weinhold.enable_portal(by=jana)
    assert Entrance.objects.filter(user__email__startswith="p").count() == number


def test_the_parent_company_opens_nothing_at_its_child(rheintal, jana, weinhold, obertal, miriam):
    obertal.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)

    assert [place.contact.company for place in places_of(miriam.access.user, rheintal)] == [weinhold]


def test_places_are_those_of_the_tenant_only(rheintal, nordlicht, miriam, kuestenhof, acting):
    same = new_contact(kuestenhof, "Miriam", "Weinhold", email=miriam.email)
    new_portal_access(same)
    user = miriam.access.user

    assert [place.contact for place in places_of(user, rheintal)] == [miriam]
    with acting(nordlicht):
        assert [place.contact for place in places_of(user, nordlicht)] == [same]
        assert not PortalAccess.objects.filter(contact=miriam).exists()


def test_a_technician_may_not_open_the_portal(tom, carl):
    with pytest.raises(NotAllowed):
        carl.enable_portal(right=PortalRight.BASIC, by=tom)


def test_a_technician_lets_nobody_in_by_another_address(tom, miriam):
    with pytest.raises(DomainError) as refusal:
        miriam.update_details(values={"email": "tom@elsewhere.example"}, seen=miriam.version, by=tom)

    assert (refusal.value.code, refusal.value.field) == ("uses_portal", "email")
    assert miriam.access.user.email == "miriam@weinhold.example"


def test_a_technician_reads_at_the_address_why_it_stays(tom, miriam, client_of):
    url = f"/rheintal/contacts/{miriam.pk}/"
    sent = {"version": miriam.version, "last_name": "Weinhold", "language": "de", "email": "tom@elsewhere.example"}

    page = client_of(tom).post(f"{url}edit/", sent)
    program = Program(tom).edit(f"contacts/{miriam.pk}/", {"email": "tom@elsewhere.example"})

    assert page.status_code == 422 and "Who sets up portal access can change it" in page.content.decode()
    assert problem(program) == (422, "uses_portal")
    assert miriam.access.user.email == "miriam@weinhold.example"


def test_a_technician_still_edits_what_opens_no_door(tom, miriam, carl):
    miriam.update_details(values={"phone": "+49 7621 12"}, seen=miriam.version, by=tom)
    carl.update_details(values={"email": "carl.neu@weinhold.example"}, seen=carl.version, by=tom)

    assert (miriam.phone, carl.email) == ("+49 7621 12", "carl.neu@weinhold.example")
