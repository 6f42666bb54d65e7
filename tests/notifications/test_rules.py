"""An event becomes one message, to the primary contact and to nobody else."""

from datetime import timedelta
from string import Template

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.events import publish
from events.models import Door
from notifications.defaults import seed
from notifications.delivery import deliver_due
from notifications.models import DeliveryState, HeldReason, Message, MessageKind, WorkflowRule
from notifications.rules import BUILTIN
from notifications.wording import VARIABLES
from tests.notifications.support import mailed, started, through, waiting


def test_the_message_goes_to_the_primary_contact_and_to_nobody_else(rules, jana, weinhold, miriam, carl):
    started(weinhold, jana)

    assert deliver_due(tenant_id=rules.pk) == 1
    assert [recipient for recipient, _subject in mailed()] == ["miriam@weinhold.example"]


def test_a_rule_has_no_field_for_another_recipient():
    fields = {field.name for field in WorkflowRule._meta.get_fields()}

    assert not {name for name in fields if "recipient" in name or "email" in name or name in ("to", "cc", "bcc")}


def test_the_primary_contact_is_resolved_when_the_message_is_sent(rules, jana, weinhold, miriam, carl):
    started(weinhold, jana)
    miriam.is_primary = False
    miriam.save()
    carl.is_primary = True
    carl.save()

    deliver_due(tenant_id=rules.pk)

    assert [recipient for recipient, _subject in mailed()] == ["carl@weinhold.example"]


def test_without_a_primary_contact_the_message_is_held_with_the_reason(rules, jana, weinhold, carl):
    started(weinhold, jana)

    message = Message.objects.get()
    assert (message.state, message.held_reason) == (DeliveryState.HELD, HeldReason.NO_PRIMARY)
    assert deliver_due(tenant_id=rules.pk) == 0
    assert mailed() == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": ""}, HeldReason.NO_ADDRESS),
        ({"bounced_at": timezone.now()}, HeldReason.BOUNCED),
        ({"receives_notifications": False}, HeldReason.OPTED_OUT),
    ],
)
def test_a_primary_contact_who_cannot_be_written_to_holds_the_message(rules, jana, weinhold, miriam, change, reason):
    for name, value in change.items():
        setattr(miriam, name, value)
    miriam.save()

    started(weinhold, jana)

    assert Message.objects.get().held_reason == reason


def test_a_message_whose_recipient_left_before_it_was_sent_is_held(rules, jana, weinhold, miriam):
    started(weinhold, jana)
    miriam.is_primary = False
    miriam.save()

    assert deliver_due(tenant_id=rules.pk) == 0
    assert Message.objects.get().state == DeliveryState.HELD


def test_whoever_opts_out_before_it_was_sent_hears_nothing_until_that_ends(rules, jana, weinhold, miriam):
    started(weinhold, jana)
    miriam.update_details(values={"receives_notifications": False}, seen=miriam.version, by=jana)

    assert deliver_due(tenant_id=rules.pk) == 0
    assert Message.objects.get().held_reason == HeldReason.OPTED_OUT

    miriam.update_details(values={"receives_notifications": True}, seen=miriam.version, by=jana)
    assert deliver_due(tenant_id=rules.pk) == 1


def test_a_mended_address_releases_what_is_held(rules, jana, weinhold, miriam):
    miriam.record_bounce(at=timezone.now())
    started(weinhold, jana)
    assert Message.objects.get().held_reason == HeldReason.BOUNCED

    miriam.update_details(values={"email": "neu@weinhold.example"}, seen=miriam.version, by=jana)

    deliver_due(tenant_id=rules.pk)
    message = Message.objects.get(kind=MessageKind.WORKFLOW)
    assert (message.state, message.recipient) == (DeliveryState.SENT, "neu@weinhold.example")


def test_a_new_primary_contact_releases_what_is_held(rules, jana, weinhold, carl):
    started(weinhold, jana)
    carl.is_primary = True
    carl.save()
    publish("contacts.primary_designated", subject=carl, company=weinhold, by=jana)

    assert deliver_due(tenant_id=rules.pk) == 1
    assert [recipient for recipient, _subject in mailed()] == ["carl@weinhold.example"]


def test_a_primary_contact_set_by_an_import_releases_nothing(rules, jana, weinhold, carl):
    started(weinhold, jana)
    carl.is_primary = True
    carl.save()
    with through(Door.IMPORT):
        publish("contacts.primary_designated", subject=carl, company=weinhold, by=jana)

    assert Message.objects.get().state == DeliveryState.HELD


def test_a_held_message_that_is_too_old_is_dropped_visibly(rules, jana, weinhold, carl):
    started(weinhold, jana)
    Message.objects.update(created_at=timezone.now() - timedelta(days=15))
    carl.is_primary = True
    carl.save()
    publish("contacts.primary_designated", subject=carl, company=weinhold, by=jana)

    assert Message.objects.get().state == DeliveryState.OUTDATED
    assert deliver_due(tenant_id=rules.pk) == 0


def test_a_message_that_is_no_longer_true_is_dropped_visibly(rules, jana, weinhold, carl):
    waiting(weinhold, jana)
    publish("onboarding.step_completed", subject=weinhold, company=weinhold, by=jana)
    carl.is_primary = True
    carl.save()
    publish("contacts.primary_designated", subject=carl, company=weinhold, by=jana)

    assert Message.objects.get().state == DeliveryState.OUTDATED


def test_waiting_on_a_third_party_tells_the_customer_nothing(rules, jana, weinhold, miriam):
    waiting(weinhold, jana, whom="third_party")

    assert not Message.objects.exists()


def test_a_ticket_from_the_portal_needs_no_notice_to_its_sender(rules, jana, weinhold, miriam):
    publish("tickets.ticket_opened", subject=weinhold, company=weinhold, by=jana, data={"on_behalf": False})

    assert not Message.objects.exists()


def test_a_rule_that_is_switched_off_says_nothing(rules, jana, weinhold, miriam):
    WorkflowRule.objects.filter(key="onboarding_started").update(is_active=False)

    started(weinhold, jana)

    assert not Message.objects.exists()


def test_the_database_holds_one_message_for_a_rule_and_an_event(rules, jana, weinhold, miriam):
    occurrence = started(weinhold, jana)
    message = Message.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            tenant=rules, kind="workflow", rule=message.rule, event_id=occurrence.event_id, company=weinhold
        )


def test_the_letter_speaks_the_language_of_the_contact_and_leaves_no_variable(rules, jana, weinhold, miriam):
    for language, words in (("de", "Freitag, 11. Dezember 2026"), ("en", "Friday, 11 December 2026")):
        miriam.language, miriam.salutation = language, "ms"
        miriam.save()
        started(weinhold, jana)
        deliver_due(tenant_id=rules.pk)
        text = Message.objects.order_by("-id").first().text
        assert words in text
        assert "$" not in text
        assert "Tom Bauer" in text


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.key)
def test_every_built_in_rule_uses_known_variables_in_both_languages(rule):
    for text in (rule.subject_en, rule.subject_de, rule.body_en, rule.body_de):
        assert text
        assert set(Template(text).get_identifiers()) <= set(VARIABLES)


def test_seeding_twice_makes_no_second_rule(rules):
    seed(tenant=rules)

    assert WorkflowRule.objects.count() == len(BUILTIN)
