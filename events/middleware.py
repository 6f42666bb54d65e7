"""Which door a request comes in by."""

from django.http import HttpRequest, HttpResponse

from core.rest.problems import is_api
from events.models import Door
from events.store import through


class DoorMiddleware:
    """What a request of a program changes came in by the API."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        with through(Door.API):
            return self.get_response(request)
