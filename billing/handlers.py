"""What billing does when something it was reviewed by changes elsewhere: lists know where a review stands."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from billing.family import FAMILY, with_reviewed_below
from billing.models import InvoiceSettings
from billing.operations import drop_recipients
from billing.reviews import BATCH, LOOK_AGAIN, refresh_states_in, refresh_states_of
from companies.hierarchy import ancestor_distances, descendant_distances
from companies.models import Company
from companies.operations import TAX_ID
from core.events import Occurrence, publish_many, subscribe
from core.queue import ask_worker_after_commit


def _with_a_review_to_look_at(company_ids: Collection[int]) -> Iterable[int]:
    """Those with a review of their own, or with something below them that may have one."""
    reviewed = Q(invoice_settings__last_review__isnull=False)
    children = Exists(Company.objects.filter(parent=OuterRef("pk")))
    return Company.objects.filter(reviewed | children, pk__in=company_ids).values_list("pk", flat=True)


@subscribe("companies.hierarchy_changed")
def take_invoices_from_former_relatives(occurrence: Occurrence) -> None:
    """Contacts of companies above that are above no longer get no invoices of the company, nor of those below it."""
    before = occurrence.data.get("parent_before")
    if before is None:
        return
    company = occurrence.company
    above = ancestor_distances(company.pk) if company.parent_id else {}
    former = {before, *ancestor_distances(before)} - set(above)
    dropped = drop_recipients(below=[company.pk, *descendant_distances(company.pk)], of=former, by=occurrence.by)
    if dropped:
        _look_at_the_family(occurrence)
        for each in dropped:
            each.known[FAMILY] = occurrence.known[FAMILY]
        publish_many(dropped)


@subscribe(
    "billing.settings_changed", "billing.payer_decided", "companies.company_changed", "companies.hierarchy_changed",
    "contacts.contact_changed", "contacts.contact_merged", "contacts.merge_undone", "companies.company_merged",
    "companies.merge_undone", "companies.absorption_undone",
    concerns=_with_a_review_to_look_at,
)  # fmt: skip
def look_at_the_family(occurrence: Occurrence) -> None:
    """The company's own review, and those of everything below it: their address or payer may be above."""
    if occurrence.company is not None and FAMILY not in occurrence.known:
        _look_at_the_family(occurrence)


@subscribe("billing.template_changed")
def look_at_everybody_reviewed(occurrence: Occurrence) -> None:
    """Another template may apply to all who chose none, or one that is off, and to those who chose this one.

    Where they are many, nobody waits for it: a worker looks at them, and at the latest the night.
    """
    without = Q(template=None) | Q(template__is_active=False)
    concerned = InvoiceSettings.objects.reviewed().filter(without | Q(template=occurrence.subject))
    if concerned[BATCH:].exists():
        ask_worker_after_commit(LOOK_AGAIN, tenant_id=occurrence.tenant_id)
    else:
        refresh_states_of(concerned)


@subscribe("companies.company_created")
def note_tax_id(occurrence: Occurrence) -> None:
    """A tax id that was entered with a new company belongs to its invoice settings."""
    tax_id = occurrence.known.get(TAX_ID)
    if tax_id:
        InvoiceSettings.objects.for_company(occurrence.company).enter_tax_id(tax_id, by=occurrence.by)


def _look_at_the_family(occurrence: Occurrence) -> None:
    family = InvoiceSettings.objects.family_among(with_reviewed_below(occurrence.company))
    refresh_states_in(family)
    occurrence.known[FAMILY] = family
