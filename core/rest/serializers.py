"""What comes in and what goes out. What is not declared is refused, never ignored."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.rest.fields import Choice, EmailLine, Flag, Line, Moment, Number, Text

UNKNOWN = _("This field is not known here.")


class StrictInput(serializers.Serializer):
    """The body of a request."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [name for name in data if name not in known]
            if unknown:
                error = serializers.ErrorDetail(str(UNKNOWN), code="unknown_field")
                raise serializers.ValidationError({name: [error] for name in unknown})
        return super().to_internal_value(data)


class Details(StrictInput, serializers.ModelSerializer):
    """The fields of a record that its edit writes, with the lengths and choices of the model."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: Line,
        models.EmailField: EmailLine,
        models.TextField: Text,
        models.BooleanField: Flag,
        models.PositiveSmallIntegerField: Number,
    }
    serializer_choice_field = Choice

    def get_validators(self) -> list:
        return []  # the verb and the database know what must be unique


class Output(serializers.ModelSerializer):
    """A record as it is answered: nothing of it is read from anybody. A missing e-mail address is an empty text."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.EmailField: serializers.CharField,
    }

    def get_fields(self) -> dict[str, serializers.Field]:
        """A choice that may be empty says so, also where it is only shown: the description is made of this."""
        found = super().get_fields()
        for name, field in found.items():
            if isinstance(field, serializers.ChoiceField):
                field.allow_blank = self.Meta.model._meta.get_field(name).blank
        return found


class RecordOutput(Output):
    """A record that is edited against a version."""

    created_at = Moment()
    version = serializers.IntegerField(help_text="Grows with every edit; the `ETag` of the record.")


class Question(serializers.Serializer):
    """What the address asks about one record."""


class Query(serializers.Serializer):
    """What the address of a list may ask for. Subclasses add `order` and their filters."""

    limit = serializers.IntegerField(
        min_value=1, max_value=200, default=50, help_text="How many records a page holds at most."
    )
    cursor = serializers.CharField(
        required=False, max_length=2000, help_text="Where the page begins: `next` of the page before names it."
    )


def order_field(*keys: str) -> serializers.ChoiceField:
    """The orders of a list; the first is the usual one, a hyphen before it turns it round."""
    return serializers.ChoiceField(
        choices=[each for key in keys for each in (key, f"-{key}")], default=keys[0],
        help_text="The order of the list; with a hyphen it is turned round.",
    )  # fmt: skip


class Nothing(StrictInput):
    """A verb that needs no further words."""
