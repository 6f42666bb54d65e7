"""Target times as people of the trade write them: 30 min, 4 h, 1 h 30 min."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_MINUTES = 60 * 24 * 366
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?:\s*h)?")
_HOURS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?\s*(?:h|std\.?)?", re.IGNORECASE)
_PARTS = re.compile(r"(?:(\d{1,5})\s*(?:h|std\.?))?\s*(?:(\d{1,6})\s*min\.?)?", re.IGNORECASE)


def in_words(minutes: int) -> str:
    """Minutes of working time, as short as it reads well."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def parse(text: str) -> int:
    """The minutes that were meant by “30 min”, “4”, “1,5 h”, “1:30” or “1 h 30 min”. Raises ValueError."""
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(text):
        return int(found[1]) * 60 + round(60 * float(f"0.{found[2] or 0}"))
    found = _PARTS.fullmatch(text)
    if found and (found[1] or found[2]):
        return int(found[1] or 0) * 60 + int(found[2] or 0)
    raise ValueError(text)


class DurationField(forms.Field):
    """A target time; cleaned to whole minutes."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a time such as 30 min, 4 h or 1:30."),
        "range": gettext_lazy("Enter a time between one minute and one year."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 20}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            minutes = parse(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not 0 < minutes <= MAX_MINUTES:
            raise ValidationError(self.error_messages["range"], code="range")
        return minutes

    def prepare_value(self, value):
        return in_words(value) if isinstance(value, int) else value
