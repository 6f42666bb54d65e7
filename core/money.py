"""Amounts as people type them, in either notation, and in which currencies. Pure."""

import re

LARGEST = 10**13
"""In cents; beyond it somebody has mistyped."""
LARGEST_PRICE = 2 * 10**9
"""The same of a price, a rate or a fee; their columns hold a little more (2**31 - 1)."""
CURRENCIES = [(code, code) for code in ("EUR", "CHF", "USD", "GBP")]
"""To be chosen for an MSP and for its customers."""
_NOISE = re.compile(r"[\s€$£'’]|EUR|CHF|USD|GBP", re.IGNORECASE)
_GROUPED = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+"


class TooLarge(ValueError):
    """An amount, and more than `LARGEST`."""


def parse_cents(text: str, *, decimal: str = ".") -> int:
    """ "1.234,50", "1,234.50", "1'234.50" and "1234,5" are all 123450 cents, whoever reads.

    `decimal` is the reader's own decimal sign. It decides where one sign stands before three digits: the other sign
    groups thousands, the own one would be a third decimal, and an amount has two at most.
    Raises ValueError for anything else, TooLarge among it.
    """
    typed = _NOISE.sub("", text)
    negative, typed = typed.startswith("-"), typed.removeprefix("-").removeprefix("+")
    whole, decimals = _split(typed, decimal)
    if not re.fullmatch(r"\d+", whole, re.ASCII) or not re.fullmatch(r"\d{0,2}", decimals, re.ASCII):
        raise ValueError(f"{text!r} is no amount.")
    cents = int(whole) * 100 + int(decimals.ljust(2, "0"))
    if cents > LARGEST:
        raise TooLarge(f"{text!r} is too large an amount.")
    return -cents if negative else cents


def _split(typed: str, own: str) -> tuple[str, str]:
    """The digits before and after the decimal sign, without what groups them."""
    last = max(typed.rfind("."), typed.rfind(","))
    if last < 0:
        return typed, ""
    sign, other = typed[last], "." if typed[last] == "," else ","
    if typed.count(sign) > 1 or (other not in typed and len(typed) - last == 4 and sign != own):
        return _ungrouped(typed, sign), ""
    return _ungrouped(typed[:last], other), typed[last + 1 :]


def _ungrouped(whole: str, group: str) -> str:
    if group not in whole:
        return whole
    return whole.replace(group, "") if re.fullmatch(_GROUPED.format(re.escape(group)), whole, re.ASCII) else ""
