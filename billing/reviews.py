"""Whether the billing admin's signature still stands under what is there now, and what changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from billing.family import Family
from billing.fingerprints import changed_keys, fingerprint_in, reviewed_values
from billing.models import InvoiceSettings, PayerDecision, ReviewState, SettingsReview
from companies.models import Company

LABELS = {
    "address": gettext_lazy("Billing address"),
    "recipients": gettext_lazy("Recipients of the invoice"),
    "payer": gettext_lazy("Who pays"),
}
BATCH = 500
REVIEWED = (ReviewState.SIGNED, ReviewState.STALE)


@dataclass(frozen=True, slots=True)
class Change:
    """A reviewed value that differs now; both sides in words."""

    label: Any
    old: str
    new: str


def state_of(family: Family, company_id: int, review: SettingsReview | None) -> ReviewState:
    """`waiting` (never signed), `stale` (what was signed has changed) or `signed`."""
    if review is None:
        return ReviewState.WAITING
    same = review.fingerprint == fingerprint_in(family, company_id)
    return ReviewState.SIGNED if same else ReviewState.STALE


def changes_since(review: SettingsReview, family: Family, company_id: int) -> list[Change]:
    """What differs from what was signed."""
    now = reviewed_values(family, company_id)
    return [
        Change(_label(key), _words(key, review.reviewed.get(key)), _words(key, now.get(key)))
        for key in changed_keys(review.reviewed, now)
    ]


def refresh_known_states(companies: Iterable[Company]) -> None:
    """Write down the present states, so that lists can be narrowed by them."""
    listed = list(companies)
    for start in range(0, len(listed), BATCH):
        refresh_states_in(InvoiceSettings.objects.family_of(listed[start : start + BATCH]))


def refresh_states_in(family: Family) -> None:
    """The same for everybody in a family that was fetched already. What was never reviewed stays so."""
    by_state: dict[ReviewState, list[int]] = {}
    for pk, settings in family.settings.items():
        if settings.last_review is not None:
            state = state_of(family, pk, settings.last_review)
            if settings.last_known_state != state:
                by_state.setdefault(state, []).append(pk)
    for state, ids in by_state.items():
        InvoiceSettings.objects.filter(company_id__in=ids).update(last_known_state=state)


def _label(key: str) -> Any:
    return LABELS.get(key) or InvoiceSettings._meta.get_field(key).verbose_name


def _words(key: str, value: dict[str, Any] | None) -> str:
    says = (value or {}).get("says", "")
    if isinstance(says, dict):
        return says.get((get_language() or "en")[:2]) or says["en"]
    if isinstance(says, bool):
        return _("Yes") if says else _("No")
    if key == "payer_decision":
        return str(PayerDecision(says).label) if says else str(PayerDecision.UNDECIDED.label)
    if key in ("address_mode", "channel", "format"):
        return str(dict(InvoiceSettings._meta.get_field(key).flatchoices).get(says, says))
    return says or "—"
