"""What a line of a file says about a contact, as values that its fields take, or why it cannot be read."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from companies.layouts import LANGUAGE_WORDS
from companies.models.address import ADDRESS
from companies.reach import check_pages, check_phones
from companies.reading_lines import AddressReading
from contacts.layouts import SALUTATION_WORDS
from contacts.models import Contact
from contacts.models.record import CONSENT, DETAILS, LINKS, PHONES
from contacts.names import EMAILS
from core.changes import differences
from imports.values import too_long, yes_or_no

PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "zu", "zur", "zum", "vom", "di", "da", "del", "la", "le", "ten"}
)


class ContactReading(AddressReading):
    """The values of one line."""

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__(said, DETAILS)
        self._read_name()
        self.take("salutation", SALUTATION_WORDS.value_of)
        self.take("language", LANGUAGE_WORDS.value_of)
        for name in CONSENT:
            self.take(name, yes_or_no)
        self._read_emails()
        self.read_address()
        self.problems += too_long(Contact, self.values)
        self.ask("", lambda: check_phones(self.values, names=PHONES))
        self.ask("", lambda: check_pages(self.values, names=LINKS))
        self.take("is_primary", yes_or_no)
        self.is_primary = bool(self.values.pop("is_primary", False))

    def _read_name(self) -> None:
        whole = self.said.get("full_name", "")
        last = self.values.get("last_name", "")
        if not last and whole:
            self.values["first_name"], self.values["last_name"] = split_name(whole)
        elif "," in last and not self.values.get("first_name"):
            self.values["first_name"], self.values["last_name"] = split_name(last)

    def check_address(self, contact: Contact) -> None:
        """What *Edit contact* would refuse of the address; of a country not named it is one of the company's."""
        self.read_postal_code(str(contact.country or contact.company.country))
        given = {name: self.values[name] for name in ADDRESS if name in self.values}
        changed = {name: given[name] for name in differences(contact, given)}
        self.ask("", lambda: contact.check_address(changed))

    def _read_emails(self) -> None:
        for name in EMAILS:
            if email := self.values.get(name):
                email = email.removeprefix("mailto:").strip().lower()
                self.values[name] = email
                try:
                    validate_email(email)
                except ValidationError:
                    self.refuse(name, _("“%(text)s” is not an e-mail address.") % {"text": email[:60]})


def split_name(text: str) -> tuple[str, str]:
    """First and last name: “Ott, Sabine”, “Sabine Ott”, “Anna Maria von der Heide”."""
    last, comma, first = text.partition(",")
    if comma:
        return first.strip(), last.strip()
    parts = text.split()
    start = next((at for at, part in enumerate(parts) if at and part.lower() in PARTICLES), len(parts) - 1)
    return " ".join(parts[:start]), " ".join(parts[start:])
