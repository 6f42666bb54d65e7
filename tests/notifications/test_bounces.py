"""Mail that came back, as a provider reports it."""

from base64 import b64encode

import pytest

from notifications.delivery import deliver_due
from notifications.mail import MAIL_ID
from notifications.models import HeldReason, Message
from tests.notifications.support import started

URL = "/platform/mail-reports/"


@pytest.fixture
def provider(settings):
    """Mail goes out by Postmark, which may report."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postmark:secret"}


@pytest.fixture
def message(rules, jana, weinhold, miriam) -> Message:
    """Sent to Miriam."""
    started(weinhold, jana)
    deliver_due(tenant_id=rules.pk)
    return Message.objects.get()


def report(
    client, mail_id: str, *, email: str = "Miriam@weinhold.example", kind="HardBounce", secret="postmark:secret"
):
    body = {
        "RecordType": "Bounce", "Type": kind, "Email": email, "MessageID": "00000000-0000-0000-0000-000000000000",
        "BouncedAt": "2026-11-26T10:00:00Z", "Metadata": {MAIL_ID: mail_id},
    }  # fmt: skip
    signed = {"Authorization": "Basic " + b64encode(secret.encode()).decode()}
    return client.post(URL, body, content_type="application/json", headers=signed)


def test_an_address_whose_mail_came_back_is_not_written_to_again(client, message, provider, miriam, weinhold, jana):
    assert report(client, message.mail_id).status_code == 200

    miriam.refresh_from_db()
    assert miriam.has_bounced
    started(weinhold, jana)
    assert Message.objects.latest("pk").held_reason == HeldReason.BOUNCED


@pytest.mark.parametrize(
    "about", [{"kind": "Transient"}, {"email": "carl@weinhold.example"}, {"secret": "postmark:guessed"}]
)
def test_what_is_no_bounce_of_this_address_or_nobody_s_word_changes_nothing(client, message, provider, miriam, about):
    assert report(client, message.mail_id, **about).status_code in (200, 400)

    miriam.refresh_from_db()
    assert not miriam.has_bounced


@pytest.mark.parametrize("mail_id", ["<account.1@handover>", "<1@elsewhere.example>", "<9.99999999@handover>", ""])
def test_mail_that_is_not_ours_is_passed_over(client, message, provider, miriam, mail_id):
    assert report(client, mail_id).status_code == 200

    miriam.refresh_from_db()
    assert not miriam.has_bounced


def test_without_a_provider_or_a_secret_nobody_reports(client, message, settings):
    assert report(client, message.mail_id).status_code == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postmark:secret"}
    assert report(client, message.mail_id).status_code == 404
    settings.EMAIL_BACKEND, settings.ANYMAIL = "anymail.backends.postmark.EmailBackend", {}
    assert report(client, message.mail_id).status_code == 404
