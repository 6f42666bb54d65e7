"""Foundations of forms: how a field looks, how a verb's refusal reaches its field, how two edits meet.

A view fetches the record, binds the form, and lets the form call the verb:

    form = CompanyForm(request.POST or None, instance=company)
    if form.is_valid() and form.apply(lambda: company.update_details(by=member, seen=form.seen, **form.values)):
        return see_other("company", ...)
    return render_form(request, "companies/company_form.html", {"form": form}, form)
"""

import copy
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

from babel.numbers import format_decimal, get_decimal_symbol
from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import TemplatesSetting
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import reader_locale
from core.errors import DomainError, EditConflict, NotAllowed
from core.events import last_change_of
from core.money import LARGEST_PRICE, TooLarge, parse_cents

_DASHES = BLANK_CHOICE_DASH[0][1]
_NATIVE_INPUTS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


class FieldRenderer(TemplatesSetting):
    """Every field of every form is rendered by one template of ours."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"


def normalise(text: str) -> str:
    """One line as it should be stored: composed characters, single spaces, no invisible ones, trimmed."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(char for char in composed if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf"))
    return re.sub(r"\s+", " ", visible).strip()


class MoneyField(forms.Field):
    """An amount typed in either notation ("1.234,50", "1,234.50"); cleaned to whole cents, `largest` at most."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter an amount, such as %(example)s."),
        "negative": gettext_lazy("The amount must not be negative."),
        "too_large": gettext_lazy("Enter %(largest)s at most."),
    }

    def __init__(self, *, allow_negative: bool = False, largest: int = LARGEST_PRICE, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "numeric"}))
        self.allow_negative, self.largest = allow_negative, largest
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        cents = self._cents(str(value))
        if cents < 0 and not self.allow_negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if abs(cents) > self.largest:
            raise self._too_large()
        return cents

    def _cents(self, text: str) -> int:
        decimal = get_decimal_symbol(reader_locale())
        try:
            return parse_cents(text, decimal=decimal)
        except TooLarge as error:
            raise self._too_large() from error
        except ValueError as error:
            example = f"1234{decimal}50"
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"example": example}
            ) from error

    def _too_large(self) -> ValidationError:
        largest = format_decimal(self.largest // 100, locale=reader_locale())
        return ValidationError(self.error_messages["too_large"], code="too_large", params={"largest": largest})

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return str(Decimal(value).scaleb(-2).quantize(Decimal("0.01"))).replace(
            ".", get_decimal_symbol(reader_locale())
        )

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which two people disagree, both sides in words."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved the record after it was opened here."""

    differences: list[Difference]
    who: str = ""
    when: datetime | None = None


