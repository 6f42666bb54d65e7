"""An onboarding that runs, and the ways to make each of its steps hold."""

from datetime import date

import pytest

from companies.models import CompanyType
from onboarding.defaults import seed
from onboarding.models import Onboarding
from onboarding.operations import start_onboarding

GO_LIVE = date(2030, 1, 31)


@pytest.fixture
def playbooks(rheintal):
    """The built-in playbooks."""
    seed(tenant=rheintal)


@pytest.fixture
def prospect(weinhold):
    """Weinhold before it became a customer, and before anything was decided about it."""
    type(weinhold).objects.filter(pk=weinhold.pk).update(type=CompanyType.PROSPECT, team_decision="")
    weinhold.team.all().delete()
    weinhold.refresh_from_db()
    return weinhold


@pytest.fixture
def running(playbooks, prospect, jana) -> Onboarding:
    """A managed onboarding of Weinhold, begun by Jana."""
    return start_onboarding(company=prospect, service_model="managed", go_live_on=GO_LIVE, by=jana)


@pytest.fixture
def both(seeded, weinhold, jana, petra) -> Onboarding:
    """Everything that can be on a plan: both kinds of service, portal and Taskfire."""
    return start_onboarding(company=weinhold, service_model="both", go_live_on=GO_LIVE, wants_taskfire=True, by=jana)


@pytest.fixture
def step_of():
    """`step_of(onboarding, "devices")`: the step as it stands in the database."""
    return lambda onboarding, key: onboarding.steps.select_related("assignee", "onboarding__company__tenant").get(
        key=key
    )
