"""Delivery from the rows: retried, claimed, never lost, never by two at once."""

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from contacts.models import Contact
from core.errors import DomainError
from core.rowsecurity import acting_for
from notifications.delivery import PAUSES, deliver_due
from notifications.mailbox import KeepingBackend, kept_mail
from notifications.models import AccountMail, DeliveryState, Message
from tenants.models import Invitation, User
from tenants.operations import invite_member
from tenants.roles import Role
from tests.cast import new_company, new_contact
from tests.notifications.support import mailed, started
from tests.support.events import keys_of
from tests.support.queries import at_most


def refusing_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server_away(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", refusing_port()


def test_a_failure_is_retried_later_and_noted(rules, jana, weinhold, miriam, mail_server_away):
    started(weinhold, jana)

    assert deliver_due(tenant_id=rules.pk) == 0

    message = Message.objects.get()
    assert (message.state, message.attempts) == (DeliveryState.QUEUED, 1)
    assert "ConnectionRefused" in message.error
    assert message.next_attempt_at > timezone.now() + PAUSES[0] / 2


def test_after_the_last_pause_the_message_has_failed_and_can_be_sent_again(
    rules, jana, weinhold, miriam, mail_server_away, settings
):
    started(weinhold, jana)
    for _attempt in range(len(PAUSES) + 1):
        deliver_due(tenant_id=rules.pk, at=timezone.now() + timedelta(days=2))
        Message.objects.filter(state=DeliveryState.QUEUED).update(next_attempt_at=timezone.now())
    message = Message.objects.get()
    assert message.state == DeliveryState.FAILED

    settings.EMAIL_BACKEND = "notifications.mailbox.KeepingBackend"
    message.send_again(by=jana)

    assert deliver_due(tenant_id=rules.pk) == 1
    assert len(mailed()) == 1


def test_a_failed_message_is_queued_once_however_often_it_is_asked(rules, jana, weinhold, miriam):
    started(weinhold, jana)
    Message.objects.update(state=DeliveryState.FAILED)
    seen, seen_by_another = Message.objects.get(), Message.objects.get()

    seen.send_again(by=jana)

    with pytest.raises(DomainError, match="message_not_failed"):
        seen_by_another.send_again(by=jana)
    assert keys_of(weinhold).count("notifications.message_requeued") == 1


def test_the_message_id_is_the_same_for_every_attempt(rules, jana, weinhold, miriam):
    started(weinhold, jana)
    message = Message.objects.get()
    deliver_due(tenant_id=rules.pk)
    Message.objects.update(state=DeliveryState.QUEUED)
    deliver_due(tenant_id=rules.pk)

    assert [mail["Message-ID"] for _name, mail in kept_mail()] == [message.mail_id, message.mail_id]


def test_an_expired_claim_is_taken_over_and_a_living_one_is_not(rules, jana, weinhold, miriam):
    started(weinhold, jana)
    now = timezone.now()
    Message.objects.update(state=DeliveryState.SENDING, claimed_until=now + timedelta(minutes=2), attempts=1)
    assert deliver_due(tenant_id=rules.pk, at=now) == 0

    assert deliver_due(tenant_id=rules.pk, at=now + timedelta(minutes=3)) == 1
    assert len(mailed()) == 1


def test_a_letter_that_cannot_be_written_stops_no_other(rules, jana, weinhold, miriam):
    for day in ("2026-12-11", "no day", "2026-12-12"):
        started(weinhold, jana, go_live_on=day)

    assert deliver_due(tenant_id=rules.pk) == 2

    failed = Message.objects.get(state=DeliveryState.QUEUED)
    assert failed.context["go_live_on"] == "no day"
    assert "ValueError" in failed.error
    assert len(mailed()) == 2


class TakenOver(KeepingBackend):
    """While it sends, the claim runs out, and another worker takes the message."""

    until = timezone.now() + timedelta(hours=1)

    def send_messages(self, email_messages):
        Message.objects.update(claimed_until=self.until)
        return super().send_messages(email_messages)


def test_the_result_is_not_noted_once_another_worker_holds_the_message(rules, jana, weinhold, miriam, settings):
    settings.EMAIL_BACKEND = f"{__name__}.TakenOver"
    started(weinhold, jana)

    deliver_due(tenant_id=rules.pk)

    message = Message.objects.get()
    assert (message.state, message.claimed_until) == (DeliveryState.SENDING, TakenOver.until)
    assert (message.sent_at, message.recipient) == (None, "")


@pytest.mark.parametrize("number", [2, 40])
def test_a_batch_asks_few_questions_however_many_messages_it_has(rules, jana, weinhold, miriam, number):
    for count in range(number):
        company = new_company(jana, f"Weinhold {count}")
        new_contact(company, "Miriam", f"Haas {count}", email=f"m{count}@weinhold.example").designate_primary(by=jana)
        started(company, jana)

    with at_most(16):
        assert deliver_due(tenant_id=rules.pk) == number


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_message_once(rules, jana, weinhold, miriam):
    with acting_for(rules.pk):
        for _time in range(60):
            started(weinhold, jana)

    def work():
        deliver_due(tenant_id=rules.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(mailed()) == 60
    with acting_for(rules.pk):
        assert Message.objects.filter(state=DeliveryState.SENT).count() == 60


def test_the_text_of_account_mail_is_emptied_once_sent(db):
    AccountMail.objects.create(recipient="a@b.example", language="en", subject="Reset", text="secret link")

    assert deliver_due(tenant_id=None) == 1

    assert AccountMail.objects.get().text == ""


def test_a_letter_names_days_as_they_are_at_the_tenant(rules, jana, rheintal):
    invite_member(tenant=rheintal, name="Nina Noll", email="nina@rheintal.example", roles=[Role.TECHNICIAN], by=None)
    Invitation.objects.update(expires_at=datetime(2027, 1, 20, 23, 30, tzinfo=UTC))

    with timezone.override(UTC):
        deliver_due(tenant_id=rheintal.pk)

    [(_name, mail)] = kept_mail()
    assert "21. Jan. 2027" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize(("language", "greeting"), [("de", "Guten Tag Frau Weinhold"), ("en", "Hello Ms. Weinhold")])
def test_a_letter_is_text_and_html_in_the_language_of_who_reads_it(rules, jana, weinhold, miriam, language, greeting):
    Contact.objects.filter(pk=miriam.pk).update(language=language, salutation="ms")
    started(weinhold, jana)

    deliver_due(tenant_id=rules.pk)

    [(_name, mail)] = kept_mail()
    assert greeting in mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert greeting in html
    assert f'lang="{language}"' in html


def test_asking_for_a_new_password_answers_alike_for_everybody_and_mails_only_who_exists(client, db):
    User.objects.create_user("known@b.example", "a-long-password", name="Known")

    answers = [
        client.post("/accounts/password/reset/", {"email": email}) for email in ("known@b.example", "no@b.example")
    ]

    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {
        (302, "/accounts/password/reset/done/")
    }
    assert list(AccountMail.objects.values_list("recipient", flat=True)) == ["known@b.example"]


def test_a_line_break_in_a_name_cannot_make_a_header(rules, jana, weinhold, miriam):
    type(weinhold).objects.filter(pk=weinhold.pk).update(name="Evil\r\nBcc: all@b.example")
    weinhold.refresh_from_db()
    started(weinhold, jana)

    assert deliver_due(tenant_id=rules.pk) == 1
    assert [recipient for recipient, _subject in mailed()] == ["miriam@weinhold.example"]
