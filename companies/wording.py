"""Records, fields and values of history as a person reads them, in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.extensions import shown
from companies.models import Company
from core.dates import written_day
from core.templatetags.ui import money
from tenants.models import Member, TenantOwned

NOTHING = "—"
COMPANY = Company._meta.label_lower
AMOUNT = "_cents"
"""How the names of fields with amounts end."""
NAMED_BY = (("name",), ("first_name", "last_name"), ("title",), ("number",), ("title_en",), ("name_en",))
"""What a record is called after, the first that its model has; as `core.history` does."""

UNSEEN = gettext_lazy("not there any more, or not visible to you")

Link = tuple[str, int]


def model_of(label: str) -> type[models.Model] | None:
    """The model of a stored label; None when there is no such model any more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def field_of(label: str, name: str) -> models.Field | None:
    """The field of this name, or with this column, in the model that a record was of, or in what belongs to it alone.

    Whoever changes the portal right of a contact says so of the contact; the right stands in its access.
    """
    model = model_of(label)
    if model is None:
        return None
    try:
        return model._meta.get_field(name)  # type: ignore[return-value]
    except FieldDoesNotExist:
        own = [each.related_model for each in model._meta.related_objects if each.one_to_one]
        columns = [field for each in (model, *own) for field in each._meta.local_concrete_fields]
        return next((field for field in columns if name in (field.column, field.name)), None)


def record_words(label: str) -> str:
    """What such a record is called: "Contact"."""
    model = model_of(label)
    known = shown.record_words.get(label)
    return str(known or capfirst(model._meta.verbose_name if model else label))


def field_words(label: str, name: str) -> str:
    """What the field is called: as its form calls it, else by the list, else as what it leads to."""
    field = field_of(label, name)
    own = getattr(field, "verbose_name", None)
    if isinstance(own, Promise):
        return capfirst(str(own))
    known = shown.field_words.get(getattr(field, "name", name))
    if known is None and field is not None and field.is_relation:
        return record_words(field.related_model._meta.label_lower)
    return capfirst(str(known or own or name.replace("_", " ")))


def fields_called(text: str) -> frozenset[str]:
    """The names and columns of every field named so, or whose label holds this text in the reader's language."""
    wanted = text.casefold()
    found = {name for name, words in shown.field_words.items() if wanted == name or wanted in str(words).casefold()}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields if model._meta.label_lower in shown.record_words else ():
            names = {field.name, field.column}
            if wanted in names or wanted in field_words(model._meta.label_lower, field.name).casefold():
                found |= names
    return frozenset(found)


def links_of(label: str, name: str, value: Any) -> list[Link]:
    """The records that a value leads to, where the field is a link and the value a number, or several numbers."""
    numbers = [each for each in (value if isinstance(value, list) else [value]) if type(each) is int]
    model = _linked_model(field_of(label, name)) if numbers else None
    return [(model._meta.label_lower, number) for number in numbers] if model else []


def names_of(links: Iterable[Link], *, member: Member) -> dict[Link, str]:
    """What these records are called, as far as this member sees them, in one query whatever their number."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for label, number in links:
        wanted[label].add(number)
    named = [_named(label, numbers, member) for label, numbers in sorted(wanted.items())]
    queries = [query for query in named if query is not None]
    if not queries:
        return {}
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return {(label, number): name for label, number, name in rows}


@dataclass(frozen=True, slots=True)
class Wording:
    """How values are written: what links lead to, and in which currency amounts are."""

    names: dict[Link, str]
    currency: str

    def value(self, label: str, name: str, value: Any) -> str:
        """One side of a change."""
        field = field_of(label, name)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if value is None or value in ("", [], {}):
            return NOTHING
        links = links_of(label, name, value)
        if links or _is_a_former_name(field, value):
            return ", ".join(sorted(self.names.get(link) or str(UNSEEN) for link in links)) or str(UNSEEN)
        if isinstance(value, list):
            base = getattr(field, "base_field", None)
            return ", ".join(_chosen(base, each) for each in value)
        if isinstance(value, int) and name.endswith(AMOUNT):
            return money(value, self.currency)
        return _moment(field, value) or _chosen(field, value)


def _is_a_former_name(field: models.Field | None, value: Any) -> bool:
    """Whether a company or its people are written by name, as they once were: it is not known who may see them."""
    model = _linked_model(field) if isinstance(value, str | list) else None
    if model is None or not hasattr(model._default_manager, "visible_to"):
        return False
    return isinstance(value, list) or model._meta.label_lower == COMPANY


def _linked_model(field: Any) -> Any:
    """Where the numbers in a field lead: to a record, or by rows of their own to several."""
    if isinstance(field, models.ForeignKey):
        return field.related_model
    if isinstance(field, models.ManyToOneRel):
        others = [each for each in field.related_model._meta.local_fields if isinstance(each, models.ForeignKey)]
        ahead = [each.related_model for each in others if each.name not in (field.field.name, "tenant")]
        return ahead[0] if len(ahead) == 1 else None
    return None


def _named(label: str, numbers: set[int], member: Member):
    """Number and name of the records of one model that the member sees; None when its records have no names."""
    model = model_of(label)
    if model is None or not issubclass(model, TenantOwned):
        return None
    fields = {field.name for field in model._meta.local_concrete_fields}
    parts = next((parts for parts in NAMED_BY if fields.issuperset(parts)), None)
    if parts is None:
        return None
    records = model._default_manager.all()
    records = records.visible_to(member) if hasattr(records, "visible_to") else records
    pieces: list[Any] = [piece for part in parts for piece in (Value(" "), part)][1:]
    named = Cast(Concat(*pieces) if len(pieces) > 1 else pieces[0], CharField())
    return (
        records.filter(pk__in=numbers)
        .order_by()
        .annotate(history_label=Value(label, CharField()), history_name=named)
        .values_list("history_label", "pk", "history_name")
    )


def _chosen(field: models.Field | None, value: Any) -> str:
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value, value))


def _moment(field: models.Field | None, value: Any) -> str:
    """A day or a moment as the reader writes it; empty for anything else."""
    if not isinstance(field, models.DateField) or not isinstance(value, str):
        return ""
    try:
        if isinstance(field, models.DateTimeField):
            local = timezone.localtime(datetime.fromisoformat(value))
            return f"{written_day(local.date())}, {local:%H:%M}"
        return written_day(date.fromisoformat(value))
    except ValueError:
        return ""
