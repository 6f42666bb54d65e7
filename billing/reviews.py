"""Whether the billing admin's signature still stands under what is there now, and what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from billing.family import Family, with_ancestors
from billing.fingerprints import changed_keys, fingerprint_in, reviewed_values
from billing.models import AddressMode, InvoiceSettings, PayerDecision, ReviewState, SettingsReview
from companies.sight import Sight
from companies.wording import UNSEEN
from contacts.models import Contact
from contacts.sight import name_of
from core.rowsecurity import acting_for

LABELS = {
    "address": gettext_lazy("Billing address"),
    "recipients": gettext_lazy("Recipients of the invoice"),
    "payer": gettext_lazy("Who pays"),
}
BATCH = 500
"""So many reviews are looked at together; more than that are not looked at while somebody waits."""
LOOK_AGAIN = "billing.look_again"
OF_PARENT = (AddressMode.PARENT, AddressMode.PARENT_BILLING)


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


def changes_since(review: SettingsReview, family: Family, company_id: int, *, sight: Sight) -> list[Change]:
    """What differs from what was signed. Of companies that the reader does not see nothing is said."""
    before, now = review.reviewed, reviewed_values(family, company_id)
    keys = changed_keys(before, now)
    people = _people_of(before, now) if "recipients" in keys else {}
    in_words = _InWords(sight, people)
    return [Change(_label(key), in_words(key, before), in_words(key, now)) for key in keys]


def refresh_states_of(reviewed: QuerySet[InvoiceSettings], *, after: int = 0) -> int | None:
    """Look at the first of these, in the order of their companies' ids, beyond the id `after`.

    They are locked: nobody signs while they are looked at. Returns the id of the last one; None when there was none.
    """
    rows = reviewed.select_for_update(of=("self",), no_key=True).filter(company_id__gt=after)
    ids = list(rows.order_by("company_id").values_list("company_id", flat=True)[:BATCH])
    if ids:
        refresh_states_in(InvoiceSettings.objects.family_among(with_ancestors(ids)))
    return ids[-1] if ids else None


def refresh_everybody(tenant_id: int) -> None:
    """Look at every review of the tenant, some at a time, each time in a transaction of its own."""
    last: int | None = 0
    while last is not None:
        with acting_for(tenant_id):
            last = refresh_states_of(InvoiceSettings.objects.reviewed(), after=last)


def refresh_states_in(family: Family) -> None:
    """Write down the present states of a family that was fetched already, so that lists can be narrowed by them.

    What was never reviewed stays so.
    """
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


def _people_of(*reviewed: dict[str, Any]) -> dict[int, Contact]:
    """Everybody who is a recipient in one of these, by id."""
    return Contact.objects.in_bulk({pk for each in reviewed for pk, _email in _recipients_in(each)})


def _recipients_in(reviewed: dict[str, Any]) -> list[tuple[int, str]]:
    return [(pk, email) for pk, email in reviewed.get("recipients", {}).get("is") or []]


@dataclass(frozen=True, slots=True)
class _InWords:
    """One side of what was reviewed, for a reader."""

    sight: Sight
    people: Mapping[int, Contact]

    def __call__(self, key: str, reviewed: dict[str, Any]) -> str:
        if key == "recipients":
            return ", ".join(self._recipient(*each) for each in _recipients_in(reviewed)) or "—"
        if key in ("payer", "address") and not self._is_seen(key, reviewed):
            return _("another company")
        return _words(key, reviewed.get(key) or {})

    def _recipient(self, pk: int, email: str) -> str:
        contact = self.people.get(pk)
        if contact is None:
            return str(UNSEEN)
        return f"{contact.full_name} <{email}>" if self.sight.sees(contact.company_id) else name_of(contact, self.sight)

    def _is_seen(self, key: str, reviewed: dict[str, Any]) -> bool:
        """Of an older address it is not known whose it was, only whether it was the company's own."""
        value = reviewed.get(key) or {}
        whose = value.get("is") if key == "payer" else value.get("of")
        if whose is not None:
            return self.sight.sees(whose)
        return not value.get("says") or (reviewed.get("address_mode") or {}).get("is") not in OF_PARENT


def _words(key: str, value: dict[str, Any]) -> str:
    says = value.get("says", "")
    if isinstance(says, dict):
        return says.get((get_language() or "en")[:2]) or says["en"]
    if isinstance(says, bool):
        return _("Yes") if says else _("No")
    if key == "payer_decision":
        return str(PayerDecision(says).label) if says else str(PayerDecision.UNDECIDED.label)
    if key in ("address_mode", "channel", "format"):
        return str(dict(InvoiceSettings._meta.get_field(key).flatchoices).get(says, says))
    return says or "—"
