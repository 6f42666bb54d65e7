"""A green check is true: steps become done, and open again, by their evidence alone."""

import pytest
from django.urls import reverse
from django.utils import translation

from billing.models import InvoiceSettings
from companies.models import AccountTeamMember, Company, CompanyType, TeamDecision
from contacts.models import Contact
from contracts.models import ContractType
from contracts.operations import create_contract
from core.errors import DomainError, NotAllowed
from core.events import publish
from core.findings import all_hold
from events.models import Event
from onboarding.checks import verify_all, work_off
from onboarding.evidence import Evidence
from onboarding.models import Onboarding, OnboardingState, PendingCheck, StepState
from onboarding.operations import (
    change_plan,
    complete_onboarding,
    start_onboarding,
)
from onboarding.related import onboarded_relatives
from onboarding.steps import kind_of
from tests.cast import new_company, new_contact
from tests.onboarding.conftest import GO_LIVE
from tests.onboarding.looking import state
from tests.support.events import keys_of
from tests.support.imports import imported, undone
from tests.support.queries import at_most


def test_a_step_without_predecessors_is_open_at_once_and_others_are_not_yet(running):
    assert state(running, "primary_contact") == StepState.OPEN
    assert state(running, "customer_portal") == StepState.NOT_YET
    assert state(running, "go_live") == StepState.NOT_YET


def test_a_step_is_done_the_moment_its_findings_hold(running, prospect, jana):
    contact = new_contact(prospect, "Miriam", "Haas")

    contact.designate_primary(by=jana)

    step = running.steps.get(key="primary_contact")
    assert (step.state, step.open_findings) == (StepState.DONE, [])
    assert step.done_at is not None
    assert Event.objects.filter(key="onboarding.step_completed", subject_id=step.pk).exists()


def test_what_follows_a_done_step_may_begin(running, prospect, jana):
    new_contact(prospect, "Miriam", "Haas").designate_primary(by=jana)

    assert state(running, "customer_portal") == StepState.OPEN


def test_removing_the_primary_contact_opens_the_step_again_with_the_reason(running, prospect, jana):
    contact = new_contact(prospect, "Miriam", "Haas")
    contact.designate_primary(by=jana)

    Contact.objects.get(pk=contact.pk).deactivate(by=jana)

    step = running.steps.get(key="primary_contact")
    assert step.state == StepState.OPEN
    assert step.reopened_by_name == "Jana Roth"
    with translation.override("en"):
        assert step.reasons == ["Primary contact named: nobody yet"]
    event = Event.objects.get(key="onboarding.step_reopened", subject_id=step.pk)
    assert event.data["reasons"] and event.actor_id == jana.pk


def test_reasons_are_kept_in_both_languages(running):
    step = running.steps.get(key="primary_contact")

    assert set(step.open_findings[0]["words"]) == {"en", "de"}


def test_taking_back_the_import_of_the_primary_contact_opens_the_step_again(running, prospect, jana):
    file = "Kundennummer;Nachname;E-Mail;Hauptkontakt\nK-1001;Ott;ott@weinhold.example;ja\n"
    run = imported("contacts", file, by=jana)
    assert state(running, "primary_contact") == StepState.DONE

    undone(run, jana)

    assert state(running, "primary_contact") == StepState.OPEN


@pytest.mark.parametrize("key", ["devices", "service_contract"])
def test_taking_back_an_import_of_devices_is_looked_at(running, prospect, jana, key):
    run = imported("devices", "Name,Serial\nPC-01,S1\n", by=jana, company=prospect)
    running.steps.filter(key=key).update(state=StepState.DONE)  # past every event

    undone(run, jana)

    assert state(running, key) == StepState.OPEN


def test_a_bounced_address_opens_the_step_again(running, prospect, jana):
    contact = new_contact(prospect, "Miriam", "Haas")
    contact.designate_primary(by=jana)

    Contact.objects.get(pk=contact.pk).record_bounce(at=running.started_at)

    assert state(running, "primary_contact") == StepState.OPEN


def test_a_done_step_stays_done_when_its_predecessor_opens_again(running, prospect, jana):
    contact = new_contact(prospect, "Miriam", "Haas")
    contact.designate_primary(by=jana)
    Contact.objects.get(pk=contact.pk).enable_portal(right="basic", by=jana)
    assert state(running, "customer_portal") == StepState.DONE

    Contact.objects.get(pk=contact.pk).withdraw_primary(by=jana)

    assert state(running, "primary_contact") == StepState.OPEN
    assert state(running, "customer_portal") == StepState.DONE


def test_the_account_team_step_takes_a_team_or_the_decision(running, prospect, jana, tom):
    prospect.set_team(members=[tom], by=jana)
    assert state(running, "account_team") == StepState.DONE

    prospect.set_team(members=[], by=jana)
    assert state(running, "account_team") == StepState.OPEN

    prospect.decide_manager_alone(by=jana)
    assert state(running, "account_team") == StepState.DONE
    assert prospect.team_decision == TeamDecision.MANAGER_ALONE


