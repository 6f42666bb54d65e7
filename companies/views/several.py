"""Several customers at once."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from companies.forms import ClassifyForm, LeavingForm, ManagerForm, MembersForm, SeveralForm
from companies.models import Company
from companies.several import Classify, GiveManager, JoinTeams, LeaveTeams, SetActive, change_several
from companies.tables import CompanyGrid
from core.grids.several import Offer, Several

OFFERS = {
    "manager": Offer(
        question=gettext_lazy("Assign another account manager"), button=gettext_lazy("Assign"), form=ManagerForm,
        verb=lambda form: GiveManager(form.cleaned_data["member"]),
    ),
    "join": Offer(
        question=gettext_lazy("Add to the account teams"), button=gettext_lazy("Add"), form=MembersForm,
        verb=lambda form: JoinTeams(form.chosen),
    ),
    "leave": Offer(
        question=gettext_lazy("Remove from the account teams"), button=gettext_lazy("Remove"), form=LeavingForm,
        verb=lambda form: LeaveTeams(form.chosen),
    ),
    "classify": Offer(
        question=gettext_lazy("Change the classification"), button=gettext_lazy("Change"), form=ClassifyForm,
        verb=lambda form: Classify(form.cleaned_data["classification"]),
    ),
    "activate": Offer(
        question=gettext_lazy("Activate"), button=gettext_lazy("Activate"), form=SeveralForm,
        verb=lambda form: SetActive(True), plain=True,
    ),
    "deactivate": Offer(
        question=gettext_lazy("Deactivate"), button=gettext_lazy("Deactivate"), form=SeveralForm,
        verb=lambda form: SetActive(False), plain=True, takes_away=True,
    ),
}  # fmt: skip


def _rows(request):
    return Company.objects.visible_to(request.member).others().select_related("manager", "classification")


def _changed(count: int) -> str:
    return ngettext("%(count)d customer changed.", "%(count)d customers changed.", count) % {"count": count}


SEVERAL = Several(
    offers=OFFERS, grid=CompanyGrid, rows=_rows, change=change_several, list_name="companies:list",
    template="companies/company_several.html", changed=_changed,
    nothing=gettext_lazy("Choose at least one customer, and what to do."),
)  # fmt: skip


@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Says what will be done to the customers that were chosen, and does it."""
    return SEVERAL.answer(request)
