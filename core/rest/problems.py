"""What went wrong, as a document for programs (RFC 9457): never a page, never SQL, never a traceback."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from core.errors import DomainError, EditConflict, NotAllowed

MEDIA_TYPE = "application/problem+json"
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""
_PATH = re.compile(r"/[^/]+/api(/|$)")
Errors = list[dict[str, str]]


def is_api(request: HttpRequest) -> bool:
    """Whether the address is one of the API, known or not: answers there are for programs."""
    return _PATH.match(request.path_info) is not None


class Problem(Exception):
    """A refusal. `code` is stable; `detail` is for people; `errors` name fields; `more` are further members."""

    def __init__(
        self, status: int, code: str, detail: Any, *, errors: Iterable[dict[str, str]] = (),
        headers: Mapping[str, str] | None = None, **more: Any,
    ):  # fmt: skip
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers, self.more = list(errors), dict(headers or {}), more

    def answer(self) -> HttpResponse:
        """The document."""
        document = {
            "type": f"urn:problem-type:handover:{self.code}", "title": HTTPStatus(self.status).phrase,
            "status": self.status, "code": self.code, "detail": str(self.detail), **self.more,
        }  # fmt: skip
        if self.errors:
            document["errors"] = self.errors
        return HttpResponse(json.dumps(document), status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def answer(error: Exception, context: dict) -> HttpResponse | None:
    """Whatever a view raised as its problem, with all that it wrote undone; None for a bug."""
    problem = problem_of(error)
    if problem is None:
        return None
    set_rollback()
    return problem.answer()


def problem_of(error: Exception) -> Problem | None:
    """The problem that an expected exception is; None for what nobody expected."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, DomainError):
        return _of_the_domain(error)
    if isinstance(error, exceptions.ValidationError):
        detail = _("The request was understood, but some of its values are not possible.")
        return Problem(422, "invalid", detail, errors=flat(error.detail))
    if isinstance(error, exceptions.APIException):
        return _of_the_library(error)
    if isinstance(error, Http404):
        return not_found()
    if isinstance(error, PermissionDenied):
        return Problem(403, "forbidden", _("You are not allowed to do this."))
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too_large", _("The request is too large."))
    if isinstance(error, SuspiciousOperation):
        return Problem(400, "malformed", _("The request could not be read."))
    return None


def not_found() -> Problem:
    """The same for what does not exist and for what is not theirs to see."""
    return Problem(404, "not_found", _("There is nothing here, or nothing that you may see."))


def flat(detail: Any, path: str = "") -> Errors:
    """The library's nested errors as one list, each with its field as a dotted path."""
    return list(_flat(detail, path))


def _flat(detail: Any, path: str) -> Iterator[dict[str, str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == api_settings.NON_FIELD_ERRORS_KEY else str(name)
            yield from _flat(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list | tuple):
        for inner in detail:
            yield from _flat(inner, path)
    else:
        yield {"field": path, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}


def _of_the_domain(error: DomainError) -> Problem:
    if isinstance(error, EditConflict):
        detail = _("Somebody changed this meanwhile. Read it again, and decide anew.")
        version = error.current.version
        return Problem(412, error.code, detail, headers={"ETag": f'"{version}"'}, version=version)
    if isinstance(error, NotAllowed):
        return Problem(403, error.code, error.message)
    named = [each for each in error.each if each.field]
    errors = [{"field": str(each.field), "code": each.code, "detail": str(each.message)} for each in named]
    return Problem(422, error.code, error.message, errors=errors)


def _of_the_library(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.NotFound):
        return not_found()
    codes = {400: "malformed", 401: "token_missing", 403: "forbidden", 405: "method_not_allowed",
             406: "not_acceptable", 415: "unsupported_media_type"}  # fmt: skip
    return Problem(error.status_code, codes.get(error.status_code, "refused"), error.detail)
