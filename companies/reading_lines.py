"""What a line of a file says about a company, as values that its fields take, or why it cannot be read."""

from typing import Any

from django.utils.translation import gettext as _

from companies.forms import CURRENCIES
from companies.layouts import LANGUAGE_WORDS, LINK_WORDS, MODEL_WORDS, TYPE_WORDS
from companies.models import Company, ParentLink
from companies.models.record import DETAILS, check_reach
from core.errors import DomainError
from core.identifiers import check_tax_number, check_vat_id
from imports.adapters import problem
from imports.values import country_of, postal_code_of, too_long, yes_or_no

Problems = list[dict[str, str]]
CHOICES = {"type": TYPE_WORDS, "service_model": MODEL_WORDS, "language": LANGUAGE_WORDS, "link": LINK_WORDS}
FLAGS = ("is_public_body", "is_confidential")


class Reading:
    """The values of one line. `problems` keep it out, `notes` are worth a word."""

    def __init__(self, said: dict[str, str], *, country: str, currency: str) -> None:
        """`country` and `currency`: what holds where the line says nothing."""
        self.said, self.problems, self.notes = said, Problems(), Problems()
        self.values: dict[str, Any] = {name: said[name] for name in DETAILS if said.get(name)}
        self._read_choices()
        self._read_address(country)
        self._read_currency(currency)
        self._check_texts()
        self.tax_id = self._tax_id()

    def _read_choices(self) -> None:
        for name, words in CHOICES.items():
            self._take(name, words.value_of)
        for name in FLAGS:
            self._take(name, yes_or_no)
        self._take("country", country_of)
        self.link = self.values.pop("link", ParentLink.SUBSIDIARY)

    def _take(self, name: str, read) -> None:
        if text := self.said.get(name):
            value = read(text)
            if value is None:
                self.values.pop(name, None)
                self.problems.append(problem(name, _("“%(text)s” is not known here.") % {"text": text[:60]}))
            else:
                self.values[name] = value

    def _read_address(self, country: str) -> None:
        if number := self.said.get("house_number"):
            street = self.values.get("street", "")
            if street and not street.endswith(f" {number}"):
                self.values["street"] = f"{street} {number}"
        if code := self.values.get("postal_code"):
            self.values["postal_code"], note = postal_code_of(code, country=self.values.get("country", country))
            if note:
                self.notes.append(problem("postal_code", note))

    def _read_currency(self, currency: str) -> None:
        if text := self.values.get("currency"):
            code = {"€": "EUR", "EURO": "EUR", "SFR": "CHF", "$": "USD", "£": "GBP"}.get(text.upper(), text.upper())
            self.values["currency"] = code
            if code not in {*dict(CURRENCIES), currency}:
                self.problems.append(problem("currency", _("“%(text)s” is not known here.") % {"text": text[:60]}))

    def _check_texts(self) -> None:
        self.problems += too_long(Company, self.values)
        for name in ("phone", "alternate_phone_1", "alternate_phone_2", "fax", "website"):
            try:
                check_reach({name: self.values.get(name)})
            except DomainError as error:
                self.problems.append(problem(name, error.message))

    def _tax_id(self) -> str:
        text = self.said.get("tax_id", "")
        if not text:
            return ""
        checked = check_vat_id(text) if text.strip()[:2].isalpha() else check_tax_number(text)
        if checked.problem:
            self.problems.append(problem("tax_id", checked.problem))
        return checked.value
