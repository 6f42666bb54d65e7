"""JSON as the standard has it, and nothing that only looks like it."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """UTF-8 whatever the header says; no NaN, no name twice, no nesting without end."""

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        try:
            text = stream.read().decode()
            return json.loads(text, parse_constant=_refuse, object_pairs_hook=_without_doubles)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON.")) from error


def _refuse(constant: str):
    raise ValueError(f"{constant} is no JSON.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice in one object.")
    return found
