"""Several events of one save are verified once, at its end; a refused save is not verified at all."""

import pytest

from core.events import publish
from onboarding.gathering import verified_once
from onboarding.models import StepState
from onboarding.operations import start_onboarding
from tests.onboarding.test_speed import GO_LIVE


@pytest.fixture
def running(seeded, jana, weinhold, carl):
    return start_onboarding(company=weinhold, service_model="managed", go_live_on=GO_LIVE, by=jana)


def state_of(onboarding, kind: str) -> str:
    return onboarding.steps.get(kind=kind).state


def test_what_happens_inside_is_verified_when_the_block_ends(running, jana, carl):
    with verified_once():
        carl.designate_primary(by=jana)
        assert state_of(running, "primary_contact") == StepState.OPEN

    assert state_of(running, "primary_contact") == StepState.DONE


def test_what_is_forgotten_is_not_verified(running, jana, weinhold, carl):
    type(carl).objects.filter(pk=carl.pk).update(is_primary=True)
    with verified_once() as gathering:
        publish("contacts.primary_designated", subject=carl, company=weinhold, by=jana)
        gathering.forget()

    assert state_of(running, "primary_contact") == StepState.OPEN


def test_an_exception_forgets_too_and_leaves_no_trace(running, jana, weinhold, carl):
    type(carl).objects.filter(pk=carl.pk).update(is_primary=True)
    with pytest.raises(RuntimeError), verified_once():
        publish("contacts.primary_designated", subject=carl, company=weinhold, by=jana)
        raise RuntimeError

    assert state_of(running, "primary_contact") == StepState.OPEN
    publish("contacts.contact_changed", subject=carl, company=weinhold, by=jana, changes={"email": ["", carl.email]})
    assert state_of(running, "primary_contact") == StepState.DONE
