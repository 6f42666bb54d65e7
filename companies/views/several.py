"""Several customers at once: what will be done, to how many, to which it cannot, and then it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from companies.forms import ClassifyForm, ManagerForm, MembersForm, SeveralForm
from companies.models import Company
from companies.several import (
    MOST,
    Classify,
    GiveManager,
    JoinTeams,
    LeaveTeams,
    Outcome,
    SetActive,
    Verb,
    change_several,
    sift,
)
from companies.tables import CompanyGrid
from core.http import is_within_tenant, render_form, see_other

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A verb in words, what it asks for, and the verb that comes of the answer."""

    question: Promise
    button: Promise
    form: type[SeveralForm]
    verb: Callable[[SeveralForm], Verb]
    plain: Verb | None = None


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
        question=gettext_lazy("Remove from the account teams"), button=gettext_lazy("Remove"), form=MembersForm,
        verb=lambda form: LeaveTeams(form.chosen),
    ),
    "classify": Offer(
        question=gettext_lazy("Change the classification"), button=gettext_lazy("Change"), form=ClassifyForm,
        verb=lambda form: Classify(form.cleaned_data["classification"]),
    ),
    "activate": Offer(
        question=gettext_lazy("Activate"), button=gettext_lazy("Activate"), form=SeveralForm,
        verb=lambda form: SetActive(True), plain=SetActive(True),
    ),
    "deactivate": Offer(
        question=gettext_lazy("Deactivate"), button=gettext_lazy("Deactivate"), form=SeveralForm,
        verb=lambda form: SetActive(False), plain=SetActive(False),
    ),
}  # fmt: skip


@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """First the page that says what will be done; the same with `confirm` does it."""
    back, offer = _back(request), OFFERS.get(request.POST.get("verb", ""))
    found, is_cut = _chosen(request)
    if offer is None or not found:
        messages.error(request, _("Choose at least one customer, and what to do."))
        return see_other(back)
    form = offer.form(request.POST if "confirm" in request.POST else None)
    if form.is_valid():
        done: list[Outcome] = []
        if form.apply(lambda: done.append(_do(request, found, offer.verb(form), form))):
            _tell(request, done[0])
            return see_other(back)
    context = {
        "form": form, "offer": offer, "companies": found, "is_cut": is_cut, "most": MOST, "back": back,
        "verb": request.POST["verb"], "expected": sift(found, offer.plain) if offer.plain else None,
    }  # fmt: skip
    return render_form(request, "companies/company_several.html", context, form)


def _do(request: Any, found: list[Company], verb: Verb, form: SeveralForm) -> Outcome:
    all_or_none = form.cleaned_data["all_or_none"]
    return change_several(companies=found, verb=verb, all_or_none=all_or_none, by=request.member)


def _chosen(request: Any) -> tuple[list[Company], bool]:
    """The customers that were ticked or found, as far as one sees them; and whether there were more than go at once."""
    seen = Company.objects.visible_to(request.member).others().select_related("manager", "classification")
    if request.POST.get("all"):
        asked = QueryDict(request.POST.get("state", "")[:4000])
        rows = CompanyGrid(request, seen, asked=asked).found
    else:
        ids = [int(pk) for pk in request.POST.getlist("row") if pk.isascii() and pk.isdigit() and len(pk) < 20]
        rows = seen.filter(pk__in=[pk for pk in ids[: MOST + 1] if pk <= LARGEST_ID])
    found = list(rows.in_name_order()[: MOST + 1])
    return found[:MOST], len(found) > MOST


def _back(request: Any) -> str:
    asked = request.POST.get("next", "")
    return asked if is_within_tenant(request, asked) else f"/{request.tenant.slug}/customers/"


def _tell(request: Any, outcome: Outcome) -> None:
    """What was done, and each refusal in words."""
    count = len(outcome.changed)
    words = ngettext("%(count)d customer changed.", "%(count)d customers changed.", count) % {"count": count}
    if outcome.unchanged:
        same = len(outcome.unchanged)
        words += " " + ngettext("%(count)d was so already.", "%(count)d were so already.", same) % {"count": same}
    messages.success(request, words)
    for refusal in outcome.refused[:5]:
        messages.warning(request, f"{refusal.company}: {refusal.why}")
    if len(outcome.refused) > 5:
        messages.warning(
            request, _("%(count)d further ones could not be changed.") % {"count": len(outcome.refused) - 5}
        )
