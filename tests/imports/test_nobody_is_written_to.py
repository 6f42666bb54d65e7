from datetime import date

from core.events import publish
from events.models import Door
from events.store import through
from imports import runs
from notifications.models import DeliveryState, Message
from onboarding.models import Step
from onboarding.operations import start_onboarding
from tests.cast import new_company, new_contact
from tests.contacts.test_importing import check as check_contacts
from tests.notifications.support import started


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_primary_contact_from_a_file_releases_nothing_that_is_held(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    started(company, jana)
    assert states() == [DeliveryState.HELD]

    content = "Kundennummer;Nachname;E-Mail;Hauptkontakt\n1;Ott;o@lotz.example;ja\n"
    runs.apply(run=check_contacts(content, by=jana), by=jana)

    assert states() == [DeliveryState.HELD]


def test_an_address_from_a_file_releases_nothing_either(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    new_contact(company, "Sabine", "Ott", email="", is_primary=True)
    started(company, jana)
    content = "Kundennummer;Vorname;Nachname;E-Mail\n1;Sabine;Ott;o@lotz.example\n"
    runs.apply(run=check_contacts(content, by=jana), by=jana)
    assert states() == [DeliveryState.HELD]


def test_no_workflow_rule_fires_for_what_comes_in_by_an_import(seeded, jana, weinhold, miriam):
    with through(Door.IMPORT):
        started(weinhold, jana)
    assert states() == []
    publish("onboarding.onboarding_started", subject=weinhold, company=weinhold, by=jana,
            data={"go_live_on": "2026-12-11"})  # fmt: skip
    assert len(states()) == 1


def test_steps_follow_what_a_file_brings_and_still_nobody_is_written_to(seeded, jana):
    company = new_company(jana, "Lotz", number="4711", service_model="managed")
    onboarding = start_onboarding(
        company=company, service_model="managed", go_live_on=date(2027, 1, 15), by=jana
    )  # fmt: skip
    step, before = Step.objects.get(onboarding=onboarding, kind="primary_contact"), states()
    Step.objects.filter(pk=step.pk).update(state="open")

    content = "Kundennummer;Nachname;E-Mail;Hauptkontakt\n4711;Ott;o@lotz.example;ja\n"
    runs.apply(run=check_contacts(content, by=jana), by=jana)

    step.refresh_from_db()
    assert step.state == "done"
    assert states() == before
