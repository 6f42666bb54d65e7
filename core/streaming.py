"""Answers that are sent while they are made, so that neither their length nor a slow reader costs memory.

When such an answer is read, the request's transaction has ended, and its tenant, language and time zone with it:
behind the walls there would be no row. So nothing else streams; here each part is made within all of them again.
"""

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone, translation

from core.rowsecurity import acting_for


def streamed_file(request: Any, parts: Iterator[bytes], *, filename: str, content_type: str) -> StreamingHttpResponse:
    """A file for the browser to keep. A part is one short transaction: no reader, however slow, holds one open.

    What fails on the way breaks the connection off, so that the browser does not take a part for the whole.
    """
    tenant, zone, language = request.tenant.pk, timezone.get_current_timezone(), translation.get_language()

    def sent() -> Iterator[bytes]:
        while True:
            with acting_for(tenant), timezone.override(zone), translation.override(language):
                part = next(parts, None)
            if part is None:
                return
            yield part

    response = StreamingHttpResponse(sent(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
