"""The lists of billing."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.family import with_ancestors
from billing.models import InvoiceSettings, ReviewState, SettingsReview
from billing.reviews import state_of
from billing.rules import billing_findings, seller_findings
from companies.models import Company
from companies.sight import Sight
from core.findings import Finding
from core.grids import Action, Column, Filter, Grid
from core.templatetags.ui import icon, moment, pill
from tenants.models import Member

SIGNED = Q(invoice_settings__last_known_state=ReviewState.SIGNED)
STATE_LOOKS = {
    ReviewState.SIGNED: (gettext_lazy("Signed"), "positive", "check"),
    ReviewState.STALE: (gettext_lazy("Changed since"), "caution", "arrow-uturn-left"),
    ReviewState.WAITING: (gettext_lazy("Waiting"), "neutral", "clock"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the review of a company stands, and what is missing."""

    state: ReviewState
    missing: list[Finding]
    review: SettingsReview | None


def narrow_to_state(rows, value: str):
    """Companies by what was last known of their review; without settings they wait."""
    found = Q(invoice_settings__last_known_state=value)
    return rows.filter(found | Q(invoice_settings__isnull=True) if value == ReviewState.WAITING else found)


def draw_state(row: Company, state: str) -> SafeString:
    return pill(*STATE_LOOKS[state])


def draw_missing(row: Company, missing: list[Finding]) -> SafeString:
    """The first finding that does not hold, marked as such, and how many more there are."""
    if not missing:
        return format_html('<span class="muted">{}</span>', _("nothing"))
    more = f"+ {len(missing) - 1}" if len(missing) > 1 else ""
    words = '<span class="row nowrap">{}{} <span class="muted">{}</span></span>'
    return format_html(words, icon("x-mark", 16), missing[0].text, more)


def draw_signed(row: Company, review: SettingsReview | None) -> str:
    if review is None:
        return ""
    signed = moment(review.signed_at)
    return format_html('<span>{} <span class="muted">{}</span></span>', signed, review.signed_by.name)


class ReviewQueueGrid(Grid):
    """Customers with the state of their invoice settings, those that wait for somebody first.

    The page's rows are looked at together, in five queries.
    """

    key = "review-queue"
    caption = gettext_lazy("Billing review")
    default_sort = "state"
    search_label = gettext_lazy("Search customers")
    empty_title = gettext_lazy("No customers yet")
    empty_text = gettext_lazy("As soon as there are customers, their invoice settings wait here for review.")
    columns = [
        Column(key="name", label=gettext_lazy("Company"), sort=("sort_name",)),
        Column(
            key="state", label=gettext_lazy("Review"), value=lambda row: row.evidence.state,
            draw=draw_state, text=lambda state: str(STATE_LOOKS[state][0]),
            sort=("sort_name",), groups=(~SIGNED, SIGNED),
        ),
        Column(
            key="missing", label=gettext_lazy("Not met yet"), value=lambda row: row.evidence.missing,
            draw=draw_missing, text=lambda missing: "; ".join(str(each.text) for each in missing),
        ),
        Column(
            key="signed", label=gettext_lazy("Last signed"), value=lambda row: row.evidence.review,
            draw=draw_signed, text=lambda review: review.signed_at, small=False,
        ),
        Column(key="manager", label=gettext_lazy("Account manager"), value="manager.name", small=False),
    ]  # fmt: skip
    filters = [
        Filter(key="state", label=gettext_lazy("All reviews"), choices=ReviewState.choices, apply=narrow_to_state)
    ]

    def search(self, rows, text):
        return rows.search(text)

    def prepare(self, rows):
        return rows.select_related("manager", "tenant")

    def link(self, row):
        return self.url("billing:settings", row.pk)

    def menu(self, row):
        return [Action(label=_("Invoice settings"), url=self.link(row))]

    def complete(self, objects):
        attach_evidence(objects, seen_by=self.member)
        return objects


def attach_evidence(companies: list, *, seen_by: Member) -> None:
    """Look at the companies together, which the member sees, and set `evidence` on each."""
    if not companies:
        return
    above = with_ancestors([company.pk for company in companies])
    family = InvoiceSettings.objects.family_among(above.with_sight_of(seen_by))
    sight, of_seller = Sight.among(seen_by, family.companies.values()), seller_findings(family)
    for company in companies:
        review = family.settings[company.pk].last_review
        found = billing_findings(family, company.pk, sight=sight, of_seller=of_seller)
        missing = [each for each in found if not each.holds]
        company.evidence = Evidence(state_of(family, company.pk, review), missing, review)
