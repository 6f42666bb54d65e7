"""Several rows of a list at once: what will be done, to how many, to which it cannot, and then it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import CheckboxInput
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.grids.grid import Grid
from core.http import next_of, render_form, see_other
from core.ids import is_id
from core.querying import first_of
from core.several import MOST, Outcome, Verb, sift

LONGEST_STATE = 20_000
"""Of what a list shows, in characters: more than any list writes. A part of it would find too much."""
SHORT = 12
"""So many names stand open on the page; more are folded."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A verb in words, what it asks for, and the verb that comes of the answer.

    `plain`: nothing but whether; so the page can say beforehand what becomes of each. `takes_away`: the button says
    by its colour that people lose something.
    """

    question: Promise
    button: Promise
    form: type
    verb: Callable[[Any], Verb]
    plain: bool = False
    takes_away: bool = False


@dataclass(frozen=True, kw_only=True)
class Several:
    """The page behind the bar of a list, which names one of the `offers`.

    `rows`: what the member sees, with what the verbs look at. `change` does it: `change_several` of the package.
    `nothing`: what is said when nothing was chosen; `changed`: how many were changed, in words. Where a form has the
    field `accepts_loss`, nobody loses sight of a record without having been asked.
    """

    offers: Mapping[str, Offer]
    grid: type[Grid]
    rows: Callable[[Any], Any]
    change: Callable[..., Outcome]
    list_name: str
    template: str
    nothing: Promise
    changed: Callable[[int], str]

    def answer(self, request: Any) -> HttpResponse:
        """First the page that says what will be done; the same with `confirm` does it."""
        back, offer = self._back(request), self.offers.get(request.POST.get("verb", ""))
        found, is_cut = self._chosen(request)
        if offer is None or not found:
            messages.error(request, str(self.nothing))
            return see_other(back)
        form = offer.form(request.POST if "confirm" in request.POST else None)
        if form.is_valid():
            done: list[Outcome] = []
            if form.apply(lambda: done.append(self._do(request, found, offer.verb(form), form))):
                self._tell(request, done[0])
                return see_other(back)
        verb = offer.verb(form) if offer.plain else None
        expected = sift(found, verb) if verb else None
        context = {
            "form": form, "offer": offer, "records": found, "is_cut": is_cut, "most": MOST, "back": back,
            "verb": request.POST["verb"], "expected": expected,
            "is_short": len(found) <= SHORT, "effects": verb.effects(expected.changed) if verb and expected else [],
        }  # fmt: skip
        return render_form(request, self.template, context, form)

    def _do(self, request: Any, found: list, verb: Verb, form: Any) -> Outcome:
        all_or_none = form.cleaned_data.get("all_or_none", False)
        outcome = self.change(found, verb=verb, all_or_none=all_or_none, by=request.member)
        if not form.cleaned_data.get("accepts_loss", True):
            self._ask_before_loss(request, outcome, form)
        return outcome

    def _ask_before_loss(self, request: Any, outcome: Outcome, form: Any) -> None:
        """Raises DomainError, which undoes it, where whoever did it no longer sees some of the records."""
        seen = self.rows(request).filter(pk__in=[record.pk for record in outcome.changed]).count()
        if lost := len(outcome.changed) - seen:
            form.fields["accepts_loss"].widget = CheckboxInput()
            words = ngettext(
                "You would no longer see %(count)d of them yourself. Is that what you want?",
                "You would no longer see %(count)d of them yourself. Is that what you want?",
                lost,
            )
            raise DomainError("loses_sight", words % {"count": lost}, field="accepts_loss")

    def _chosen(self, request: Any) -> tuple[list, bool]:
        """The rows that were ticked or found, as far as one sees them; and whether there were more than go at once."""
        rows = self.rows(request)
        if request.POST.get("all"):
            rows = self._found(request, rows, request.POST.get("state", ""))
        else:
            ids = [int(pk) for pk in request.POST.getlist("row") if is_id(pk)]
            rows = rows.filter(pk__in=ids[: MOST + 1])
        return first_of(rows.in_name_order(), MOST)

    def _found(self, request: Any, rows: Any, state: str) -> Any:
        """What the list showed."""
        return self.grid(request, rows, asked=QueryDict(state)).found if len(state) <= LONGEST_STATE else rows.none()

    def _back(self, request: Any) -> str:
        return next_of(request) or reverse(self.list_name, args=[request.tenant.slug])

    def _tell(self, request: Any, outcome: Outcome) -> None:
        """What was done, and each refusal in words."""
        words = self.changed(len(outcome.changed))
        if outcome.unchanged:
            same = len(outcome.unchanged)
            words += " " + ngettext("%(count)d was so already.", "%(count)d were so already.", same) % {"count": same}
        messages.success(request, words)
        for refusal in outcome.refused[:5]:
            messages.warning(request, f"{refusal.record}: {refusal.why}")
        if len(outcome.refused) > 5:
            messages.warning(
                request, _("%(count)d further ones could not be changed.") % {"count": len(outcome.refused) - 5}
            )
