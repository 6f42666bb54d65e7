"""The pages on which an admin looks after people, roles and the tenant."""

import pytest

from core.errors import DomainError, NotAllowed
from events.models import Event
from tenants.models import Member, RoleScope, Tenant
from tenants.roles import CAPABILITIES, Capability, Role, roles_may
from tests.cast import new_member
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
PEOPLE = "/rheintal/settings/people/"


def test_an_admin_invites_somebody(client_of, alice):
    browser = client_of(alice)
    response = browser.post(
        f"{PEOPLE}invite/", {"name": "Nina Neu", "email": "nina@rheintal.example", "roles": ["technician"]}
    )
    assert (response.status_code, response.url) == (303, PEOPLE)
    member = Member.objects.get(name="Nina Neu")
    assert member.roles == ["technician"]
    assert member.joined_at is None
    page = browser.get(PEOPLE).text
    assert "Nina Neu" in page
    assert "Invited" in page


def test_an_invitation_without_a_role_is_refused_and_keeps_what_was_typed(client_of, alice):
    response = client_of(alice).post(f"{PEOPLE}invite/", {"name": "Nina Neu", "email": "nina@rheintal.example"})
    assert response.status_code == 422
    assert "nina@rheintal.example" in response.text


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_of_people_asks_the_database_a_fixed_number_of_times(client_of, alice, rheintal, rows):
    for number in range(rows):
        new_member(rheintal, f"Person {number}", Role.TECHNICIAN, email=f"p{number}@rheintal.example")
    browser = client_of(alice)
    with at_most(8):
        assert browser.get(PEOPLE).status_code == 200


def test_the_list_finds_filters_and_sorts(client_of, alice, tom, petra):
    browser = client_of(alice)
    assert "Petra Kern" not in browser.get(f"{PEOPLE}?q=tom").text
    assert "Petra Kern" in browser.get(f"{PEOPLE}?role=billing_admin").text
    assert "Tom Bauer" not in browser.get(f"{PEOPLE}?role=billing_admin").text
    page = browser.get(f"{PEOPLE}?sort=-name").text
    assert page.index("Tom Bauer") < page.index("Petra Kern")


@pytest.mark.parametrize("key", ["user__password", "-user__password", "user__email", "tenant__name", "password"])
def test_the_list_is_sorted_and_filtered_by_declared_keys_only(client_of, alice, tom, key):
    browser = client_of(alice)
    plain = browser.get(PEOPLE).text
    asked = browser.get(f"{PEOPLE}?sort={key}&{key.strip('-')}=x&{key.strip('-')}__startswith=a").text
    assert plain.count("data-ui-row") == asked.count("data-ui-row") == 2


def test_an_admin_changes_roles(client_of, alice, tom):
    response = client_of(alice).post(f"{PEOPLE}{tom.pk}/", {"roles": ["billing_admin", "technician"]})
    assert response.status_code == 303
    tom.refresh_from_db()
    assert tom.roles == ["billing_admin", "technician"]
    event = Event.objects.get(key="tenants.member_roles_changed")
    assert event.changes == {"roles": [["technician"], ["billing_admin", "technician"]]}
    assert event.actor_name == "Alice Albrecht"


def test_the_last_admin_stays(client_of, alice, tom):
    response = client_of(alice).post(f"{PEOPLE}{alice.pk}/", {"roles": ["technician"]})
    assert response.status_code == 422
    assert "at least one admin" in response.text
    with pytest.raises(DomainError):
        alice.deactivate(by=None)


def test_nobody_deactivates_themselves(alice, rheintal):
    new_member(rheintal, "Second Admin", Role.ADMIN)
    with pytest.raises(NotAllowed):
        alice.deactivate(by=alice)


def test_an_admin_deactivates_and_activates(client_of, alice, tom):
    browser = client_of(alice)
    assert browser.post(f"{PEOPLE}{tom.pk}/deactivate/").status_code == 303
    assert not Member.objects.get(pk=tom.pk).is_active
    assert browser.post(f"{PEOPLE}{tom.pk}/activate/").status_code == 303
    assert Member.objects.get(pk=tom.pk).is_active
    assert client_of(tom).get("/rheintal/").status_code == 302


def test_whoever_manages_customers_hands_them_over_first(client_of, alice, jana, weinhold):
    page = client_of(alice).post(f"{PEOPLE}{jana.pk}/deactivate/", follow=True)
    assert Member.objects.get(pk=jana.pk).is_active
    assert page.status_code == 200
    assert not Event.objects.filter(key="tenants.member_deactivated").exists()


@pytest.mark.parametrize("verb", ["deactivate", "activate", "invite-again"])
def test_verbs_need_a_post(client_of, alice, tom, verb):
    assert client_of(alice).get(f"{PEOPLE}{tom.pk}/{verb}/").status_code == 405


def test_a_member_of_another_tenant_is_not_there(client_of, alice, mallory):
    browser = client_of(alice)
    assert browser.get(f"{PEOPLE}{mallory.pk}/").status_code == 404
    assert browser.post(f"{PEOPLE}{mallory.pk}/deactivate/").status_code == 404


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("capability", Capability)
def test_each_cell_of_the_table_of_roles_holds_in_the_model_and_on_the_page(rheintal, role, capability):
    member = new_member(rheintal, "Somebody", role)
    assert member.may(capability) == (role in CAPABILITIES[capability])
    assert roles_may([], capability) is False


