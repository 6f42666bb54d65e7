"""Pages for what went wrong. None of them asks the database: it may be what is missing.

They are rendered without the request, so that no context processor can query on their behalf.
"""

import sys
from collections.abc import Iterator
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from core.errors import DomainError
from core.rest.problems import Problem, is_api

RETRY_AFTER = 10
"""Seconds after which a browser or a program may well try again."""
LOST_CONNECTION = ("08", "53", "57P")
"""Classes of SQLSTATE that mean: the server went away, is starting, or has no room."""


def render_error(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    """A plain page in the reader's language, found without the database; for programs a problem document."""
    if is_api(request):
        return Problem(status, HTTPStatus(status).name.lower(), context.get("message", "")).answer()
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    with translation.override(language):
        page = loader.get_template(template).render({**context, "status": status, "path": request.path})
    response = HttpResponse(page, status=status)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_error(request, "errors/400.html", HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A refusal says in words which rule refused, when a rule did."""
    return render_error(request, "errors/403.html", HTTPStatus.FORBIDDEN, message=_message(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    return render_error(request, "errors/csrf.html", HTTPStatus.FORBIDDEN)


def wrong_method(get_response):
    """Middleware: an address that only takes what a form sends was opened as a page, as after signing in again."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content or is_api(request):
            return response
        page = render_error(request, "errors/405.html", HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what does not exist and for what is not theirs to see."""
    return render_error(request, "errors/404.html", HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away is said to be away; all else is our fault, and said so."""
    error = sys.exc_info()[1]
    if any(is_away(each) for each in chain(error)):
        response = render_error(request, "errors/database_away.html", HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    return render_error(request, "errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and all that it was raised from or during: clean-up on a lost connection raises anew."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached, as against having refused a statement."""
    if isinstance(error, PoolTimeout | PoolClosed | TooManyRequests | InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(LOST_CONNECTION)


def _message(exception: Exception) -> str:
    if isinstance(exception, DomainError):
        return str(exception.message)
    return _("You are not allowed to do this.")
