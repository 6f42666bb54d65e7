"""Pages of a list by key: the 4,000th is as fast as the first, and nothing shifts when records are added.

A cursor is the key of the last record shown, signed. The condition asks for a range of an index: `=`, `<` and `>` on
text, numbers and times are leakproof, so that the index serves under row-level security too.
"""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.rest.problems import Problem

SALT = "core.rest.cursor"


class _Serializer:
    """JSON, with times as text."""

    def dumps(self, value: Any) -> bytes:
        return DjangoJSONEncoder(separators=(",", ":")).encode(value).encode()

    def loads(self, data: bytes) -> Any:
        return signing.JSONSerializer().loads(data)


def page_of(
    rows: QuerySet, *, order: str, fields: Sequence[str], limit: int, cursor: str = ""
) -> tuple[list, str | None]:
    """The rows of a page, and the cursor of the next one; None when this is the last.

    `fields` is the key of the order, unique in its last one. `order` is its name, with a hyphen when turned round.
    """
    is_reversed = order.startswith("-")
    if cursor:
        rows = rows.filter(_beyond(fields, _read(cursor, order, len(fields)), "lt" if is_reversed else "gt"))
    names = [f"-{name}" if is_reversed else name for name in fields]
    found = list(rows.order_by(*names)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    key = [order, *(getattr(last, name) for name in fields)]
    return found[:limit], signing.dumps(key, salt=SALT, serializer=_Serializer)


def invalid_cursor() -> Problem:
    """What is no place in the list."""
    return Problem(400, "invalid_cursor", _("This cursor does not belong to this list in this order."))


def _read(cursor: str, order: str, length: int) -> list:
    try:
        asked, *values = signing.loads(cursor, salt=SALT, serializer=_Serializer)
    except (signing.BadSignature, ValueError, TypeError):
        asked, values = None, []
    if asked != order or len(values) != length:
        raise invalid_cursor()
    return values


def _beyond(fields: Sequence[str], values: Sequence, side: str) -> Q:
    """After these values in the order of the fields; the first comparison alone is the range of the index."""
    name, value = fields[0], values[0]
    if len(fields) == 1:
        return Q(**{f"{name}__{side}": value})
    further = _beyond(fields[1:], values[1:], side)
    return Q(**{f"{name}__{side}e": value}) & (Q(**{f"{name}__{side}": value}) | Q(**{name: value}) & further)