def test_the_table_of_roles_is_shown_whole(client_of, alice):
    page = client_of(alice).get("/rheintal/settings/roles/")
    granted = sum(len(roles) for roles in CAPABILITIES.values())
    assert page.text.count(">may<") == granted
    assert page.text.count(">may not<") == len(Capability) * len(Role) - granted


def test_what_a_role_sees_is_decided_by_the_tenant(client_of, alice, sina, obertal):
    company = type(obertal).objects
    assert not company.visible_to(sina).exists()
    response = client_of(alice).post(
        "/rheintal/settings/roles/", {"account_manager": "all", "billing_admin": "mine", "technician": "all"}
    )
    assert response.status_code == 303
    assert company.visible_to(Member.objects.get(pk=sina.pk)).filter(pk=obertal.pk).exists()
    assert RoleScope.objects.get(role="billing_admin").scope == "mine"
    events = Event.objects.filter(key="tenants.scopes_changed")
    assert {event.subject_label: event.changes["scope"] for event in events} == {
        "Billing admin": ["all", "mine"], "Technician": ["mine", "all"],
    }  # fmt: skip


def test_a_member_without_a_role_sees_and_may_nothing(rheintal, obertal):
    nobody = new_member(rheintal, "Nobody")
    assert not type(obertal).objects.visible_to(nobody).exists()
    assert not any(nobody.may(capability) for capability in Capability)


def test_without_a_decision_a_role_sees_nothing_and_never_everything(rheintal, petra, obertal):
    RoleScope.objects.all().delete()
    assert not type(obertal).objects.visible_to(petra).exists()


def test_the_settings_are_changed(client_of, alice):
    values = {
        "name": "Rheintal IT GmbH", "support_email": "hilfe@rheintal.example", "support_phone": "+49 7621 1",
        "language": "en", "time_zone": "Europe/Zurich", "accent": "teal",
    }  # fmt: skip
    assert client_of(alice).post("/rheintal/settings/", values).status_code == 303
    tenant = Tenant.objects.get(slug="rheintal")
    assert (tenant.name, tenant.accent, tenant.time_zone) == ("Rheintal IT GmbH", "teal", "Europe/Zurich")
    assert Event.objects.get(key="tenants.settings_changed").changes["accent"] == ["indigo", "teal"]


@pytest.mark.parametrize("field", ["time_zone", "accent", "language"])
def test_the_settings_take_offered_values_only(client_of, alice, field):
    values = {"name": "x", "language": "en", "time_zone": "Europe/Berlin", "accent": "teal", field: "../etc/passwd"}
    assert client_of(alice).post("/rheintal/settings/", values).status_code == 422


def test_everybody_has_a_profile(client_of, tom):
    browser = client_of(tom)
    response = browser.post("/rheintal/profile/", {"name": "Thomas Bauer", "language": "de", "theme": "dark"})
    assert response.status_code == 303
    page = browser.get("/rheintal/profile/").text
    assert '<html lang="de" data-theme="dark"' in page
    tom.refresh_from_db()
    assert tom.name == tom.user.name == "Thomas Bauer"


def test_nobody_changes_the_own_roles_in_the_profile(client_of, tom):
    data = {"name": "Tom", "language": "en", "theme": "dark", "roles": ["admin"], "is_platform_operator": "1"}
    client_of(tom).post("/rheintal/profile/", data)
    tom.refresh_from_db()
    assert tom.roles == ["technician"]
    assert not tom.user.is_platform_operator


def test_a_contact_has_a_profile_too_but_no_name_to_change(client_of, miriam):
    browser = client_of(miriam)
    page = browser.get("/rheintal/profile/")
    assert page.status_code == 200
    assert 'name="name"' not in page.text
    data = {"name": "Eve", "language": "de", "theme": "light"}
    assert browser.post("/rheintal/profile/", data).status_code == 303
    assert browser.get("/rheintal/profile/").context["user"].name == "Miriam Weinhold"


def test_nobody_has_a_profile_where_they_have_no_place(client_of, rheintal, mallory):
    assert client_of(mallory).get("/rheintal/profile/").status_code == 404


def test_language_and_theme_are_chosen_before_signing_in(client):
    response = client.post("/preferences/", {"language": "de", "theme": "dark", "next": "/accounts/login/"})
    assert (response.status_code, response.url) == (303, "/accounts/login/")
    assert '<html lang="de" data-theme="dark"' in client.get("/accounts/login/").text


def test_language_and_theme_stay_with_the_person(client_of, tom):
    client_of(tom).post("/preferences/", {"language": "de"})
    tom.user.refresh_from_db()
    assert (tom.user.language, tom.user.theme) == ("de", "system")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_choosing_a_language_does_not_lead_to_another_site(client, there):
    assert client.post("/preferences/", {"language": "de", "next": there}).url == "/"


@pytest.mark.parametrize("value", ["fr", "", "../../x", "<script>"])
def test_a_language_that_is_not_offered_is_ignored(client, value):
    response = client.post("/preferences/", {"language": value})
    assert response.status_code == 303
    assert not response.cookies


def test_a_choice_needs_a_post(client):
    assert client.get("/preferences/").status_code == 405
