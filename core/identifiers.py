"""Numbers with check digits that invoices carry: VAT ids, tax numbers, Leitweg-IDs, IBANs. Pure functions."""

import re
from dataclasses import dataclass

import stdnum
from django.utils.translation import gettext_lazy as _
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.iso7064 import mod_97_10

from core.findings import Text

EU_COUNTRIES = frozenset(code.upper() for code in eu_vat.MEMBER_STATES) - {"XI"}
"""Countries of the European Union by ISO code; Greece is GR although its VAT ids begin with EL."""
_STATES = frozenset(f"{number:02d}" for number in range(1, 17)) | {"99"}
_LEITWEG = re.compile(r"(\d{2}(?:\d{1}|\d{3}|\d{6}|\d{7}|\d{10})?)(?:-([0-9A-Z]{1,30}))?-(\d{2})")


@dataclass(frozen=True, slots=True)
class Checked:
    """A number as it should be stored, its country by ISO code where it has one, and what is wrong with it."""

    value: str
    country: str = ""
    problem: Text = ""

    @property
    def is_valid(self) -> bool:
        return bool(self.value) and not self.problem


def check_vat_id(text: str) -> Checked:
    """A VAT id with its country prefix (USt-IdNr., UID …), checked by the rules of its country."""
    value = re.sub(r"[\s.\-/]", "", text).upper()
    country = _vat_country(value)
    if country == "CH" and re.fullmatch(r"CHE\d{9}", value):
        value += "MWST"
    if not country:
        return Checked(value, "", _("A VAT id begins with its country, such as DE136695976."))
    try:
        rules = eu_vat if country in EU_COUNTRIES or country == "XI" else stdnum.get_cc_module(country.lower(), "vat")
        if rules is None:
            return Checked(value, country)
        return Checked(_as_stored(rules.validate(value), value, country), country)
    except ValidationError as error:
        return Checked(value, country, _vat_problem(error) % {"country": country})


def _vat_country(value: str) -> str:
    prefix = value[:2]
    if value.startswith("CHE"):
        return "CH"
    if not prefix.isalpha() or not prefix.isascii() or len(value) < 4:
        return ""
    return {"EL": "GR"}.get(prefix, prefix)


def _as_stored(validated: str, typed: str, country: str) -> str:
    if country in ("CH", "NO") or typed[:2] == validated[:2]:
        return validated
    return typed[:2] + validated


def _vat_problem(error: ValidationError) -> Text:
    if isinstance(error, InvalidChecksum):
        return _("The check digit is wrong: one of the characters is mistyped.")
    if isinstance(error, InvalidLength):
        return _("A VAT id of %(country)s has another number of characters.")
    if isinstance(error, InvalidFormat):
        return _("A VAT id of %(country)s has another form.")
    return _("This is not a VAT id that %(country)s issues.")


def check_tax_number(text: str) -> Checked:
    """A German tax number (Steuernummer), leniently: 10 to 13 digits with any separators."""
    value = " ".join(text.split())
    digits = re.sub(r"[\s/.\-]", "", value)
    if not digits.isdigit() or not 10 <= len(digits) <= 13:
        return Checked(value, "DE", _("A German tax number has 10 to 13 digits, such as 29/815/08150."))
    return Checked(value, "DE")


def check_leitweg_id(text: str) -> Checked:
    """A Leitweg-ID: coarse part, optional fine part, two check digits (ISO 7064 modulo 97-10)."""
    value = text.strip().upper()
    match = _LEITWEG.fullmatch(value)
    if not match or match[1][:2] not in _STATES:
        return Checked(value, "DE", _("A Leitweg-ID looks like 04011000-12345-03."))
    if not mod_97_10.is_valid(value.replace("-", "")):
        return Checked(value, "DE", _("The check digits are wrong: one of the characters is mistyped."))
    return Checked(value, "DE")


def check_iban(text: str) -> Checked:
    """An IBAN, with its check digits and the form of its country."""
    value = re.sub(r"\s", "", text).upper()
    try:
        IBAN(value)
    except SchwiftyException:
        return Checked(value, value[:2], _("This IBAN cannot be right: look at its length and its digits."))
    return Checked(value, value[:2])
