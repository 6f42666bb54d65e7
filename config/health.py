"""Whether this process lives, and whether it can serve."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse

from tenants.database import serving_problems


class HealthMiddleware:
    """Answers `/healthz` and `/readyz` before sessions, host names and redirects have a say.

    `/healthz`: the process answers; nothing else is asked. `/readyz`: the database answers and the walls stand;
    503 otherwise. The queue is not part of it: pages work while the broker is away.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {"/healthz": alive, "/readyz": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path_info)
        if answer is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers to a role that the walls bind; 503 with the reason."""
    try:
        problems = serving_problems()
    except (DatabaseError, InterfaceError):
        connection.close()
        problems = ["The database does not answer."]
    status = 503 if problems else 200
    return HttpResponse("\n".join(problems or ["ready"]) + "\n", status=status, content_type="text/plain")
