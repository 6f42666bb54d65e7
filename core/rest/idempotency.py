"""A request that is sent again is done once: what the header says, and what makes two requests the same."""

import re

from django.utils.translation import gettext as _
from rest_framework.response import Response

from core.rest.problems import Problem
from core.sameness import digest_of

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
_KEPT = ("ETag", "Location")
"""Headers that belong to the answer."""


def key_of(request) -> str | None:
    """The key under which the caller will repeat the request, if it will."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Problem(
            400, "invalid_idempotency_key", _("The Idempotency-Key must be 1 to 100 visible ASCII characters long.")
        )
    return key


def fingerprint(request) -> str:
    """The same for the same request."""
    return digest_of(request, request.data.items())


def kept(answer: Response) -> dict:
    """What is stored of an answer."""
    headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
    return {"status": answer.status_code, "headers": headers, "data": answer.data}


def stored(answer: dict, *, is_repeated: bool) -> Response:
    """A stored answer; one that is given again says so."""
    again = {"Idempotent-Replayed": "true"} if is_repeated else {}
    return Response(answer["data"], answer["status"], headers={**answer["headers"], **again})
