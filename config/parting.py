"""What must not join two companies any more once their merge is taken back.

What came in between may link a record of the one with a record of the other. A record goes back with what belongs to
it only: such a link is cut, and whoever takes the merge back is told.
"""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import InvoiceRecipient
from companies.hierarchy import ancestor_distances, descendant_distances
from contacts.merging import undo_merge_of_contacts
from contacts.models import Contact, ContactMerge
from contracts.models import Contract
from core.merging import Tie, Undone
from devices.models import Coverage, Device, Review
from sla.models import Assignment
from tickets.models import Ticket


def contacts_merged_across(merge, by) -> Undone:
    """Contacts of the one that were merged with contacts of the other since are two people again, the last first."""
    went = merge.moved.get("contacts.contacts", ())
    across = ContactMerge.objects.standing().filter(survivor__company=merge.survivor)
    across = across.filter(Q(absorbed__in=went) ^ Q(survivor__in=went))
    undone = Undone()
    for each in across.select_related("absorbed", "survivor").order_by("-merged_at", "-pk"):
        undone.add(undo_merge_of_contacts(merge=each, by=by))
    return undone


def across(model, theirs: str, ours: str = "company"):
    """Records of the one that are linked to something of the other, either way."""

    def rows(absorbed, survivor) -> QuerySet:
        pair = (absorbed.pk, survivor.pk)
        linked = model.objects.filter(**{f"{ours}__in": pair, f"{theirs}__in": pair})
        return linked.exclude(**{theirs: F(ours)})

    return rows


def across_families(model, ours: str = "company"):
    """Records within the family of the one with a contact of the other or of a company above that.

    A contact is there for its company and for everything below it.
    """

    def rows(absorbed, survivor) -> QuerySet:
        above = {each: {each.pk, *ancestor_distances(each.pk)} for each in (absorbed, survivor)}
        below = {each: {each.pk, *descendant_distances(each.pk)} for each in (absorbed, survivor)}

        def strangers(one, other) -> Q:
            within = Q(**{f"{ours}__in": below[one] - below[other]})
            return within & Q(contact__company__in=above[other] - above[one])

        return model.objects.filter(strangers(absorbed, survivor) | strangers(survivor, absorbed))

    return rows


def without(field: str):
    """Leave the records without this link."""
    return lambda rows: rows.update(**{field: None})


def covered_by_nothing(absorbed, survivor) -> QuerySet:
    """Devices whose last service was one of the other company."""
    return Device.objects.filter(company__in=(absorbed, survivor), review=Review.COVERED, coverages=None)


def wait_for_review(devices: QuerySet) -> None:
    """Somebody has to decide again what covers them, as when the last service is taken off a device."""
    devices.update(review=Review.UNREVIEWED, reviewed_by=None, reviewed_at=None, version=F("version") + 1)


def promise_anew(tickets: QuerySet) -> None:
    """The rules choose the service level again; what was missed stays missed."""
    for each in tickets:
        each.reclassify(priority=each.priority, issue=each.issue, sub_issue=each.sub_issue, chosen=None, by=None)


def open_across(absorbed, survivor) -> QuerySet:
    """Open tickets with a service level that is the other company's own; what a complete one promised is history."""
    return across(Ticket, "service_level__company")(absorbed, survivor).open()


TIES = (
    Tie(key="contacts.location", label=_("Locations of contacts"), cut=without("location"),
        rows=across(Contact, "location__company")),
    Tie(key="tickets.location", label=_("Locations of tickets"), cut=without("location"),
        rows=across(Ticket, "location__company")),
    Tie(key="tickets.contact", label=_("Contacts of tickets"), cut=without("contact"), rows=across_families(Ticket)),
    Tie(key="tickets.device", label=_("Devices of tickets"), cut=without("device"),
        rows=across(Ticket, "device__company")),
    Tie(key="tickets.contract", label=_("Contracts of tickets"), cut=without("contract"),
        rows=across(Ticket, "contract__company")),
    Tie(key="billing.recipients", label=_("Recipients of invoices"), cut=QuerySet.delete,
        rows=across_families(InvoiceRecipient, "settings__company")),
    Tie(key="devices.coverage", label=_("Services that cover devices"), cut=QuerySet.delete,
        rows=across(Coverage, "contract_service__contract__company", "device__company")),
    Tie(key="devices.review", label=_("Reviews of devices"), cut=wait_for_review, rows=covered_by_nothing),
    Tie(key="devices.service_level", label=_("Service levels of devices"), cut=without("service_level"),
        rows=across(Device, "service_level__company")),
    Tie(key="contracts.service_level", label=_("Service levels of contracts"), cut=without("service_level"),
        rows=across(Contract, "service_level__company")),
    Tie(key="sla.assignments", label=_("Choice of service levels"), cut=QuerySet.delete,
        rows=across(Assignment, "service_level__company")),
    Tie(key="tickets.service_level", label=_("Service levels of tickets"), cut=promise_anew, rows=open_across),
)  # fmt: skip
"""In this order: what a ticket is promised depends on everything before."""
