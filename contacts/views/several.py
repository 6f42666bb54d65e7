"""Several contacts at once."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from contacts.models import Contact
from contacts.several import Activate, Deactivate, change_several
from contacts.tables import ContactGrid
from core.forms import DomainForm
from core.grids.several import Offer, Several

OFFERS = {
    "activate": Offer(
        question=gettext_lazy("Activate contacts"), button=gettext_lazy("Activate"), form=DomainForm,
        verb=lambda form: Activate(), plain=True,
    ),
    "deactivate": Offer(
        question=gettext_lazy("Deactivate contacts"), button=gettext_lazy("Deactivate"), form=DomainForm,
        verb=lambda form: Deactivate(), plain=True, takes_away=True,
    ),
}  # fmt: skip


def _rows(request):
    return Contact.objects.visible_to(request.member).select_related("company")


def _changed(count: int) -> str:
    return ngettext("%(count)d contact changed.", "%(count)d contacts changed.", count) % {"count": count}


SEVERAL = Several(
    offers=OFFERS, grid=ContactGrid, rows=_rows, change=change_several, list_name="contacts:list",
    template="contacts/contact_several.html", changed=_changed,
    nothing=gettext_lazy("Choose at least one contact, and what to do."),
)  # fmt: skip


@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Says what will be done to the contacts that were chosen, and does it."""
    return SEVERAL.answer(request)
