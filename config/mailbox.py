"""The demo's mailbox: what would have been sent, readable. Only where DEMO is on."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from email.message import EmailMessage

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from notifications.mailbox import kept_mail, one_mail
from tenants.access import public
from tenants.models import Tenant


@public
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mail first; `?to=` narrows to one recipient."""
    _only_in_demo()
    wanted = request.GET.get("to", "").strip().lower()
    mails = [(name, mail, _sent_at(mail)) for name, mail in kept_mail() if wanted in str(mail["To"]).lower()]
    with _local_time():
        return render(request, "mailbox/list.html", {"mails": mails, "to": wanted})


@public
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as text."""
    _only_in_demo()
    found = one_mail(name)
    if found is None:
        raise Http404
    body = found.get_body(preferencelist=("plain",))
    context = {"mail": found, "sent_at": _sent_at(found), "text": body.get_content() if body is not None else ""}
    with _local_time():
        return render(request, "mailbox/mail.html", context)


def _sent_at(mail: EmailMessage) -> datetime:
    """When it was written; the header is in UTC and says so by no zone at all."""
    return mail["Date"].datetime.replace(tzinfo=UTC)


def _local_time() -> AbstractContextManager:
    """By the clock of the demo's first MSP; mail knows of none."""
    first = Tenant.objects.order_by("pk").first()
    return timezone.override(first.zone if first else UTC)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
