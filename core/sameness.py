"""What makes two requests the same: method, address and what was sent."""

import hashlib
import json
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.http import HttpRequest


def digest_of(request: HttpRequest, fields: Iterable[tuple[str, Any]]) -> str:
    """SHA-256 over the request with these fields, files by their content; their order by name does not count."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for name, value in sorted(fields, key=itemgetter(0)):
        digest.update(json.dumps(name).encode())
        if hasattr(value, "chunks"):
            for chunk in value.chunks():
                digest.update(chunk)
            value.seek(0)
        else:
            digest.update(json.dumps(value, sort_keys=True).encode())
    return digest.hexdigest()
