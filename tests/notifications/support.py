"""What the tests of messages share: events as the higher packages publish them, and the kept mail."""

from datetime import date

from core.events import Occurrence, publish
from events.store import through
from notifications.mailbox import kept_mail


def started(company, by, **data) -> Occurrence:
    """The event of an onboarding that begins, about the company itself."""
    values = {"go_live_on": date(2026, 12, 11), **data}
    return publish("onboarding.onboarding_started", subject=company, company=company, by=by, data=values)


def waiting(company, by, *, whom: str = "customer", note: str = "The tax number") -> Occurrence:
    data = {
        "waiting_on": whom,
        "waiting_note": note,
        "step_en": "Invoice settings",
        "step_de": "Rechnungseinstellungen",
    }
    return publish("onboarding.step_waiting", subject=company, company=company, by=by, data=data)


def mailed() -> list[tuple[str, str]]:
    """Recipient and subject of all kept mail, oldest first."""
    return [(str(mail["To"]), str(mail["Subject"])) for _name, mail in reversed(kept_mail(limit=1000))]


__all__ = ["mailed", "started", "through", "waiting"]
