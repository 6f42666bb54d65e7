"""Where the mail provider reports what came back (`notifications.bounces` heeds it).

There only where mail goes out by one of django-anymail's providers, and where `ANYMAIL` holds the `WEBHOOK_SECRET` with
which the provider signs in: nobody else can say of an address that it is no good.
"""

from collections.abc import Callable

from anymail import urls as library
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from tenants.access import public

_NOT_READ = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ImproperlyConfigured)
"""What the library raises where a body is not what its provider sends, or belongs to another address of ours."""


@public
@csrf_exempt
def mail_reports(request: HttpRequest) -> HttpResponse:
    """A report of the provider; its own format, read by the library."""
    receive = _receiver_of(settings.EMAIL_BACKEND) if settings.ANYMAIL.get("WEBHOOK_SECRET") else None
    if receive is None:
        raise Http404
    return receive(request)


def _receiver_of(backend: str) -> Callable[[HttpRequest], HttpResponse] | None:
    """The view for the provider of `anymail.backends.<provider>.EmailBackend`: the library's, but careful."""
    provider = backend.removeprefix("anymail.backends.").partition(".")[0]
    named = (f"{provider}_tracking_webhook", f"{provider}_webhook")
    views = (each.callback for each in library.urlpatterns if isinstance(each, URLPattern) and each.name in named)
    view = next(views, None)
    return type("MailReports", (_Careful, view.view_class), {}).as_view() if view else None  # type: ignore[attr-defined]


class _Careful(AnymailCoreWebhookView):
    """Answers 400 to what the library cannot read. What fails after that is ours, and stays an error."""

    def parse_events(self, request):
        try:
            return super().parse_events(request)
        except _NOT_READ as error:
            raise BadRequest("This is no report.") from error
