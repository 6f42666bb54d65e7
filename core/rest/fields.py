"""Values of requests and answers. A string is a string and a number a number: nothing is guessed."""

from collections.abc import Callable
from datetime import UTC

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.forms import normalise
from core.ids import LARGEST_ID


class Line(serializers.CharField):
    """One line of text, stored as forms store it: composed characters, single spaces, trimmed."""

    def run_validation(self, data=serializers.empty):
        if isinstance(data, str) and "\x00" not in data:
            data = normalise(data)
        return super().run_validation(data)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text of several lines, as it was written."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Number(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class EmailLine(Line, serializers.EmailField):
    """An e-mail address."""


class Choice(serializers.ChoiceField):
    """One of a fixed list."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """`true` or `false`."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class AskedFlag(serializers.BooleanField):
    """The same in an address, where everything is text."""

    TRUE_VALUES, FALSE_VALUES, NULL_VALUES = {"true"}, {"false"}, set()  # type: ignore[assignment]


@extend_schema_field({"type": "string", "pattern": "^[A-Z]{2}$"})
class CountryCode(serializers.CharField):
    """A country by its two letters (ISO 3166-1)."""

    default_error_messages = {"unknown_country": _("This is not a country code of two capital letters.")}

    def to_internal_value(self, data):
        if not isinstance(data, str) or data not in countries:
            self.fail("unknown_country")
        return data


@extend_schema_field({"type": "string", "pattern": "^([A-Z]{2})?$"})
class OptionalCountryCode(CountryCode):
    """The same, or an empty text for none."""

    def __init__(self, **kwargs):
        super().__init__(allow_blank=True, **kwargs)


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 1})
class Ref(serializers.Field):
    """A record by its id, among those that the asking member may see or choose; else it does not exist."""

    default_error_messages = {
        "invalid": _("This is not an id."),
        "does_not_exist": _("There is no such record, or none that you may choose."),
    }

    def __init__(self, rows: Callable[..., QuerySet], **kwargs):
        self.rows = rows
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        if isinstance(data, str) and data.isascii() and data.isdigit() and self.root.context.get("is_address"):
            data = int(data[:20])
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        found = self.rows(self.root.context["member"]).filter(pk=data).first() if 0 < data <= LARGEST_ID else None
        if found is None:
            self.fail("does_not_exist")
        return found

    def to_representation(self, value):
        return value.pk


class Moment(serializers.DateTimeField):
    """A point in time, in UTC."""

    def __init__(self, **kwargs):
        super().__init__(default_timezone=UTC, **kwargs)


class Named(serializers.Serializer):
    """Something by its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
