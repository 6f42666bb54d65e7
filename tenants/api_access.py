"""Who a program is: the token in its request, and how often it may ask."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.authorship import Door, acting_as, through
from core.rest.problems import SAFE, Problem, is_api
from tenants.models import ApiToken, Member
from tenants.models.api_token import hash_of

WRITE_EVERY = 10
"""Calls of a token that one process counts by itself before it writes them down: reading stays reading."""
SELDOM = timedelta(minutes=10)
"""How old *last used* may be."""


class TokenMiddleware:
    """Below `/<tenant>/api/` the token decides who asks; a session opens nothing there, and no address is open.

    Stands inside the transaction of `TenantMiddleware`, so that a token is looked for behind the wall of the tenant
    in the path: that of another tenant is not there. One answer for every token that opens nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        request.member, request.user = None, AnonymousUser()
        try:
            token = self._admitted(request)
            with through(Door.API), acting_as(request.member):
                response = self.get_response(request)
            if response.status_code < 500:
                meter.count(token)
        except Problem as problem:
            response = problem.answer()
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _admitted(self, request: HttpRequest) -> ApiToken:
        token = presented(request) if request.tenant else None
        member = token and (
            Member.objects.joined().with_scopes().select_related("user")
            .filter(pk=token.member_id, user__is_active=True).first()
        )  # fmt: skip
        if not token or not member:
            detail = _("Send a token that is valid here: Authorization: Bearer …")
            raise Problem(401, "token_missing", detail, headers={"WWW-Authenticate": 'Bearer realm="handover"'})
        meter.check(token)
        if token.is_read_only and request.method not in SAFE:
            raise Problem(403, "token_reads_only", _("This token may only read."))
        member.tenant = token.tenant = request.tenant
        request.member, request.user, request.token = member, member.user, token
        return token


def presented(request: HttpRequest) -> ApiToken | None:
    """The token of the request's header, if it is one of this tenant that can still be used."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    return ApiToken.objects.usable().filter(hash=hash_of(secret.strip())).first()


@dataclass
class Meter:
    """Calls of each token in the current minute. Needs no broker; the processes share what they have written down.

    With several processes a token may get `WRITE_EVERY` calls more in each further one.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    unwritten: dict[int, tuple[datetime, int]] = field(default_factory=dict)

    def check(self, token: ApiToken) -> None:
        """Raise Problem 429 when the minute's calls are spent."""
        now = timezone.now()
        minute = now.replace(second=0, microsecond=0)
        written = token.calls if token.minute == minute else 0
        if written + self._unwritten(token, minute) >= settings.API_CALLS_PER_MINUTE:
            wait = 60 - now.second
            detail = _("This token has used up its requests for this minute. Wait a minute.")
            raise Problem(429, "too_many_calls", detail, headers={"Retry-After": str(wait)})

    def count(self, token: ApiToken) -> None:
        """One more call; now and then written down, at the end of the request's transaction."""
        now = timezone.now()
        minute = now.replace(second=0, microsecond=0)
        is_stale = token.last_used_at is None or token.last_used_at < now - SELDOM
        with self.lock:
            calls = self._unwritten(token, minute) + 1
            is_due = is_stale or calls >= WRITE_EVERY
            self.unwritten[token.pk] = (minute, 0 if is_due else calls)
        if is_due:
            same = When(minute=minute, then=F("calls") + calls)
            counted = Case(same, default=Value(calls), output_field=PositiveIntegerField())
            ApiToken.objects.filter(pk=token.pk).update(calls=counted, minute=minute, last_used_at=now)

    def _unwritten(self, token: ApiToken, minute: datetime) -> int:
        noted, calls = self.unwritten.get(token.pk, (minute, 0))
        return calls if noted == minute else 0


meter = Meter()
