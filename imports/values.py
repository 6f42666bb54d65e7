"""Cells as people write them, understood in both languages: yes and no, choices, countries, postal codes."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from babel.numbers import format_decimal, get_decimal_symbol
from django.conf import settings
from django.db import models
from django.db.models.enums import Choices
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from core.dates import reader_locale
from core.errors import DomainError
from core.money import parse_cents
from imports.adapters import problem
from imports.headers import plain

YES = frozenset({"1", "x", "y", "yes", "j", "ja", "true", "wahr", "on", "an", "aktiv", "active", "vrai", "oui"})
NO = frozenset({"0", "n", "no", "nein", "false", "falsch", "off", "aus", "inaktiv", "inactive", "faux", "non"})
_COUNTRIES = {"d": "DE", "brd": "DE", "ger": "DE", "a": "AT", "ch": "CH", "uk": "GB", "england": "GB", "usa": "US",
              "holland": "NL", "f": "FR", "i": "IT", "b": "BE", "l": "LU", "fl": "LI", "suisse": "CH"}  # fmt: skip
_GERMAN_DIGITS = 5


def yes_or_no(text: str) -> bool | None:
    """What was said, or None when it was neither."""
    word = plain(text)
    if word in YES:
        return True
    return False if word in NO or set(text.strip()) == {"-"} else None


class Words:
    """What people write for one of a few choices: its label in any of our languages, or another usual word."""

    def __init__(self, choices: type[Choices], also: Mapping[str, Any] | None = None) -> None:
        self._choices, self._also = choices, also or {}

    def value_of(self, text: str) -> Any:
        """The choice that is meant, or None for no such."""
        return self._known.get(plain(text))

    @cached_property
    def _known(self) -> dict[str, Any]:
        known = {plain(each): str(value) for each, value in self._also.items()}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for value, label in self._choices.choices:
                    known.setdefault(plain(str(label)), value)
                    known.setdefault(plain(str(value)), value)
        return known


class Reading:
    """The values that one line gives the fields `names`. `problems` keep it out, `notes` are worth a word."""

    def __init__(self, said: Mapping[str, str], names: Iterable[str]) -> None:
        self.said = said
        self.problems: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []
        self.values: dict[str, Any] = {name: said[name] for name in names if said.get(name)}

    def take(self, name: str, read: Callable[[str], Any]) -> None:
        """What `read` makes of the text is the value; what it makes nothing of is a problem."""
        if text := self.said.get(name):
            value = read(text)
            if value is None:
                self.values.pop(name, None)
                self.is_unknown(name)
            else:
                self.values[name] = value

    def is_unknown(self, name: str) -> None:
        self.refuse(name, _("“%(text)s” is not known here.") % {"text": self.said[name][:60]})

    def refuse(self, name: str, reason: Any) -> None:
        """Keep the line out because of this field."""
        self.problems.append(problem(name, reason))

    def note(self, name: str, words: Any) -> None:
        """Say something about this field."""
        self.notes.append(problem(name, words))

    def ask(self, name: str, rule: Callable[[], Any]) -> None:
        """What a rule of the domain refuses is a problem of this field, or of those that the rule names."""
        try:
            rule()
        except DomainError as error:
            for each in error.each:
                self.refuse(name or each.field or "", each.message)


def in_words(value: Any, choices: type[Choices] | None = None) -> str:
    """A value of a field as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(choices(value).label) if choices and value in choices.values else str(value)


def country_in_words(code: str) -> str:
    """The name of a country."""
    return str(countries.name(code)) or code


def country_of(text: str) -> str | None:
    """The country's code: written as code, as its name in either language, or as people shorten it."""
    return _countries().get(plain(text))


def amount_of(text: str) -> int | None:
    """The amount in cents, by the decimal sign of the reader's language; None for none, or one below zero."""
    try:
        cents = parse_cents(text, decimal=get_decimal_symbol(reader_locale()))
    except ValueError:
        return None
    return cents if cents >= 0 else None


def amount_in_words(cents: int) -> str:
    """The amount as the reader writes it, without its currency."""
    return format_decimal(Decimal(cents).scaleb(-2), format="#,##0.00", locale=reader_locale())


def postal_code_of(text: str, *, country: str) -> tuple[str, str]:
    """The postal code, and a word about it where it was mended: a spreadsheet drops the zero in front of 01067."""
    code = text[2:].strip() if text[:2].upper() in ("D-", "A-", "CH") and text[2:].strip().isdigit() else text
    if country == "DE" and code.isdigit() and len(code) == _GERMAN_DIGITS - 1:
        return f"0{code}", _("Read as 0%(code)s: German postal codes have five digits.") % {"code": code}
    return code, ""


def too_long(model: type[models.Model], values: Mapping[str, Any]) -> list[dict[str, str]]:
    """Problems of the texts that do not fit into their fields."""
    found = []
    for name, value in values.items():
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            found.append(problem(name, _("Longer than %(limit)d characters.") % {"limit": limit}))
    return found


@cache
def _countries() -> dict[str, str]:
    known = dict(_COUNTRIES)
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, name in countries:
                known[plain(name)] = code
                known[plain(code)] = code
                known[plain(countries.alpha3(code))] = code
    return known