def test_a_prospect_becomes_a_customer_for_its_profile(running, prospect, jana):
    assert state(running, "company_profile") == StepState.OPEN

    prospect.become_customer(by=jana)

    assert state(running, "company_profile") == StepState.DONE


def test_go_live_is_refused_while_a_mandatory_step_is_open(running, jana):
    with pytest.raises(DomainError) as refusal:
        complete_onboarding(onboarding=running, by=jana)

    assert refusal.value.code == "steps_open"
    assert Onboarding.objects.get().state == OnboardingState.ACTIVE


def skip_all(onboarding, by, but=()):
    for step in onboarding.steps.exclude(key__in=["go_live", *but]).filter(state__in=["open", "not_yet"]):
        step.skip(reason="Not needed here.", by=by)


def test_go_live_completes_the_onboarding_and_makes_a_customer(running, prospect, jana):
    skip_all(running, jana)
    assert state(running, "go_live") == StepState.OPEN

    complete_onboarding(onboarding=running, by=jana)

    prospect.refresh_from_db()
    assert prospect.is_customer
    assert Onboarding.objects.get().state == OnboardingState.COMPLETED
    assert state(running, "go_live") == StepState.DONE
    assert Event.objects.filter(key="onboarding.onboarding_completed").count() == 1


def test_go_live_looks_again_at_what_changed_behind_its_back(running, prospect, jana):
    contact = new_contact(prospect, "Miriam", "Haas")
    contact.designate_primary(by=jana)
    skip_all(running, jana)
    Contact.objects.filter(pk=contact.pk).update(is_primary=False)  # past every event

    with pytest.raises(DomainError) as refusal:
        complete_onboarding(onboarding=running, by=jana)

    assert refusal.value.code == "steps_open"


def test_a_completed_onboarding_keeps_its_states_and_shows_what_stopped_holding(running, prospect, jana):
    contact = new_contact(prospect, "Miriam", "Haas")
    contact.designate_primary(by=jana)
    skip_all(running, jana)
    complete_onboarding(onboarding=running, by=jana)

    Contact.objects.get(pk=contact.pk).withdraw_primary(by=jana)

    step = running.steps.get(key="primary_contact")
    assert Onboarding.objects.get().state == OnboardingState.COMPLETED
    assert (step.state, len(step.open_findings)) == (StepState.DONE, 1)


def test_go_live_cannot_be_skipped_and_a_technician_skips_nothing(running, jana, tom):
    with pytest.raises(DomainError) as refusal:
        running.steps.get(key="go_live").skip(reason="In a hurry.", by=jana)
    with pytest.raises(NotAllowed):
        running.steps.get(key="devices").skip(reason="No time.", by=tom)

    assert refusal.value.code == "go_live_not_skippable"


def test_skipping_needs_a_reason_and_can_be_taken_back(running, jana):
    step = running.steps.get(key="primary_contact")
    with pytest.raises(DomainError):
        step.skip(reason=" ", by=jana)

    step.skip(reason="They only call.", by=jana)
    assert state(running, "customer_portal") == StepState.OPEN
    running.steps.get(key="primary_contact").take_up_again(by=jana)

    assert state(running, "primary_contact") == StepState.OPEN


def test_waiting_on_the_customer_is_told_and_ends_with_the_step(running, prospect, jana):
    running.steps.get(key="primary_contact").wait_on(whom="customer", note="A name, please.", by=jana)
    event = Event.objects.get(key="onboarding.step_waiting")
    assert (event.data["waiting_on"], event.data["waiting_note"]) == ("customer", "A name, please.")

    new_contact(prospect, "Miriam", "Haas").designate_primary(by=jana)

    assert running.steps.get(key="primary_contact").waiting_on == ""


def test_what_stands_already_is_told_to_nobody(running, jana, alice):
    step = running.steps.get(key="primary_contact")
    assert step.assignee == jana

    step.assign(member=jana, by=alice)
    step.stop_waiting(by=alice)

    assert keys_of(prefix="onboarding.step_assigned") == keys_of(prefix="onboarding.step_wait") == []


def test_the_new_branch_joins_and_what_falls_away_keeps_its_history(running, prospect, jana):
    new_contact(prospect, "Miriam", "Haas").designate_primary(by=jana)
    running.steps.get(key="service_contract").skip(reason="Later.", by=jana)

    change_plan(onboarding=Onboarding.objects.get(), service_model="break_fix", by=jana)

    assert state(running, "devices") == StepState.NOT_APPLICABLE
    contract = running.steps.get(key="service_contract")
    assert (contract.state, contract.skip_reason) == (StepState.NOT_APPLICABLE, "Later.")
    assert state(running, "billing_contract") in (StepState.NOT_YET, StepState.OPEN)
    assert state(running, "primary_contact") == StepState.DONE
    prospect.refresh_from_db()
    assert prospect.service_model == "break_fix"


