"""The pages on which members look after their API tokens, and admins after everybody's."""

import re

import pytest

from tenants.models import ApiToken
from tests.support.api import Program
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db
OWN, ALL = "/rheintal/profile/tokens/", "/rheintal/settings/tokens/"


def test_a_member_makes_a_token_that_works_and_is_shown_once(client_of, jana):
    browser = client_of(jana)

    page = browser.post(OWN, {"name": "Sync", "expires_on": "2099-12-31", "is_read_only": "on"})

    secret = re.search(r"handover_[\w-]{40,}", page.text).group()
    assert Program(tenant="rheintal", secret=secret).read("me/").json()["token"] == "Sync"
    token = ApiToken.objects.get()
    assert (token.is_read_only, token.last_day.isoformat()) == (True, "2099-12-31")
    assert "no-store" in page.headers["Cache-Control"]
    again = browser.get(OWN).text
    assert "Sync" in again
    assert secret not in again


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "Sync"}, "has this name already"),
        ({"name": "New", "expires_on": "2020-01-01"}, "Choose a day to come."),
        ({"name": "New", "expires_on": "31.31.2099"}, "Enter a valid date."),
        ({"name": "x" * 61}, "at most 60"),
        ({"name": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(client_of, jana, typed, words):
    Program(jana, name="Sync")
    page = client_of(jana).post(OWN, typed)
    assert page.status_code == 422
    assert words in page.text
    assert "handover_" not in page.text.replace(f"{ApiToken.objects.get().hint}…", "")


def test_a_member_revokes_a_token_and_only_an_own_one(client_of, jana, alice):
    own, other = Program(jana), Program(alice)
    browser = client_of(jana)
    assert browser.post(f"{OWN}{other.token.pk}/revoke/").status_code == 404
    assert browser.post(f"{OWN}{own.token.pk}/revoke/").status_code == 303
    assert own.read("me/").status_code == 401
    assert other.read("me/").status_code == 200


def test_an_admin_sees_everybodys_tokens_and_revokes_one(client_of, jana, alice):
    program = Program(jana, name="Sync")
    browser = client_of(alice)
    assert "Sync" in browser.get(f"{ALL}?q=roth").text
    assert "Sync" not in browser.get(f"{ALL}?state=ended").text
    browser.post(f"{ALL}{program.token.pk}/revoke/")
    assert program.read("me/").status_code == 401
    assert "Revoked" in browser.get(f"{ALL}?state=ended").text


def test_tokens_of_another_tenant_are_not_there(client_of, alice, mallory):
    stray = Program(mallory, name="Stray")
    browser = client_of(alice)
    assert "Stray" not in browser.get(ALL).text
    assert browser.post(f"{ALL}{stray.token.pk}/revoke/").status_code == 404


def test_a_contact_neither_makes_tokens_nor_hears_of_them(client_of, miriam):
    browser = client_of(miriam)
    assert browser.get(OWN).status_code == browser.post(OWN, {"name": "x"}).status_code == 404
    assert not ApiToken.objects.exists()
    assert "token" not in browser.get("/rheintal/profile/").text.replace("csrfmiddlewaretoken", "").lower()


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_asks_a_fixed_number_of_times(client_of, alice, rows):
    for number in range(rows):
        Program(alice, name=f"Token {number}")
    browser = client_of(alice)
    with at_most(8):
        assert browser.get(ALL).status_code == 200


def test_the_page_of_the_api_lists_every_operation(client_of, tom):
    browser = client_of(tom)
    with at_most(6):
        page = browser.get("/rheintal/api-docs/").text
    assert "/companies/{id}/place-under/" in page
    assert "edit_companies" in page
    assert "http://testserver/rheintal/api/v1/me/" in page
