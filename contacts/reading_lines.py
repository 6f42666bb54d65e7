"""What a line of a file says about a contact, as values that its fields take, or why it cannot be read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from companies.layouts import LANGUAGE_WORDS
from companies.reach import check_phones
from contacts.layouts import SALUTATION_WORDS
from contacts.models import Contact
from contacts.models.record import CONSENT, DETAILS, PHONES
from core.errors import DomainError
from imports.adapters import problem
from imports.values import too_long, yes_or_no

Problems = list[dict[str, str]]
PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "zu", "zur", "zum", "vom", "di", "da", "del", "la", "le", "ten"}
)


class Reading:
    """The values of one line. `problems` keep it out, `notes` are worth a word."""

    def __init__(self, said: dict[str, str]) -> None:
        self.said, self.problems, self.notes = said, Problems(), Problems()
        self.values: dict[str, Any] = {name: said[name] for name in DETAILS if said.get(name)}
        self._read_name()
        self._take("salutation", SALUTATION_WORDS.value_of)
        self._take("language", LANGUAGE_WORDS.value_of)
        for name in CONSENT:
            self._take(name, yes_or_no)
        self._read_email()
        self.problems += too_long(Contact, self.values)
        for name in PHONES:
            try:
                check_phones(self.values, names=(name,))
            except DomainError as error:
                self.problems.append(problem(name, error.message))
        primary = yes_or_no(said["is_primary"]) if said.get("is_primary") else False
        if primary is None:
            self.problems.append(_unknown("is_primary", said["is_primary"]))
        self.is_primary = bool(primary)

    def _read_name(self) -> None:
        whole = self.said.get("full_name", "")
        last = self.values.get("last_name", "")
        if not last and whole:
            self.values["first_name"], self.values["last_name"] = split_name(whole)
        elif "," in last and not self.values.get("first_name"):
            self.values["first_name"], self.values["last_name"] = split_name(last)

    def _read_email(self) -> None:
        if email := self.values.get("email"):
            email = email.removeprefix("mailto:").strip().lower()
            self.values["email"] = email
            try:
                validate_email(email)
            except ValidationError:
                self.problems.append(problem("email", _("“%(text)s” is no e-mail address.") % {"text": email[:60]}))

    def _take(self, name: str, read) -> None:
        if text := self.said.get(name):
            value = read(text)
            if value is None:
                self.values.pop(name, None)
                self.problems.append(_unknown(name, text))
            else:
                self.values[name] = value


def split_name(text: str) -> tuple[str, str]:
    """First and last name: “Ott, Sabine”, “Sabine Ott”, “Anna Maria von der Heide”."""
    last, comma, first = text.partition(",")
    if comma:
        return first.strip(), last.strip()
    parts = text.split()
    start = next((at for at, part in enumerate(parts) if at and part.lower() in PARTICLES), len(parts) - 1)
    return " ".join(parts[:start]), " ".join(parts[start:])


def _unknown(name: str, text: str) -> dict[str, str]:
    return problem(name, _("“%(text)s” is not known here.") % {"text": text[:60]})
