"""Ways to reach somebody: phone numbers, judged loosely, and web addresses with the key that they are compared by."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, refuse

FEWEST_DIGITS = 3
"""An internal extension is a number too; a word is none."""
_UNDIALLED = r"\(0\)|[^0-9]"
_ABROAD = "^00"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LONGEST_HOST = 253
FREE_MAIL = frozenset({
    "aol.com", "arcor.de", "bluewin.ch", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net",
    "googlemail.com", "hotmail.com", "hotmail.de", "icloud.com", "live.com", "live.de", "mail.de", "mailbox.org",
    "me.com", "outlook.com", "outlook.de", "posteo.de", "proton.me", "protonmail.com", "t-online.de", "web.de",
    "yahoo.com", "yahoo.de",
})  # fmt: skip
"""Domains of addresses that tell nothing about whose company somebody works at."""


def check_phones(values: Mapping[str, Any], *, names: tuple[str, ...]) -> None:
    """Each of the named values that is given has digits. Raises DomainError `phone_invalid` at the fields.

    Numbers are written in many ways and are dialled by people, so nothing else is asked of them.
    """
    given = {name: text for name in names if (text := values.get(name))}
    undialled = [name for name, text in given.items() if sum(char.isdigit() for char in text) < FEWEST_DIGITS]
    words = _("Enter a phone number, such as +49 621 12345-0.")
    refuse([DomainError("phone_invalid", words, field=name) for name in undialled])


def phone_key(number: str) -> str:
    """The digits of a number, to compare by: “+49 (0)621 123-0” and “0049 621 1230” have the same."""
    return re.sub(_ABROAD, "", re.sub(_UNDIALLED, "", number))


def stored_phone_key(name: str) -> NullIf:
    """The same of a column, worked out by the database for a generated column; NULL for no number."""
    digits = Func(F(name), Value(_UNDIALLED), Value(""), Value("g"), function="regexp_replace")
    key = Func(digits, Value(_ABROAD), Value(""), function="regexp_replace", output_field=CharField())
    return NullIf(key, Value(""))


def check_website(values: Mapping[str, Any]) -> None:
    """A web address has a domain. Raises DomainError `website_invalid`."""
    text = values.get("website")
    if text and not domain_of(text):
        raise DomainError("website_invalid", _("Enter a web address, such as www.example.com."), field="website")


def check_pages(values: Mapping[str, Any], *, names: tuple[str, ...]) -> None:
    """Each of the named values that is given is a page of the web. Raises DomainError `page_invalid` at the fields."""
    given = {name: text for name in names if (text := values.get(name))}
    words = _("Enter the address of a page, such as https://www.example.com/name.")
    refuse([DomainError("page_invalid", words, field=name) for name, text in given.items() if not page_of(text)])


def page_of(website: str) -> str:
    """A web address as a link; empty for anything but a page of the web."""
    if not domain_of(website):
        return ""
    address = website if "://" in website else f"https://{website}"
    return address if address.lower().startswith(("https://", "http://")) else ""


def domain_of(website: str) -> str:
    """The domain of a web address in lower case, as the DNS writes it, without “www.”; empty when there is none.

    "https://www.Bäckerei-Lotz.de/kontakt" and "bäckerei-lotz.de" have the same.
    """
    text = website.strip().lower()
    if "@" in text:
        return ""
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
        host = host.rstrip(".").removeprefix("www.").encode("idna").decode()
    except ValueError:
        return ""
    return host if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) else ""


def domain_of_email(email: str) -> str:
    """The domain behind the @, if it tells a company: not that of a free mail service."""
    _name, _at, host = email.strip().lower().rpartition("@")
    domain = domain_of(host) if host else ""
    return "" if domain in FREE_MAIL else domain
