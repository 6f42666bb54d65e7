"""Drafts: answers that are kept for later, and what becomes of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from core.errors import DomainError, NotAllowed
from core.rowsecurity import acting_for
from notifications.models import Message
from onboarding.checks import verify_all
from onboarding.defaults import seed
from onboarding.models import Onboarding, OnboardingState, Step
from onboarding.operations import change_plan, discard_draft, save_draft, start_draft, start_onboarding
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE
from tests.support.events import keys_of
from tests.support.queries import at_most
from tests.support.together import together

ANSWERS = {"service_model": "managed", "go_live_on": GO_LIVE, "wants_taskfire": True, "is_subsidiary": True}


@pytest.fixture
def draft(playbooks, prospect, jana) -> Onboarding:
    """A managed onboarding of Weinhold that Jana has not started yet."""
    return save_draft(company=prospect, by=jana, **ANSWERS)


def at(name: str, *args) -> str:
    return reverse(f"onboarding:{name}", args=["rheintal", *args])


def test_a_draft_writes_its_answers_and_one_event_and_nothing_else(seeded, prospect, jana):
    before = keys_of(prospect)

    draft = save_draft(company=prospect, by=jana, **ANSWERS)

    assert draft.state == OnboardingState.DRAFT
    assert keys_of(prospect) == [*before, "onboarding.draft_saved"]
    assert not Step.objects.exists()
    assert not Message.objects.exists()
    assert Company.objects.get(pk=prospect.pk).service_model == prospect.service_model


def test_a_started_draft_is_what_an_immediate_start_would_have_been(draft, prospect, jana):
    started = start_draft(draft=draft, by=jana)

    at_once = start_onboarding(company=new_company(jana, "Twin GmbH"), by=jana, **ANSWERS)
    assert (started.pk, started.state) == (draft.pk, OnboardingState.ACTIVE)
    assert [(step.key, step.due_on) for step in started.step_list] == [
        (step.key, step.due_on) for step in at_once.step_list
    ]
    assert keys_of(prospect, "onboarding.onboarding_") == ["onboarding.onboarding_started"]
    assert Company.objects.get(pk=prospect.pk).service_model == "managed"


def test_a_company_has_one_open_onboarding_be_it_a_draft(draft, prospect, jana):
    for verb in (start_onboarding, save_draft):
        with pytest.raises(DomainError) as refusal:
            verb(company=prospect, by=jana, **ANSWERS)
        assert refusal.value.code == "already_drafted"


def test_no_draft_beside_an_onboarding_that_runs(running, prospect, jana):
    with pytest.raises(DomainError) as refusal:
        save_draft(company=prospect, by=jana, **ANSWERS)

    assert refusal.value.code == "already_open"


def test_changing_a_draft_changes_its_answers_and_nothing_else(draft, prospect, jana):
    change_plan(onboarding=draft, by=jana, service_model="break_fix", wants_taskfire=False)

    changed = Onboarding.objects.get(pk=draft.pk)
    assert (changed.state, changed.service_model, changed.wants_taskfire) == ("draft", "break_fix", False)
    assert changed.playbook.service_model == "break_fix"
    assert keys_of(prospect, "onboarding.") == ["onboarding.draft_saved", "onboarding.draft_changed"]
    assert Company.objects.get(pk=prospect.pk).service_model == prospect.service_model


def test_a_plan_that_somebody_changed_meanwhile_is_not_started(draft, jana):
    change_plan(onboarding=draft, by=jana, service_model="both")

    with pytest.raises(DomainError) as refusal:
        start_draft(draft=draft, by=jana, seen=draft.version)

    assert refusal.value.code == "draft_changed"


def test_a_draft_does_not_start_after_its_go_live(draft, jana, time_machine):
    time_machine.move_to(datetime(2030, 2, 1, 9, tzinfo=UTC))

    with pytest.raises(DomainError) as refusal:
        start_draft(draft=draft, by=jana)

    assert refusal.value.code == "go_live_past"


def test_a_discarded_draft_leaves_its_events_and_makes_room(draft, prospect, jana):
    discard_draft(draft=draft, by=jana)

    assert not Onboarding.objects.filter(company=prospect).exists()
    assert keys_of(prospect, "onboarding.") == ["onboarding.draft_saved", "onboarding.draft_discarded"]
    assert start_onboarding(company=prospect, by=jana, **ANSWERS).state == OnboardingState.ACTIVE


@pytest.mark.parametrize("verb", [start_draft, discard_draft])
def test_what_has_begun_is_no_draft_any_more(running, jana, verb):
    with pytest.raises(DomainError) as refusal:
        verb(draft=running, by=jana)

    assert refusal.value.code == "no_draft"
    assert running.steps.exists()


@pytest.mark.parametrize("verb", [Onboarding.hold, Onboarding.cancel])
def test_a_draft_is_neither_held_nor_cancelled(draft, jana, verb):
    with pytest.raises(DomainError) as refusal:
        verb(draft, reason="Later.", by=jana)

    assert refusal.value.code == "onboarding_state"


def test_a_draft_is_not_resumed_into_life(draft, jana):
    with pytest.raises(DomainError):
        draft.resume(by=jana)


def test_a_technician_neither_saves_nor_starts_nor_discards(draft, prospect, tom):
    for verb in (start_draft, discard_draft):
        with pytest.raises(NotAllowed):
            verb(draft=draft, by=tom)
    with pytest.raises(NotAllowed):
        save_draft(company=prospect, by=tom, **ANSWERS)


def test_drafts_are_not_verified(draft, rheintal):
    verify_all(rheintal.pk)

    draft.refresh_from_db()
    assert draft.verified_at is None
    assert not Onboarding.objects.verified().exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_start_one_draft_start_it_once(rheintal, jana):
    with acting_for(rheintal.pk):
        seed(tenant=rheintal)
        draft = save_draft(company=new_company(jana, "Zwilling GmbH"), by=jana, **ANSWERS)

    outcomes = together(rheintal.pk, *[lambda: start_draft(draft=draft, by=jana)] * 2)

    assert sorted(getattr(each, "code", "started") for each in outcomes) == ["no_draft", "started"]


def test_the_plan_is_saved_as_a_draft_from_its_page(seeded, prospect, jana, client_of):
    sent = {"which": "existing", "company": prospect.pk, "service_model": "managed", "go_live_on": "2030-01-31"}
    client = client_of(jana)
    assert b'value="draft"' in client.post(at("plan"), sent).content

    response = client.post(at("start"), {**sent, "do": "draft"}, follow=True)

    assert Onboarding.objects.get(company=prospect).is_draft
    assert response.status_code == 200
    assert "Saved as a draft" in response.content.decode()


def test_the_page_of_a_draft_shows_the_plan_and_leads_on(draft, jana, client_of):
    with at_most(20):
        page = client_of(jana).get(at("detail", draft.pk)).content.decode()

    assert "Primary contact" in page
    for name in ("begin", "discard", "change"):
        assert at(name, draft.pk) in page


def test_who_does_not_run_onboardings_sees_the_plan_without_buttons(draft, petra, client_of):
    page = client_of(petra).get(at("detail", draft.pk)).content.decode()

    assert "Primary contact" in page
    assert at("begin", draft.pk) not in page


def test_a_draft_starts_from_its_page_with_the_version_that_was_shown(draft, jana, client_of):
    client = client_of(jana)
    client.post(at("begin", draft.pk), {"version": draft.version + 1})
    assert Onboarding.objects.get(pk=draft.pk).is_draft

    client.post(at("begin", draft.pk), {"version": draft.version})

    assert Onboarding.objects.get(pk=draft.pk).state == OnboardingState.ACTIVE


@pytest.mark.parametrize("version", ["", "x", "\x00", "9" * 40])
def test_without_the_version_that_was_shown_nothing_starts(draft, jana, client_of, version):
    assert client_of(jana).post(at("begin", draft.pk), {"version": version}).status_code == 303

    assert Onboarding.objects.get(pk=draft.pk).is_draft


def test_a_draft_is_changed_and_discarded_by_its_pages(draft, jana, client_of):
    client = client_of(jana)
    assert client.get(at("change", draft.pk)).status_code == 200
    sent = {"service_model": "both", "go_live_on": "2030-02-28", "version": draft.version}
    assert client.post(at("change", draft.pk), sent).status_code == 303
    assert Onboarding.objects.get(pk=draft.pk).service_model == "both"
    assert client.get(at("discard", draft.pk)).status_code == 200

    response = client.post(at("discard", draft.pk))

    assert response["Location"] == at("list")
    assert not Onboarding.objects.exists()


def test_the_go_live_of_a_draft_lies_in_the_future(draft, jana, client_of):
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    sent = {"service_model": "both", "go_live_on": past, "version": draft.version}

    assert client_of(jana).post(at("change", draft.pk), sent).status_code == 422


def test_drafts_beyond_those_shown_are_a_link_away(draft, jana, client_of, monkeypatch):
    monkeypatch.setattr("onboarding.views.lists.DRAFTS", 1)
    all_drafts = f"{at('list')}?state=draft"
    assert all_drafts not in client_of(jana).get(at("my_work")).content.decode()

    twin = save_draft(company=new_company(jana, "Twin GmbH"), by=jana, **ANSWERS)

    page = client_of(jana).get(at("my_work")).content.decode()
    assert all_drafts in page
    assert (at("detail", draft.pk) in page) != (at("detail", twin.pk) in page)


def test_a_draft_stands_in_the_list_and_in_the_work_of_its_account_manager(draft, jana, petra, client_of):
    for url in (at("list"), f"{at('list')}?state=draft", at("my_work"), at("company_tab", draft.company_id)):
        assert at("detail", draft.pk) in client_of(jana).get(url).content.decode(), url

    assert at("detail", draft.pk) not in client_of(petra).get(at("my_work")).content.decode()
    assert at("detail", draft.pk) not in client_of(jana).get(f"{at('list')}?state=active").content.decode()
