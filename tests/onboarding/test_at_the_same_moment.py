"""Two people at one customer at the same moment: one waits for the other, and nobody is thrown out."""

import threading

import pytest

from config.seeding import seed
from core.rowsecurity import acting_for
from onboarding.models import Onboarding
from onboarding.operations import change_plan, start_onboarding
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE
from tests.support.together import together


@pytest.mark.django_db(transaction=True)
def test_a_plan_and_its_company_are_changed_at_the_same_moment(rheintal, jana):
    with acting_for(rheintal.pk):
        seed(tenant=rheintal)
        company = new_company(jana, "Zwilling GmbH")
        onboarding = start_onboarding(company=company, service_model="managed", go_live_on=GO_LIVE, by=jana)
    edits = threading.Event()

    def edit_company():
        company.locked()
        edits.set()
        threading.Event().wait(0.3)
        company.update_details(values={"phone": "+49 7621 99"}, seen=company.version, by=jana)

    def turn_into_both():
        edits.wait(10)
        change_plan(onboarding=onboarding, service_model="both", by=jana)

    outcomes = together(rheintal.pk, edit_company, turn_into_both)

    with acting_for(rheintal.pk):
        company.refresh_from_db()
        changed = Onboarding.objects.get()
    assert outcomes == [None, None]
    assert (company.phone, company.service_model, changed.service_model) == ("+49 7621 99", "both", "both")
