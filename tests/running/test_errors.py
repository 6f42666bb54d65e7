"""Pages for what went wrong: in the reader's language, in words, and without asking the database."""

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from psycopg import errors as postgres
from psycopg_pool import PoolTimeout

from config.errors import is_away
from core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db


def _raising(error: BaseException):
    def view(request):
        raise error

    view.is_public = True
    return view


def _caused(outer: type[Exception], cause: Exception) -> Exception:
    error = outer(str(cause))
    error.__cause__ = cause
    return error


handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
LOST = _caused(OperationalError, postgres.AdminShutdown("terminating connection"))
urlpatterns = [
    path("", include("config.urls")),
    path("missing", _raising(Http404())),
    path("refused", _raising(NotAllowed("not_yours", _("Only an admin may do this.")))),
    path("broken", _raising(ValueError("psycopg secret detail"))),
    path("away", _raising(LOST)),
    path("no-room", _raising(PoolTimeout("couldn't get a connection"))),
    path("deadlock", _raising(_caused(OperationalError, postgres.DeadlockDetected("deadlock")))),
    path("form", lambda request: HttpResponse("posted")),
]


@pytest.fixture
def browser_like(request) -> Client:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/missing", 404, "There is nothing here"),
        ("/refused", 403, "Only an admin may do this."),
        ("/broken", 500, "Something went wrong on our side"),
        ("/away", 503, "Back in a moment"),
        ("/no-room", 503, "Back in a moment"),
        ("/deadlock", 500, "Something went wrong on our side"),
    ],
)
def test_an_error_has_a_page_in_words_that_asks_no_database(browser_like, address, status, words):
    with CaptureQueriesContext(connection) as queries:
        answer = browser_like.get(address, headers={"Accept-Language": "en"})

    assert [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]] == []
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "secret detail" not in page
    assert answer.headers["Content-Language"] == "en"
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_error_page_speaks_the_language_of_the_browser(browser_like):
    answer = browser_like.get("/away", headers={"Accept-Language": "de-AT,de;q=0.9"})

    assert answer.headers["Content-Language"] == "de"
    assert '<html lang="de"' in answer.content.decode()


def test_a_database_that_is_away_says_when_to_come_back(browser_like):
    assert int(browser_like.get("/away").headers["Retry-After"]) > 0


def test_a_form_without_its_token_is_explained(browser_like):
    answer = browser_like.post("/form", headers={"Accept-Language": "en"})

    assert answer.status_code == 403
    assert "send the form again" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("connection refused"), True),
        (LOST, True),
        (_caused(OperationalError, postgres.CannotConnectNow("starting up")), True),
        (_caused(OperationalError, postgres.TooManyConnections("too many")), True),
        (InterfaceError("connection already closed"), True),
        (PoolTimeout("no connection"), True),
        (_caused(OperationalError, postgres.DeadlockDetected("deadlock")), False),
        (_caused(OperationalError, postgres.LockNotAvailable("locked")), False),
        (ProgrammingError("new row violates row-level security policy"), False),
        (DomainError("no", "No."), False),
    ],
)
def test_only_a_lost_connection_counts_as_away(error, away):
    assert is_away(error) is away


def test_health_needs_no_host_name_no_session_and_no_https(django_assert_num_queries):
    with override_settings(ALLOWED_HOSTS=["handover.example"], SECURE_SSL_REDIRECT=True), django_assert_num_queries(0):
        answer = Client().get("/healthz", headers={"Host": "10.0.0.7"})

    assert answer.status_code == 200
    assert answer.content == b"ok\n"


def test_readiness_asks_the_database_whether_the_walls_stand(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ready\n")
