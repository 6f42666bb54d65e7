"""A form of staff that is sent twice is done once: its page carries a key, and where it led is kept for a day."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.http import see_other
from core.sameness import digest_of
from tenants.models import KeptAnswer

KEY = "once"
"""The hidden field that `{% sent_once %}` puts into a form."""


class _NotDone(Exception):
    """The page answered with anything but where to go on: nothing was done, and nothing is kept."""

    def __init__(self, response: HttpResponse):
        super().__init__(response.status_code)
        self.response = response


def done_once(view: Callable) -> Callable:
    """The same form sent again leads to where it led the first time: no second record, no second mail, no error.

    The same is: from the same page, with the same content. Who goes back and types something else says something
    new. Who presses again while the first press is at work waits for it. Without a key it is done as it comes.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST" or KEY not in request.POST:
            return view(request, *args, **kwargs)
        digest = digest_of(request, _sent(request))
        try:
            answer, _is_again = KeptAnswer.once(
                member_id=request.member.pk, tenant_id=request.tenant.pk, key=f"page {digest}", fingerprint=digest,
                act=lambda: _where_it_leads(view(request, *args, **kwargs)),
            )  # fmt: skip
        except _NotDone as refused:
            return refused.response
        return see_other(answer["url"])

    return guarded


def _sent(request: HttpRequest) -> list[tuple[str, Any]]:
    fields: list[tuple[str, Any]] = [*request.POST.lists(), *request.FILES.lists()]
    return [(name, value) for name, values in fields for value in values if name != "csrfmiddlewaretoken"]


def _where_it_leads(response: HttpResponse) -> dict[str, str]:
    if response.status_code != HTTPStatus.SEE_OTHER:
        raise _NotDone(response)
    return {"url": response["Location"]}
