"""What an edit changes, as plain values for the log."""

from collections.abc import Iterable
from typing import Any

from django.db import models


def plain(value: Any) -> Any:
    """The value as JSON can hold it; a record is written as its name.

    One that not everybody sees is written as its id, which becomes a name where the reader sees the record.
    """
    if isinstance(value, models.Model) and hasattr(type(value)._default_manager, "visible_to"):
        return value.pk
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def differences(record: models.Model, values: dict[str, Any]) -> dict[str, list]:
    """Each named field whose value differs from the record's, with its plain [old, new] values."""
    pairs = {name: (getattr(record, name), new) for name, new in values.items()}
    return {name: [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """A verb takes the fields that it names. Any other is a mistake of whoever calls it: TypeError."""
    if unknown := set(given) - set(known):
        raise TypeError(f"No fields of this verb: {sorted(unknown)}.")
