"""Dates as the reader writes them."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language


def reader_locale() -> str:
    """The locale in which numbers and dates are written for the reader."""
    return {"de": "de_DE"}.get((get_language() or "en")[:2], "en_GB")


def written_day(value: date, year: bool | None = None, weekday: bool = False) -> str:
    """The date in words and figures; with the year only where it is not the current one, unless told."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    with_year = value.year != timezone.localdate().year if year is None else year
    if weekday and with_year:
        return long_day(value)
    skeleton = "yMMMd" if with_year else "MMMEd" if weekday else "MMMd"
    return _day_by(skeleton, value, reader_locale())


def long_day(value: date) -> str:
    """With the day of the week, the month and the year in full."""
    return _long_day(value, reader_locale())


@lru_cache(maxsize=1024)
def _long_day(value: date, locale: str) -> str:
    return format_date(value, "full", locale=locale)


@lru_cache(maxsize=1024)
def _day_by(skeleton: str, value: date, locale: str) -> str:
    return format_skeleton(skeleton, value, locale=locale)