def test_coming_back_to_a_branch_takes_its_steps_up_again(running, jana):
    change_plan(onboarding=Onboarding.objects.get(), service_model="break_fix", by=jana)

    change_plan(onboarding=Onboarding.objects.get(), service_model="both", by=jana)

    assert state(running, "devices") == StepState.NOT_YET
    assert running.steps.count() == 14


def test_a_tenant_wide_change_is_written_down_and_worked_off(running, prospect, jana, tom, alice, rheintal):
    prospect.set_team(members=[tom], by=jana)

    AccountTeamMember.objects.all().delete()  # past every event
    publish("tenants.member_activated", subject=tom, by=alice)

    assert PendingCheck.objects.count() == 1
    assert state(running, "account_team") == StepState.DONE
    work_off(rheintal.pk)
    assert state(running, "account_team") == StepState.OPEN
    assert PendingCheck.objects.count() == 0


def test_the_nightly_sweep_finds_what_no_event_has_told(running, prospect, jana, rheintal):
    contact = new_contact(prospect, "Miriam", "Haas")
    contact.designate_primary(by=jana)
    Contact.objects.filter(pk=contact.pk).update(is_primary=False)

    verify_all(rheintal.pk)

    step = running.steps.get(key="primary_contact")
    assert (step.state, step.reopened_by_name) == (StepState.OPEN, "")


def test_every_stored_state_agrees_with_the_evidence(running):
    for step in running.steps.select_related("onboarding__company__tenant"):
        if not kind_of(step).is_pressed and step.state != StepState.NOT_APPLICABLE:
            holds = all_hold(kind_of(step).findings(Evidence(step.onboarding.company), step))
            assert holds == (step.state == StepState.DONE), step.key


def test_on_hold_and_back(running, jana):
    running.hold(reason="Moving house.", by=jana)
    assert Onboarding.objects.get().state == OnboardingState.ON_HOLD

    with pytest.raises(DomainError):
        complete_onboarding(onboarding=Onboarding.objects.get(), by=jana)
    Onboarding.objects.get().resume(by=jana)

    assert Onboarding.objects.get().hold_reason == ""


def test_a_change_at_the_payer_opens_the_invoice_settings_of_the_subsidiary(seeded, prospect, jana, petra, alice):
    holding = new_company(jana, "Weinhold Holding SE")
    prospect.place_under(parent=holding, link="subsidiary", by=jana)
    InvoiceSettings.objects.for_company(prospect).decide_payer(decision="parent", by=petra)
    onboarding = start_onboarding(company=prospect, service_model="break_fix", go_live_on=GO_LIVE, by=jana)
    before = onboarding.steps.get(key="invoice_settings").open_findings

    holding.update_details(values={"city": ""}, seen=holding.version, by=jana)

    after = onboarding.steps.get(key="invoice_settings").open_findings
    assert after != before
    assert onboarded_relatives([holding.pk]) == {holding.pk: {prospect.pk}}


def test_a_change_concerns_others_where_the_family_has_an_onboarding_elsewhere(running, prospect, jana):
    holding, sister, stranger = (new_company(jana, name) for name in ("Holding SE", "Schwester GmbH", "Fremd GmbH"))
    prospect.place_under(parent=holding, link="subsidiary", by=jana)
    sister.place_under(parent=holding, link="branch", by=jana)
    asked = {company.pk for company in (prospect, holding, sister, stranger)}

    assert onboarded_relatives(asked) == {holding.pk: {prospect.pk}, sister.pk: {prospect.pk}}
    assert onboarded_relatives(set()) == {}


def test_a_change_concerns_others_where_somebody_who_is_paid_for_has_an_onboarding(seeded, prospect, jana, petra):
    start_onboarding(company=prospect, service_model="break_fix", go_live_on=GO_LIVE, by=jana)
    payer, stranger = new_company(jana, "Zahler GmbH"), new_company(jana, "Fremd GmbH")
    Company.objects.filter(pk=prospect.pk).update(type=CompanyType.CUSTOMER)
    prospect.refresh_from_db()
    create_contract(
        company=prospect, type=ContractType.RECURRING, name="Betreuung", starts_on=GO_LIVE, payer=payer, by=petra
    )  # fmt: skip

    assert onboarded_relatives({payer.pk, prospect.pk, stranger.pk}) == {payer.pk: {prospect.pk}}


def test_saving_a_step_with_all_verification_asks_few_questions(running, prospect, jana, client_of):
    contact = new_contact(prospect, "Miriam", "Haas")
    client = client_of(jana)
    url = reverse("onboarding:step", args=["rheintal", running.pk, "primary_contact"])
    data = {"part": "main", "then": "continue", "contact": contact.pk}
    client.get(url)

    with at_most(25):
        assert client.post(url, data).status_code == 303
