"""Two people work on one onboarding at the same moment: neither blocks the other for good."""

from threading import Event

import pytest

from core.rowsecurity import acting_for
from onboarding.defaults import seed
from onboarding.evaluation import evaluate
from onboarding.models import Onboarding, StepState
from onboarding.operations import start_onboarding
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_step_is_skipped_while_its_onboarding_is_verified(rheintal, alice, jana):
    with acting_for(rheintal.pk):
        seed(tenant=rheintal)
        company = new_company(jana, "Zwilling GmbH")
        onboarding = start_onboarding(company=company, service_model="managed", go_live_on=GO_LIVE, by=jana)
        step = onboarding.steps.get(key="devices")
    is_locked = Event()

    def verify():
        """Holds the onboarding, lets the other begin, then writes the step that the other wants."""
        locked = Onboarding.objects.locked().get(pk=onboarding.pk)
        is_locked.set()
        Event().wait(0.5)
        locked.steps.filter(key="devices").update(open_findings=[])
        evaluate(locked)

    def skip():
        is_locked.wait(timeout=10)
        step.skip(reason="They have none.", by=alice)

    outcomes = together(rheintal.pk, verify, skip)

    assert outcomes == [None, None]
    with acting_for(rheintal.pk):
        assert onboarding.steps.get(key="devices").state == StepState.SKIPPED
