"""Tokens: bound to one member of one tenant, as good as that member is when they are used, and soon gone with them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from tenants.models import ApiToken
from tenants.models.api_token import AT_MOST
from tenants.roles import Role
from tests.cast import new_member
from tests.support.api import Program, names, problem
from tests.support.client import Client
from tests.support.events import keys_of

pytestmark = pytest.mark.django_db


def test_a_token_says_for_whom_it_acts(jana):
    caller = Program(jana, name="Sync").read("me/").json()
    assert (caller["tenant"], caller["member"]["name"], caller["token"]) == ("rheintal", "Jana Roth", "Sync")
    assert caller["roles"] == ["account_manager"]
    assert "edit_companies" in caller["capabilities"]
    assert "manage_tenant" not in caller["capabilities"]


def test_only_a_hash_is_stored(jana):
    program = Program(jana)
    stored = ApiToken.objects.filter(pk=program.token.pk).values().get()
    assert not [value for value in stored.values() if program.secret in str(value)]
    assert program.secret.startswith(stored["hint"])
    assert len(program.secret) > 50


@pytest.mark.parametrize("secret", ["", "handover_", "handover_wrong", "Bearer", "ä", "\x00", "x" * 5000])
def test_without_a_token_that_is_known_there_is_one_answer(jana, weinhold, secret):
    program = Program(tenant="rheintal", secret=secret)
    for path in ("companies/", "companies/1/", "nowhere/", "schema/", "/nobody/api/v1/companies/", "/nobody/api/x"):
        response = program.read(path, **({} if secret else {"accept": "application/json"}))
        assert problem(response) == (401, "token_missing")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert "rheintal" not in response.text


@pytest.mark.parametrize("scheme", ["Basic", "Token", "bearer-", ""])
def test_another_scheme_opens_nothing(jana, scheme):
    program = Program(jana)
    assert program.read("me/", authorization=f"{scheme} {program.secret}").status_code == 401


def test_a_token_opens_its_own_tenant_only(jana, mallory, weinhold, kuestenhof):
    stray = Program(mallory)
    assert names(stray.read("companies/")) == ["Küstenhof GmbH"]
    assert problem(stray.read("/rheintal/api/v1/companies/")) == (401, "token_missing")


def test_one_person_at_two_tenants_needs_two_tokens(jana, nordlicht):
    place = new_member(nordlicht, "Jana Roth", Role.ADMIN, email=jana.user.email)
    assert place.user == jana.user
    assert problem(Program(jana).read("/nordlicht/api/v1/me/")) == (401, "token_missing")


def test_a_session_opens_nothing(client_of, alice, weinhold):
    browser = client_of(alice)
    assert problem(browser.get("/rheintal/api/v1/companies/")) == (401, "token_missing")
    assert browser.post(f"/rheintal/api/v1/companies/{weinhold.pk}/deactivate/").status_code == 401


def test_a_token_in_a_session_acts_for_its_own_member(client_of, alice, tom, weinhold, obertal):
    browser, program = client_of(alice), Program(tom)
    response = browser.get("/rheintal/api/v1/companies/", headers={"authorization": f"Bearer {program.secret}"})
    assert names(response) == [weinhold.name]


def test_a_token_does_not_open_pages(jana, weinhold):
    program = Program(jana)
    assert program.read(f"/rheintal/customers/{weinhold.pk}/").status_code == 302


def test_what_a_token_may_is_what_its_member_may_now(jana, alice, weinhold):
    program = Program(jana)
    jana.change_roles(roles=["billing_admin"], by=alice)
    assert problem(program.send(f"companies/{weinhold.pk}/deactivate/")) == (403, "capability_missing")


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_a_token_that_only_reads_changes_nothing(jana, weinhold, method):
    program = Program(jana, is_read_only=True)
    assert program.read("companies/").status_code == 200
    assert problem(program.ask(method, f"companies/{weinhold.pk}/", {})) == (403, "token_reads_only")


def test_a_token_ends_with_its_day(jana):
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as now:
        program = Program(jana, expires_at=timezone.now() + timedelta(days=1))
        now.shift(timedelta(hours=23))
        assert program.read("me/").status_code == 200
        now.shift(timedelta(hours=2))
        assert program.read("me/").status_code == 401


def test_a_revoked_token_opens_nothing_any_more(jana, alice):
    program = Program(jana)
    program.token.revoke(by=alice)
    program.token.revoke(by=alice)
    assert program.read("me/").status_code == 401
    assert keys_of(prefix="tenants.api_token") == ["tenants.api_token_created", "tenants.api_token_revoked"]


def test_a_token_ends_with_its_members_place_and_does_not_come_back(tom, alice):
    program = Program(tom)
    tom.deactivate(by=alice)
    assert program.read("me/").status_code == 401
    tom.activate(by=alice)
    assert program.read("me/").status_code == 401


def test_a_token_of_a_blocked_identity_opens_nothing(tom):
    program = Program(tom)
    tom.user.is_active = False
    tom.user.save()
    assert program.read("me/").status_code == 401


def test_nobody_makes_a_token_for_somebody_else(jana, alice, miriam):
    for somebody in (alice, miriam, None):
        with pytest.raises(NotAllowed):
            ApiToken.mint(member=jana, name="x", by=somebody)


def test_others_revoke_a_token_only_as_admins(jana, tom, alice):
    program = Program(jana)
    with pytest.raises(NotAllowed):
        program.token.revoke(by=tom)
    assert program.read("me/").status_code == 200


def test_names_are_told_apart_and_there_are_not_too_many(jana):
    Program(jana, name="Sync").token.revoke(by=jana)
    for number in range(AT_MOST):
        Program(jana, name="Sync" if number == 0 else f"Sync {number}")
    for name, code in (("Sync", "name_in_use"), (" ", "name_missing"), ("More", "too_many_tokens")):
        with pytest.raises(DomainError) as refusal:
            ApiToken.mint(member=jana, name=name, by=jana)
        assert refusal.value.code == code


def test_calls_are_counted_by_the_minute(jana, settings):
    settings.API_CALLS_PER_MINUTE = 25
    with time_machine.travel("2026-03-01T12:00:20Z", tick=False) as now:
        program = Program(jana)
        answers = [program.read("me/").status_code for _call in range(26)]
        refused = program.read("me/")
        now.shift(timedelta(seconds=40))
        again = program.read("me/")
    assert answers == [200] * 25 + [429]
    assert problem(refused) == (429, "too_many_calls")
    assert refused.headers["Retry-After"] == "40"
    assert again.status_code == 200


def test_calls_of_other_processes_count_as_soon_as_they_are_written_down(jana, settings):
    settings.API_CALLS_PER_MINUTE = 25
    with time_machine.travel("2026-03-01T12:00:20Z", tick=False):
        program = Program(jana)
        ApiToken.objects.filter(pk=program.token.pk).update(calls=25, minute="2026-03-01T12:00:00Z")
        assert program.read("me/").status_code == 429


def test_reading_is_written_down_seldom(jana):
    with time_machine.travel("2026-03-01T12:00:20Z", tick=False) as now:
        program = Program(jana)
        program.read("me/")
        first = ApiToken.objects.get().last_used_at
        for _call in range(5):
            program.read("me/")
        assert ApiToken.objects.get().calls == 1
        now.shift(timedelta(minutes=11))
        program.read("me/")
    assert ApiToken.objects.get().last_used_at - first == timedelta(minutes=11)


def test_answers_are_not_kept_by_anybody_on_the_way(jana):
    assert Program(jana).read("me/").headers["Cache-Control"] == "private, no-store"
    assert Client().get("/rheintal/api/v1/me/").headers["Cache-Control"] == "private, no-store"