class _Applying(forms.BaseForm):
    """Native inputs, normalised lines, and `apply`: call a verb and show its refusal where it belongs."""

    conflict: Conflict | None = None
    result: Any = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _use_native_input(field)
            _name_the_empty_choice(field)

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name, value in cleaned.items():
            if isinstance(value, str) and _is_line(self.fields.get(name)):
                cleaned[name] = normalise(value)
        return cleaned

    def act(self) -> Any:
        """The verb of a form that knows its own."""
        raise NotImplementedError

    def apply(self, verb: Callable[[], Any] | None = None) -> bool:
        """Call the verb, or the form's own; what it returns stands in `result`. False: the form now says why.

        The verb runs in a savepoint, so that a refusal half-way leaves nothing behind. NotAllowed is not caught:
        the person gets the page that says it (403).
        """
        try:
            with transaction.atomic():
                self.result = verb() if verb else self.act()
        except NotAllowed:
            raise
        except EditConflict as conflict:
            self._show_conflict(conflict.current)
        except DomainError as error:
            self._show_refusal(error)
        else:
            return True
        return False

    def check(self, rule: Callable[[], Any]) -> None:
        """Ask a rule while the form cleans: what it refuses is said beside everything else that is wrong."""
        try:
            rule()
        except NotAllowed:
            raise
        except DomainError as error:
            self._show_refusal(error)

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the version: the keyword arguments of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form."""
        if self.conflict:
            return 409
        return 422 if self.is_bound and self.errors else 200

    def _show_refusal(self, error: DomainError) -> None:
        for each in error.each:
            where = each.field if each.field in self.fields else None
            self.add_error(where, ValidationError(str(each.message), code=each.code))

    def _show_conflict(self, current) -> None:
        raise TypeError(f"{type(self).__name__} meets an edit conflict, so it must be an EditForm.")


class DomainForm(_Applying, forms.Form):
    """A plain form for a verb."""


class EditForm(_Applying, forms.ModelForm):
    """The form of a record that people edit (`core.conflicts.Versioned`).

    It carries the version that was seen. When somebody saved in between it shows *theirs* and *yours*, keeps all
    that was typed, and takes on the present version, so that saving once more decides for *yours*.
    It works on a copy: the verb compares the given instance, as stored, with `values`.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=copy.copy(instance), **kwargs)
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.initial["version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        self.check(lambda: self.instance.check_details(self._changes(cleaned)))
        return cleaned

    @property
    def seen(self) -> int:
        """The version that the person had before the eyes."""
        return self.cleaned_data["version"]

    def who_and_when(self, current) -> tuple[str, datetime | None]:
        """Who saved `current`, and when, as far as it is known. Overridden where the record says it by itself."""
        return last_change_of(current)

    def current_value(self, current, name: str) -> Any:
        """The value that `current` has for a field of this form. Overridden for fields the model does not have."""
        try:
            return current._meta.get_field(name).value_from_object(current)
        except FieldDoesNotExist:
            return getattr(current, name, None)

    def _changes(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What is new in the record: everything in a new one. No other field is looked at."""
        names = [name for name in self._meta.fields or () if name in cleaned]
        return {name: cleaned[name] for name in names if self.instance.pk is None or self._is_changed(name)}

    def _is_changed(self, name: str) -> bool:
        field = self.fields[name]
        return field.has_changed(self.get_initial_for_field(field, name), self[name].data)

    def _show_conflict(self, current) -> None:
        who, when = self.who_and_when(current)
        self.conflict = Conflict(differences=self._differences(current), who=who, when=when)
        data: Any = copy.copy(self.data)
        data[self.add_prefix("version")] = str(current.version)
        self.data = data

    def _differences(self, current) -> list[Difference]:
        found = []
        for bound in self.visible_fields():
            if bound.field.disabled:
                continue
            theirs = in_words(bound.field, self.current_value(current, bound.name))
            yours = in_words(bound.field, self.cleaned_data.get(bound.name))
            if theirs != yours:
                found.append(Difference(str(bound.label), theirs, yours))
        return found


def in_words(field: forms.Field, value: Any) -> str:
    """The value of a form field as a person reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, dict):
        return ", ".join(sorted(f"{key} ({each})" if str(each) else str(key) for key, each in value.items()))
    if isinstance(field, forms.ModelChoiceField):
        return _objects_in_words(field, value)
    if isinstance(value, list | tuple | set):
        return ", ".join(sorted(in_words(field, item) for item in value))
    if isinstance(field, forms.ChoiceField):
        return str(_flat_choices(field).get(str(value), value))
    if isinstance(value, date):
        return formats.localize(value)
    return str(field.prepare_value(value))


def _objects_in_words(field: forms.ModelChoiceField, value: Any) -> str:
    if isinstance(value, models.Model):
        return field.label_from_instance(value)
    if isinstance(value, models.QuerySet | list | tuple | set):
        return ", ".join(sorted(_objects_in_words(field, item) for item in value)) or "—"
    offered = cast(models.QuerySet, field.queryset)
    found = offered.filter(**{field.to_field_name or "pk": value}).first()
    return field.label_from_instance(found) if found else "—"


def _flat_choices(field: forms.ChoiceField) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for value, label in cast(Iterable[tuple[Any, Any]], field.choices):
        group = label if isinstance(label, list | tuple) else [(value, label)]
        flat.update({str(key): name for key, name in group})
    return flat


def _is_line(field: forms.Field | None) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea | forms.PasswordInput)


def _name_the_empty_choice(field: forms.Field) -> None:
    """Words in place of Django's row of dashes."""
    if not isinstance(field, forms.ChoiceField) or not isinstance(field.widget, forms.Select):
        return
    words = gettext_lazy("Please choose") if field.required else "—"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
        return
    choices = list(cast(Iterable[tuple[Any, Any]], field.choices))
    if choices and choices[0] == ("", _DASHES):
        field.choices = [("", words), *choices[1:]]


def _use_native_input(field: forms.Field) -> None:
    for widget_class, input_type, pattern in _NATIVE_INPUTS:
        if isinstance(field.widget, widget_class):
            field.widget.input_type = input_type
            field.widget.format = pattern
            return


def offered_once(field: forms.ModelChoiceField) -> Callable[[], list]:
    """What the field offers, for its `choices`: asked for when the page is drawn, and once however often it looks."""
    return cache(lambda: [*iter(ModelChoiceIterator(field))])  # without `iter`, its length would be asked for too


def retyped(form_class, data, **arguments):
    """The form as it was typed, not yet judged: for buttons that change the form instead of sending it."""
    form = form_class(**arguments)
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(data, {}, form.add_prefix(name))
    return form
