"""From a rule's text to the mail of one person: variables, greeting, dates, language."""

import re
from datetime import date
from string import Template

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import written_day

VARIABLES = (
    "greeting", "company", "tenant", "account_manager", "account_team", "go_live_on", "step", "waiting_note",
    "due_on", "portal_url", "ticket_number", "ticket_title", "support_email", "support_phone",
)  # fmt: skip
"""What a rule may say with a `$`; anything else stays as it was typed."""


def greeting(*, salutation: str, last_name: str, language: str) -> str:
    """How a letter begins: "Hello Ms. Haas," or "Guten Tag Frau Haas,"."""
    with translation.override(language):
        if salutation == "ms":
            return _("Hello Ms. %(name)s,") % {"name": last_name}
        if salutation == "mr":
            return _("Hello Mr. %(name)s,") % {"name": last_name}
        return pgettext("letter", "Hello,")


def filled(text: str, values: dict[str, str], language: str) -> str:
    """The text with its variables; ISO dates as the language writes them; what is unknown stays as typed.

    A line with a variable that has no value is left out: nobody reads "Phone:" of an MSP that has entered no phone.
    """
    shown = {key: _shown(key, value, language) for key, value in values.items() if key in VARIABLES}
    missing = {key for key, value in shown.items() if not value}
    lines = [line for line in text.splitlines() if missing.isdisjoint(Template(line).get_identifiers())]
    return re.sub(r"\n{3,}", "\n\n", Template("\n".join(lines)).safe_substitute(shown))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _shown(key: str, value: str, language: str) -> str:
    if key.endswith("_on") and value:
        with translation.override(language):
            return written_day(date.fromisoformat(value[:10]), year=True, weekday=True)
    return value
