"""Which pages of the sign-in library there are, and how they keep quiet about who exists."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from config.accounts import OFFERED
from notifications.models import AccountMail
from tenants.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["email/", "signup/", "confirm-email/", "password/set/", "login/code/confirm/"])
def test_nobody_signs_up_and_nobody_changes_the_own_address(client, client_of, alice, path):
    assert client.get(f"/accounts/{path}").status_code in (302, 404)
    browser = client_of(alice)
    assert browser.get(f"/accounts/{path}").status_code == 404
    assert browser.post(f"/accounts/{path}", {"email": "mallory@example.org", "action_add": ""}).status_code == 404
    assert User.objects.get(pk=alice.user_id).email == "alice@rheintal.example"


def test_the_pages_that_are_offered_are_few():
    assert len(OFFERED) == 9


def test_asking_for_a_new_password_does_not_tell_who_exists(client, alice):
    known = client.post("/accounts/password/reset/", {"email": alice.user.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert AccountMail.objects.values_list("recipient", flat=True).get() == alice.user.email


def link_to_a_new_password(client, person) -> str:
    client.post("/accounts/password/reset/", {"email": person.user.email})
    return re.search(r"/accounts/password/reset/key/\S+", AccountMail.objects.latest("pk").text)[0]


def choose(client, link: str, password: str):
    form = client.get(link, follow=True)
    return client.post(
        form.redirect_chain[-1][0] if form.redirect_chain else link, {"password1": password, "password2": password}
    )


def test_a_link_to_a_new_password_works_once(client_class, alice):
    link = link_to_a_new_password(client_class(), alice)

    assert choose(client_class(), link, "a long and quiet river").url == "/accounts/password/reset/key/done/"
    again = client_class()
    assert again.get(link, follow=True).context["token_fail"]
    choose(again, link, "another long river")

    alice.user.refresh_from_db()
    assert alice.user.check_password("a long and quiet river")


def test_a_link_to_a_new_password_ends_after_four_hours(client_class, alice):
    link = link_to_a_new_password(client_class(), alice)

    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1), tick=False):
        late = client_class()
        assert late.get(link, follow=True).context["token_fail"]
        choose(late, link, "a long and quiet river")

    alice.user.refresh_from_db()
    assert not alice.user.check_password("a long and quiet river")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client_class, alice):
    alice.user.set_password("correct horse battery")
    alice.user.save()
    answers = []
    for address in (alice.user.email, "nobody@example.org"):
        response = client_class().post("/accounts/login/", {"login": address, "password": "wrong"})
        assert response.status_code in (200, 422)
        answers.append(list(response.context["form"].non_field_errors()))
    assert answers[0] == answers[1]
    assert answers[0]


def test_after_some_wrong_passwords_the_right_one_has_to_wait(client, alice):
    alice.user.set_password("correct horse battery")
    alice.user.save()
    for _attempt in range(6):
        client.post("/accounts/login/", {"login": alice.user.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": alice.user.email, "password": "correct horse battery"})
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session(client_of, alice):
    browser = client_of(alice)
    browser.post("/accounts/logout/")
    assert browser.get("/rheintal/").url.startswith("/accounts/login/")


def test_signing_in_does_not_lead_to_another_site(client, alice):
    alice.user.set_password("correct horse battery")
    alice.user.save()
    data = {"login": alice.user.email, "password": "correct horse battery", "next": "https://evil.example/"}
    assert client.post("/accounts/login/", data).url == "/"


def test_a_session_is_another_one_after_signing_in(client, alice):
    client.get("/accounts/login/")
    before = client.session.session_key
    alice.user.set_password("correct horse battery")
    alice.user.save()
    client.post("/accounts/login/", {"login": alice.user.email, "password": "correct horse battery"})
    assert client.session.session_key != before
