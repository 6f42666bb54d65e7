"""Messages to customers: what was written, to whom, what is held and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies.models import Company
from core.http import do, render_grid
from notifications.models import Message
from notifications.tables import MessageGrid
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.VIEW_MESSAGES)
def message_list(request: HttpRequest) -> HttpResponse:
    grid = MessageGrid(request, Message.objects.visible_to(request.member))
    return render_grid(request, "notifications/message_list.html", {"grid": grid})


@needs(Capability.VIEW_MESSAGES)
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Message.objects.visible_to(request.member).select_related("company", "rule", "contact")
    message = get_object_or_404(visible, pk=pk)
    return render(request, "notifications/message_detail.html", {"message": message})


@require_POST
@needs(Capability.VIEW_MESSAGES)
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.member), pk=pk)
    done = _("The message is queued again.")
    return do(
        request, lambda: message.send_again(by=request.member), done, "notifications:detail", request.tenant.slug,
        message.pk,
    )  # fmt: skip


@needs(Capability.VIEW_MESSAGES)
def company_tab(request: HttpRequest, company: int) -> HttpResponse:
    """The messages of one customer, as a part of its page."""
    customer = get_object_or_404(Company.objects.visible_to(request.member), pk=company)
    newest = Message.objects.visible_to(request.member).filter(company=customer).select_related("rule")
    return render(
        request,
        "notifications/_company_tab.html",
        {"company": customer, "rows": newest.newest_first()[:50]},
    )
