"""Mail that came back, as a provider reports it."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.delivery import deliver_due
from notifications.mail import MAIL_ID
from notifications.models import HeldReason, Message
from tests.notifications.support import started

URL = "/platform/mail-reports/"
SECRET = "postmark:secret"


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


def signed_by(secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(secret.encode()).decode()}


def report(
    client,
    mail_id: str,
    *,
    email="Miriam@weinhold.example",
    kind="HardBounce",
    secret=SECRET,
    at="2026-11-26T10:00:00Z",
):
    body = {
        "RecordType": "Bounce", "Type": kind, "Email": email, "MessageID": "00000000-0000-0000-0000-000000000000",
        "BouncedAt": at, "Metadata": {MAIL_ID: mail_id},
    }  # fmt: skip
    return client.post(URL, body, content_type="application/json", headers=signed_by(secret))


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


@pytest.mark.parametrize(
    "mail_id",
    ["<².²@handover>", "<1.²@handover>", "<٣.٣@handover>", "<99999999999999999999.1@handover>",
     "<1.99999999999999999999@handover>", "<1.1\x00@handover>", "1" * 9_000],
)  # fmt: skip
def test_an_id_that_no_mail_of_ours_has_is_passed_over(client, message, provider, miriam, mail_id):
    assert report(client, mail_id).status_code == 200

    miriam.refresh_from_db()
    assert not miriam.has_bounced


BOUNCE = b'{"RecordType": "Bounce", "Type": "HardBounce", '


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"RecordType": []}', b'{"RecordType": "Inbound"}',
     BOUNCE + b'"BouncedAt": "x", "Metadata": []}', BOUNCE + b'"BouncedAt": "2026-13-45T00:00:00Z"}'],
)  # fmt: skip
def test_what_is_no_report_is_refused(client, message, provider, body):
    assert client.post(URL, body, content_type="application/json", headers=signed_by(SECRET)).status_code == 400


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"RecordType": "Bounce"}', BOUNCE + b'"Email": 5}', BOUNCE + b'"Metadata": {"handover_message": 5}}'],
)
def test_a_report_without_its_fields_says_nothing(client, message, provider, miriam, body):
    assert client.post(URL, body, content_type="application/json", headers=signed_by(SECRET)).status_code == 200

    miriam.refresh_from_db()
    assert not miriam.has_bounced


@pytest.mark.parametrize("moment", ["2999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-11-26T10:00:00"])
def test_mail_came_back_now_where_the_report_names_no_moment_that_was(client, message, provider, miriam, moment):
    report(client, message.mail_id, at=moment)

    miriam.refresh_from_db()
    assert timezone.now() - miriam.bounced_at < timedelta(minutes=5)
