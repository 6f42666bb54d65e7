"""Where the mail provider reports what came back (`notifications.bounces` heeds it).

There only where mail goes out by one of django-anymail's providers, and where `ANYMAIL` holds the `WEBHOOK_SECRET` with
which the provider signs in: nobody else can say of an address that it is no good.
"""

from collections.abc import Callable

from anymail import urls as library
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from tenants.access import public


@public
@csrf_exempt
def mail_reports(request: HttpRequest) -> HttpResponse:
    """A report of the provider; its own format, read by the library."""
    receive = _receiver_of(settings.EMAIL_BACKEND) if settings.ANYMAIL.get("WEBHOOK_SECRET") else None
    if receive is None:
        raise Http404
    return receive(request)


def _receiver_of(backend: str) -> Callable[[HttpRequest], HttpResponse] | None:
    """The library's view for the provider of `anymail.backends.<provider>.EmailBackend`."""
    provider = backend.removeprefix("anymail.backends.").partition(".")[0]
    named = (f"{provider}_tracking_webhook", f"{provider}_webhook")
    views = (each.callback for each in library.urlpatterns if isinstance(each, URLPattern) and each.name in named)
    return next(views, None)
