"""A request that is sent again is done once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from companies.models import Company
from tenants.models import KeptAnswer
from tests.support.api import Program, problem
from tests.support.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(jana) -> Program:
    return Program(jana)


def new(program: Program, jana, name="Neue Welt", key="k-1", **more):
    return program.send("companies/", {"name": name, "manager": jana.pk, **more}, idempotency_key=key)


def test_the_same_request_again_gets_the_same_answer(program, jana):
    first, again = new(program, jana), new(program, jana)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert {name: first.headers.get(name) for name in ("Location", "ETag")} == {
        name: again.headers.get(name) for name in ("Location", "ETag")
    }
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert Company.objects.count() == 1


def test_the_order_of_names_makes_no_other_request(program, jana):
    first = program.send("companies/", {"name": "A", "manager": jana.pk}, idempotency_key="k")
    again = program.send("companies/", {"manager": jana.pk, "name": "A"}, idempotency_key="k")
    assert first.json() == again.json()


def test_another_request_under_the_same_key_is_refused(program, jana):
    new(program, jana)
    assert problem(new(program, jana, name="Alte Welt")) == (422, "idempotency_key_reused")
    company = Company.objects.get()
    assert problem(program.send(f"companies/{company.pk}/deactivate/", idempotency_key="k-1")) == (
        422, "idempotency_key_reused",
    )  # fmt: skip


def test_without_a_key_or_under_another_it_is_done_again(program, jana):
    for key in ("k-1", "k-2"):
        assert new(program, jana, key=key, is_another=True).status_code == 201
    assert Company.objects.count() == 2


def test_a_key_is_its_members_own(program, jana, alice):
    new(program, jana)
    assert problem(new(Program(alice), jana)) == (409, "possible_duplicate")


def test_what_was_refused_may_be_mended_under_the_same_key(program, jana):
    assert new(program, jana, name="").status_code == 422
    assert new(program, jana).status_code == 201


def test_an_answer_is_kept_for_a_day(program, jana):
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as now:
        new(program, jana)
        now.shift(timedelta(hours=25))
        assert problem(new(program, jana)) == (409, "possible_duplicate")


def test_what_is_older_than_a_day_is_forgotten(program, jana):
    new(program, jana)
    assert KeptAnswer.forget_expired() == 0
    KeptAnswer.objects.update(expires_at=timezone.now())
    assert KeptAnswer.forget_expired() == 1


@pytest.mark.parametrize("key", ["", " ", "ä", "x" * 101, "two words"])
def test_a_key_that_is_none_is_refused(program, jana, key):
    assert problem(new(program, jana, key=key)) == (400, "invalid_idempotency_key")


@pytest.mark.parametrize("body", [[], [1], '"x"', "1", "true"])
def test_a_body_that_is_no_object_is_refused_under_a_key_too(program, body):
    assert problem(program.send("companies/", body, idempotency_key="k")) == (422, "invalid")


def test_a_verb_without_content_is_replayed_too(jana, alice, geheim):
    program = Program(jana)
    answers = [
        program.send(f"companies/{geheim.pk}/change-manager/", {"member": alice.pk}, idempotency_key="k")
        for _again in range(2)
    ]
    assert [answer.status_code for answer in answers] == [204, 204]


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_it_once(rheintal, jana):
    program = Program(jana)

    def enter():
        return new(Program(tenant="rheintal", secret=program.secret), jana, is_another=True)

    answers = together(rheintal.pk, enter, enter)

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted("Idempotent-Replayed" in answer.headers for answer in answers) == [False, True]
