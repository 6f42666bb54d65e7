"""Development's mail: kept as files, one mail each, to be read at a page of the demo."""

import uuid
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class KeepingBackend(BaseEmailBackend):
    """Writes each mail to the mail folder; a file appears whole or not at all."""

    def send_messages(self, email_messages):
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:8]}"
            unfinished = folder / f".{name}"
            unfinished.write_bytes(mail.message().as_bytes())
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


def kept_mail(*, limit: int = 100) -> list[tuple[str, EmailMessage]]:
    """The newest mail, newest first, each with its name."""
    folder = Path(settings.MAIL_DIR)
    names = sorted((path.stem for path in folder.glob("*.eml")), reverse=True) if folder.is_dir() else []
    return [(name, mail) for name in names[:limit] if (mail := one_mail(name)) is not None]


def one_mail(name: str) -> EmailMessage | None:
    """One kept mail by its name."""
    path = Path(settings.MAIL_DIR) / f"{Path(name).name}.eml"
    if not path.is_file():
        return None
    return message_from_bytes(path.read_bytes(), policy=policy.default)
