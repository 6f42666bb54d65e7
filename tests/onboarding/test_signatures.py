"""Whose name stands under a step: given under what was there, stale after a change, taken back."""

import pytest

from core.errors import DomainError, NotAllowed
from onboarding.models import SalesHandover, Signature, Step, StepState
from onboarding.operations import (
    sign_step,
    withdraw_signature,
)
from tests.onboarding.looking import state
from tests.support.events import keys_of


@pytest.fixture
def handover(running, prospect, jana):
    """A complete sales hand-over that nobody has signed."""
    made = SalesHandover.objects.for_company(prospect)
    SalesHandover.objects.filter(pk=made.pk).update(agreement_name="Vertrag.pdf", agreement_digest="0" * 64)
    made.refresh_from_db()
    values = {"scope": "Everything with a plug.", "exclusions": "The coffee machine.", "promises": "None."}
    made.update_details(values=values, seen=made.version, by=jana)
    return made


def test_the_sales_handover_is_signed_by_the_account_manager_alone(running, handover, jana, alice, step_of):
    step = step_of(running, "sales_handover")
    assert step.state == StepState.OPEN

    with pytest.raises(NotAllowed):
        sign_step(step=step, by=alice)
    sign_step(step=step, by=jana)

    assert state(running, "sales_handover") == StepState.DONE


def test_a_step_that_is_signed_twice_as_it_stands_is_signed_once(running, handover, jana, step_of):
    first = sign_step(step=step_of(running, "sales_handover"), by=jana)
    second = sign_step(step=step_of(running, "sales_handover"), by=jana)

    assert second == first
    assert keys_of(prefix="onboarding.step_signed") == ["onboarding.step_signed"]


def test_a_step_that_is_not_done_after_all_opens_again_and_history_says_so(running, jana, alice, step_of):
    Step.objects.create(
        tenant_id=running.tenant_id, onboarding=running, key="keys", kind="manual", title_en="Keys handed over",
        phase="customer", position=99, owner_role="account_manager", state=StepState.OPEN,
    )  # fmt: skip
    sign_step(step=step_of(running, "keys"), by=jana)
    assert state(running, "keys") == StepState.DONE

    withdraw_signature(step=step_of(running, "keys"), by=alice)

    assert state(running, "keys") == StepState.OPEN
    assert keys_of(prefix="onboarding.step_signed") == ["onboarding.step_signed"]
    assert keys_of(prefix="onboarding.signature") == ["onboarding.signature_withdrawn"]


def test_a_change_after_the_signature_makes_it_stale(running, handover, jana, step_of):
    sign_step(step=step_of(running, "sales_handover"), by=jana)

    handover.update_details(values={"promises": "A new printer."}, seen=handover.version, by=jana)

    step = running.steps.get(key="sales_handover")
    assert step.state == StepState.OPEN and step.is_reopened
    assert [found["key"] for found in step.open_findings] == ["signed"]
    assert Signature.objects.filter(step=step).count() == 1


def test_nothing_is_signed_before_it_is_complete(running, jana, step_of):
    with pytest.raises(DomainError) as refusal:
        sign_step(step=step_of(running, "sales_handover"), by=jana)

    assert refusal.value.code == "incomplete"
