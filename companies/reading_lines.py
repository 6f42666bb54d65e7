"""What a line of a file says about a company, as values that its fields take, or why it cannot be read."""

import re

from companies.layouts import LANGUAGE_WORDS, LINK_WORDS, MODEL_WORDS, TYPE_WORDS
from companies.models import Company, Location, ParentLink
from companies.models.record import DETAILS
from core.changes import differences
from core.identifiers import check_tax_number, check_vat_id
from core.money import CURRENCIES
from imports.values import Reading, amount_of, country_of, postal_code_of, too_long, yes_or_no

CHOICES = {"type": TYPE_WORDS, "service_model": MODEL_WORDS, "language": LANGUAGE_WORDS, "link": LINK_WORDS}
_KILOMETRES = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)(?: ?km)?")
FLAGS = ("is_public_body", "is_confidential")


class AddressReading(Reading):
    """A line with an address."""

    def read_address(self) -> None:
        self.take("country", country_of)
        if number := self.said.get("house_number"):
            street = self.values.get("street", "")
            if street and not street.endswith(f" {number}"):
                self.values["street"] = f"{street} {number}"

    def check_values(self, record: Company | Location) -> None:
        """What a person would be refused who gives them to this record; its country holds where the line names none."""
        self.read_postal_code(str(record.country))
        changed = {name: self.values[name] for name in differences(record, self.values)}
        self.ask("", lambda: record.check_details(changed))

    def read_postal_code(self, country: str) -> None:
        """The code with the zero in front that a spreadsheet dropped. `country`: where the line names none."""
        if code := self.values.get("postal_code"):
            self.values["postal_code"], note = postal_code_of(code, country=self.values.get("country", country))
            if note:
                self.note("postal_code", note)


class CompanyReading(AddressReading):
    """The values of one line."""

    def __init__(self, said: dict[str, str], *, currency: str) -> None:
        """`currency`: what holds where the line says nothing."""
        super().__init__(said, DETAILS)
        self._read_choices()
        self.read_address()
        self._read_currency(currency)
        self.problems += too_long(Company, self.values)
        self.tax_id = self._tax_id()

    def _read_choices(self) -> None:
        for name, words in CHOICES.items():
            self.take(name, words.value_of)
        for name in FLAGS:
            self.take(name, yes_or_no)
        self.take("asset_value_cents", amount_of)
        self.link = self.values.pop("link", ParentLink.SUBSIDIARY)

    def _read_currency(self, currency: str) -> None:
        if text := self.values.get("currency"):
            code = {"€": "EUR", "EURO": "EUR", "SFR": "CHF", "$": "USD", "£": "GBP"}.get(text.upper(), text.upper())
            self.values["currency"] = code
            if code not in {*dict(CURRENCIES), currency}:
                self.is_unknown("currency")

    def _tax_id(self) -> str:
        text = self.said.get("tax_id", "")
        if not text:
            return ""
        checked = check_vat_id(text) if text.strip()[:2].isalpha() else check_tax_number(text)
        if checked.problem:
            self.refuse("tax_id", checked.problem)
        return checked.value


class LocationReading(AddressReading):
    """The values of one line about a location."""

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__(said, Location.DETAILS)
        self.read_address()
        self.take("round_trip_km", kilometres_of)
        self.problems += too_long(Location, self.values)
        self.take("is_primary", yes_or_no)
        self.is_primary = bool(self.values.pop("is_primary", False))


def kilometres_of(text: str) -> int | None:
    """Whole kilometres: "12", "12,4", "12 km"; None for what is no distance by road."""
    said = _KILOMETRES.fullmatch(text.strip().lower())
    return round(float(said[1].replace(",", "."))) if said else None
